// Missing, truncated, tampered and misplaced files, in Node and over http as a page sees them.
import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { fingerprint } from '../../js/tools/common/files.mjs';
import { checkScript, checkThere, compileFile, readManifest } from '../../js/loader/files/files.mjs';
import { load } from '../../js/loader/load/load.mjs';
import { Progress } from '../../js/loader/load/progress.mjs';
import { entryOf, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const build = (t) =>
  makeApp(t, mainModule({ imports: '(import "sorter" "twice" (func (param i32) (result i32)))' }), [
    sideModule('sorter'),
  ]);

describe('files in Node', () => {
  const cases = {
    'missing wasm': [
      ({ folder }) => rm(join(folder, 'sorter.wasm')),
      'FILE_MISSING',
      /sorter\.wasm cannot be read \(ENOENT/,
    ],
    'missing glue': [({ folder }) => rm(join(folder, 'app.glue.mjs')), 'FILE_MISSING', 'app.glue.mjs'],
    'truncated wasm': [
      ({ folder }) => truncate(join(folder, 'sorter.wasm'), 40),
      'FILE_DAMAGED',
      'sorter.wasm has 40 bytes and sha384-',
    ],
    'empty glue': [({ folder }) => truncate(join(folder, 'sorter.mjs'), 0), 'FILE_DAMAGED', 'sorter.mjs has 0 bytes'],
    'tampered wasm of the same size': [
      ({ folder }) => flip(join(folder, 'sorter.wasm')),
      'FILE_DAMAGED',
      'sorter.wasm',
    ],
    'tampered glue of the same size': [({ folder }) => flip(join(folder, 'sorter.mjs')), 'FILE_DAMAGED', 'sorter.mjs'],
    'a file of another build': [
      async ({ folder }) => writeFile(join(folder, 'sorter.wasm'), await readFile(join(folder, 'app.wasm'))),
      'FILE_DAMAGED',
      'upload all files of one build',
    ],
  };
  for (const [title, [damage, code, text]] of Object.entries(cases)) {
    test(title, async (t) => {
      const built = await build(t);
      await damage(built);
      await assert.rejects(built.load(), (error) => {
        hasCode(code, text)(error);
        assert.ok(error.file);
        if (code === 'FILE_DAMAGED')
          assert.ok(error.expected.bytes >= 0 && error.expected.integrity !== error.actual.integrity);
        return true;
      });
    });
  }

  test('an intact file that the engine cannot compile', async (t) => {
    const built = await build(t);
    const path = join(built.folder, 'sorter.wasm');
    await writeFile(path, new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 99]));
    Object.assign(entryOf(built.manifest, 'sorter').variants[0].wasm, fingerprint(path));
    await assert.rejects(built.load(), hasCode('COMPILE_FAILED', 'sorter: ', 'sorter.wasm'));
  });

  test('no module code runs when a file of another module is damaged', async (t) => {
    const built = await makeApp(t, mainModule({ glue: { extra: 'globalThis.codeRan = true;' } }), [
      sideModule('sorter'),
    ]);
    await flip(join(built.folder, 'sorter.mjs'));
    await assert.rejects(built.load(), hasCode('FILE_DAMAGED'));
    assert.equal(globalThis.codeRan, undefined);
  });

  test("variants: the engine's best, what is preferred, and none", async (t) => {
    const built = await build(t);
    const [portable] = entryOf(built.manifest, 'sorter').variants;
    entryOf(built.manifest, 'sorter').variants.unshift({ ...portable, variant: 'direct' });
    const multiMemory = (await built.load()).bridge === 'bridge';
    assert.equal((await built.load()).modules.sorter.variant, multiMemory ? 'direct' : 'portable');
    assert.equal((await built.load()).variant, multiMemory ? 'direct' : 'portable');
    assert.equal((await built.load({ prefer: 'portable' })).modules.sorter.variant, 'portable');
    entryOf(built.manifest, 'sorter').variants = [{ ...portable, variant: 'fused', modules: ['app', 'sorter'] }];
    const own = { modules: { sorter: { wasmMemory: null } } }; // which no fused file can take
    await assert.rejects(built.load(own), hasCode('ENGINE_TOO_OLD', 'sorter: ', 'fused'));
  });
});

