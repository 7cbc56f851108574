// Files that a module's own JavaScript loads (packages of files, source maps): where they are looked for, who reads
// them, and what happens if they are not there.
import assert from 'node:assert/strict';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fingerprint } from '../../js/tools/common/files.mjs';
import { entryOf, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

/** What emcc's file_packager does in Node: it is ready when it has the package's bytes. */
const takesPackage = (name) => `
  const located = Module.locateFile ? Module.locateFile('${name}', '') : '${name}';
  Module.located = located;
  Module.fetched = Module.getPreloadedPackage?.(located, 5);
  Module.package = Module.fetched ?? (await import('node:fs')).readFileSync(located).buffer;
  if (Module.package.constructor.name !== 'ArrayBuffer') throw new Error('bad input to processPackageData');`;

const textOf = (buffer) => new TextDecoder().decode(buffer);

/** An app whose side `reader` has a package. */
async function makeReader(t, { extra = takesPackage('reader.data'), lazy = false } = {}) {
  const built = await makeApp(t, mainModule(), [sideModule('reader', { glue: { extra }, lazy })]);
  const path = join(built.folder, 'reader.data');
  await writeFile(path, 'hello');
  entryOf(built.manifest, 'reader').packages = [{ url: 'reader.data', ...fingerprint(path) }];
  return { ...built, path };
}

describe('a package of the manifest', () => {
  test('is read by the loader beside app.mjs, whatever the working directory', async (t) => {
    const { path, manifest, load } = await makeReader(t);
    const events = [];
    const app = await load({ onProgress: (event) => events.push(event) });
    const { module } = app.modules.reader;
    assert.equal(textOf(module.fetched), 'hello');
    assert.equal(module.located, path, 'a path, for fs.readFileSync');
    const { loadedBytes, totalBytes } = events.at(-1);
    assert.equal(loadedBytes, totalBytes);
    const others = manifest.modules.flatMap(({ glue, variants }) => [glue.bytes, variants[0].wasm.bytes]);
    assert.equal(
      totalBytes,
      others.reduce((sum, bytes) => sum + bytes, 5),
    );
  });

  test('missing, damaged', async (t) => {
    const { path, load } = await makeReader(t);
    await writeFile(path, 'hallo');
    await assert.rejects(load(), hasCode('FILE_DAMAGED', 'reader: ', 'reader.data has 5 bytes'));
    await rm(path);
    await assert.rejects(load(), hasCode('FILE_MISSING', 'reader: ', 'reader.data cannot be read (ENOENT'));
  });

  test('is where the locateFile of its user says', async (t) => {
    const { folder, path, load } = await makeReader(t);
    const moved = join(folder, 'other place', 'reader.bin');
    await mkdir(join(folder, 'other place'));
    await rename(path, moved);
    const reader = { locateFile: (name) => (name === 'reader.data' ? moved : name) };
    assert.equal(textOf((await load({ modules: { reader } })).modules.reader.module.fetched), 'hello');
    await rm(moved);
    await assert.rejects(
      load({ modules: { reader } }),
      hasCode('FILE_MISSING', 'reader: ', 'reader.bin cannot be read'),
    );
  });

  test('is not read where its user gives the bytes', async (t) => {
    const { path, load } = await makeReader(t);
    await rm(path);
    const reader = { getPreloadedPackage: (located, size) => new TextEncoder().encode(`own ${size}`).buffer };
    assert.equal(textOf((await load({ modules: { reader } })).modules.reader.module.fetched), 'own 5');
  });

  test('is the same again after a side that wrote into it was closed', async (t) => {
    const { load } = await makeReader(t, { lazy: true });
    const app = await load();
    for (const round of [1, 2]) {
      const { module } = await app.open('reader');
      assert.equal(textOf(module.fetched), 'hello', `round ${round}`);
      new Uint8Array(module.fetched).fill(0);
      app.close('reader');
    }
  });
});

describe('a file that the glue fetches by itself', () => {
  const extra = "globalThis.codeRan = true; Module.located = Module.locateFile('more.data', '');";

  test('is looked for beside app.mjs, before any code runs', async (t) => {
    const { folder, manifest, load } = await makeApp(t, mainModule({ glue: { extra } }));
    entryOf(manifest, 'app').unlisted = ['more.data'];
    await assert.rejects(load(), hasCode('FILE_MISSING', 'app: ', 'more.data cannot be read (there is no such file)'));
    assert.equal(globalThis.codeRan, undefined);
    await writeFile(join(folder, 'more.data'), 'more');
    const app = await load();
    assert.equal(await readFile(app.main.module.located, 'utf8'), 'more');
  });

  test('is where the locateFile of its user says', async (t) => {
    const { folder, manifest, load } = await makeApp(t, mainModule({ glue: { extra } }));
    entryOf(manifest, 'app').unlisted = ['more.data'];
    await writeFile(join(folder, 'moved.data'), 'more');
    const app = { locateFile: () => join(folder, 'moved.data') };
    assert.equal((await load({ modules: { app } })).main.module.located, join(folder, 'moved.data'));
  });
});