describe('the manifest by its address', () => {
  test('relative addresses are relative to it; its hash is checked', async (t) => {
    const built = await build(t);
    const path = join(built.folder, 'app.manifest.json');
    await writeFile(path, JSON.stringify(built.manifest));
    const { integrity } = fingerprint(path);
    const options = { ...built.options(), baseUrl: 'file:///elsewhere/' };
    const app = await load(pathToFileURL(path), options);
    assert.equal(app.main.state, 'ready');
    assert.equal(
      (await load(pathToFileURL(path).href, { ...options, manifestIntegrity: integrity })).main.state,
      'ready',
    );
    await assert.rejects(
      load(pathToFileURL(path), { ...options, manifestIntegrity: `sha384-${'A'.repeat(64)}` }),
      hasCode('FILE_DAMAGED', 'app.manifest.json', integrity),
    );
    await assert.rejects(
      load(built.manifest, { ...options, manifestIntegrity: integrity }),
      hasCode('BAD_OPTION', 'manifestIntegrity'),
    );
    await writeFile(path, '{ "abi": 1');
    await assert.rejects(load(pathToFileURL(path), options), hasCode('MANIFEST_INVALID', 'is no JSON'));
    await rm(path);
    await assert.rejects(load(pathToFileURL(path), options), hasCode('FILE_MISSING', 'app.manifest.json'));
  });
});

describe('over http', () => {
  /** Serves a folder; answers(path) may replace the answer. */
  async function serve(t, folder, answers = () => undefined) {
    const requests = [];
    const server = createServer(async (request, response) => {
      requests.push(request.url);
      const { status = 200, type = 'application/wasm', body, breakOff, stall } = (await answers(request.url)) ?? {};
      try {
        const bytes = body ?? (await readFile(join(folder, decodeURIComponent(request.url))));
        response.writeHead(status, {
          'content-type': type,
          ...(breakOff ? { 'content-length': bytes.length + 100 } : {}),
        });
        response.write(bytes);
        if (stall) return;
        if (breakOff) setTimeout(() => response.destroy(), 20);
        else response.end();
      } catch {
        response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>not here</h1>');
      }
    });
    await new Promise((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return { baseUrl: `http://127.0.0.1:${server.address().port}/`, requests };
  }

  const context = (baseUrl, extra = {}) => ({
    module: 'sorter',
    baseUrl,
    progress: new Progress(),
    signal: new AbortController().signal,
    ...extra,
  });

  async function setUp(t, answers) {
    const built = await build(t);
    const { wasm } = entryOf(built.manifest, 'sorter').variants[0];
    const server = await serve(t, built.folder, (path) => (answers ? answers(path, built) : undefined));
    return { built, wasm, glue: entryOf(built.manifest, 'sorter').glue, ...server };
  }

  for (const type of ['application/wasm', 'text/plain', 'application/octet-stream']) {
    test(`compiles while it loads, served as ${type}`, async (t) => {
      const { wasm, glue, baseUrl } = await setUp(t, () => ({ type }));
      const events = [];
      const progress = new Progress((event) => events.push(event));
      progress.expect(wasm.bytes);
      const compiled = await compileFile(wasm, context(baseUrl, { progress }));
      assert.ok(compiled instanceof WebAssembly.Module);
      assert.equal(events.at(-1).stage, 'compile');
      assert.equal(events.at(-1).loadedBytes, wasm.bytes);
      assert.equal(await checkScript(glue, context(baseUrl)), `${baseUrl}sorter.mjs`);
    });
  }

  for (const subtle of [true, false]) {
    const title = subtle ? 'hashed here' : 'without crypto.subtle, checked by fetch';
    const withoutSubtle = (t) => {
      if (subtle) return;
      const real = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
      Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
      t.after(() => Object.defineProperty(globalThis, 'crypto', real));
    };

    test(`good file, ${title}`, async (t) => {
      const { wasm, glue, baseUrl } = await setUp(t);
      withoutSubtle(t);
      assert.ok(await compileFile(wasm, context(baseUrl)));
      assert.ok(await checkScript(glue, context(baseUrl)));
    });

    test(`tampered file, ${title}`, async (t) => {
      const { built, wasm, glue, baseUrl } = await setUp(t);
      await flip(join(built.folder, 'sorter.wasm'));
      await flip(join(built.folder, 'sorter.mjs'));
      withoutSubtle(t);
      await assert.rejects(
        compileFile(wasm, context(baseUrl)),
        hasCode('FILE_DAMAGED', `sorter.wasm has ${wasm.bytes} bytes`),
      );
      await assert.rejects(
        checkScript(glue, context(baseUrl)),
        hasCode('FILE_DAMAGED', `sorter.mjs has ${glue.bytes} bytes`),
      );
    });

    test(`not there, ${title}`, async (t) => {
      const { wasm, baseUrl } = await setUp(t, () => ({ status: 404, type: 'text/html', body: '<p>' }));
      withoutSubtle(t);
      await assert.rejects(
        compileFile(wasm, context(baseUrl)),
        hasCode('FILE_MISSING', 'HTTP status 404', `${baseUrl}sorter.wasm`),
      );
    });

    test(`a page instead of the file, as single-page servers answer, ${title}`, async (t) => {
      const { wasm, baseUrl } = await setUp(t, () => ({ type: 'text/html', body: '<!doctype html>' }));
      withoutSubtle(t);
      await assert.rejects(
        compileFile(wasm, context(baseUrl)),
        hasCode('FILE_DAMAGED', 'sorter.wasm has 15 bytes', 'the server sent a page'),
      );
    });
  }

  test('the connection breaks off', async (t) => {
    const { wasm, baseUrl } = await setUp(t, (path) => (path.endsWith('.wasm') ? { breakOff: true } : undefined));
    await assert.rejects(compileFile(wasm, context(baseUrl)), hasCode('FILE_MISSING', 'the connection broke off'));
  });

  test('no server', async () => {
    const wasm = { url: 'x.wasm', bytes: 1, integrity: `sha384-${'A'.repeat(64)}` };
    await assert.rejects(
      compileFile(wasm, context('http://127.0.0.1:1/')),
      hasCode('FILE_MISSING', 'http://127.0.0.1:1/x.wasm'),
    );
  });

  test('the manifest over http', async (t) => {
    const { built, baseUrl } = await setUp(t, (path, { manifest }) =>
      path === '/m.json' ? { body: JSON.stringify(manifest), type: 'application/json' } : undefined,
    );
    assert.deepEqual(await readManifest(new URL('m.json', baseUrl)), built.manifest);
    await assert.rejects(
      readManifest(new URL('m.json', baseUrl), `sha384-${'B'.repeat(64)}`),
      hasCode('FILE_DAMAGED', 'm.json'),
    );
  });

  test('a server that stalls, before its answer or in the middle of it', async (t) => {
    const { built, wasm, glue, baseUrl } = await setUp(t, async (path) => {
      if (path === '/sorter.wasm') await forEver();
      return path === '/sorter.mjs' ? { breakOff: true, stall: true } : undefined;
    });
    const inTime = context(baseUrl, { timeout: 200 });
    const late = (...texts) => hasCode('FILE_MISSING', 'nothing came for 200 ms', ...texts);
    await assert.rejects(compileFile(wasm, inTime), late('sorter: ', 'sorter.wasm'));
    await assert.rejects(checkScript(glue, inTime), late('sorter: ', 'sorter.mjs'));
    await assert.rejects(checkThere(`${baseUrl}sorter.wasm`, inTime), late('sorter: ', 'sorter.wasm'));
    await assert.rejects(built.load({ baseUrl, fetchTimeout: 200 }), late());
  });

  test('a file that the glue fetches by itself', async (t) => {
    const { baseUrl } = await setUp(t, (path) => (path === '/post_only' ? { status: 405, body: '' } : undefined));
    await checkThere(`${baseUrl}sorter.wasm`, context(baseUrl));
    await checkThere(`${baseUrl}post_only`, context(baseUrl)); // says nothing of the file
    await checkThere('data:,x', context(baseUrl));
    await assert.rejects(
      checkThere(`${baseUrl}no.data`, context(baseUrl)),
      hasCode('FILE_MISSING', 'sorter: ', `${baseUrl}no.data cannot be read (HTTP status 404)`),
    );
  });

  test('a failing download stops the others', async (t) => {
    const { built, baseUrl } = await setUp(t, async (path) => {
      if (path === '/app.wasm') return { status: 500, body: 'no' };
      if (path !== '/sorter.wasm') return undefined;
      await new Promise((resolve) => {
        setTimeout(resolve, 3000).unref();
      });
      return undefined;
    });
    const start = performance.now();
    await assert.rejects(built.load({ baseUrl }), hasCode('FILE_MISSING', 'HTTP status 500'));
    assert.ok(performance.now() - start < 2000);
  });
});

const forEver = () => new Promise(() => {});

async function flip(path) {
  const bytes = await readFile(path);
  bytes[bytes.length - 2] ^= 1;
  await writeFile(path, bytes);
}
