// A Vite user's project: types, dev server, and the build served by any server, below any path.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, createServer, preview } from 'vite';
import { useBrowser } from './support/browser.mjs';
import { serve } from './support/server.mjs';
import { makeViteProject, typeCheck } from './support/vite_project.mjs';

const browser = useBrowser();
let root;
before(() => {
  root = makeViteProject();
});
const servers = [];
after(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

/** A server that is closed at the end, whatever comes before. */
async function closedLater(starting) {
  const server = await starting;
  servers.push(server);
  return server;
}

const LOCAL = { host: '127.0.0.1', port: 0 };
const configOf = (base, more) => ({ root, base, configFile: false, logLevel: 'error', clearScreen: false, ...more });

async function resultOf(url) {
  const page = await browser.page(url);
  await page.waitForFunction(() => globalThis.result, { timeout: 30000 });
  const result = await page.evaluate(() => globalThis.result);
  await browser.close(page);
  return result;
}

async function assertPages(url, mode) {
  assert.deepEqual(await resultOf(url), {
    mode,
    page: { printed: ['blocks 16, copies 544'], total: '574466444', counts: [1, 2], code: 'GUARDED_CALL_FAILED' },
    worker: { total: '574466444', runs: 1 },
  });
  assert.deepEqual(
    await resultOf(`${url}bundled.html`),
    { total: '574466444', used: 1 },
    'web_app.mjs bundled by Vite',
  );
}

async function buildProject(base) {
  const outDir = join(root, `dist${base.replaceAll('/', '_')}`);
  const input = ['index.html', 'bundled.html'].map((name) => join(root, name));
  await build(configOf(base, { build: { outDir, rolldownOptions: { input } } }));
  return outDir;
}

it('the project type-checks, against the types that were installed with the app', () => {
  typeCheck(root);
});

describe('dev server', () => {
  for (const base of ['/', '/deep/path/']) {
    it(`runs the app below ${base}`, async () => {
      const server = await closedLater(createServer(configOf(base, { server: LOCAL })));
      await server.listen();
      await assertPages(server.resolvedUrls.local[0], 'development');
    });
  }
});

describe('build', () => {
  for (const [base, path] of [
    ['/', '/'],
    ['/deep/path/', '/deep/path/'],
    ['./', '/some/where/'],
  ]) {
    it(`with base ${base} runs from a plain server`, async () => {
      const server = await closedLater(serve([await buildProject(base)], { base: path }));
      await assertPages(server.url, 'production');
    });
  }

  it('runs from vite preview', async () => {
    const outDir = await buildProject('/');
    const server = await closedLater(preview(configOf('/', { preview: LOCAL, build: { outDir } })));
    await assertPages(server.resolvedUrls.local[0], 'production');
  });

  it('leaves the files of the app as they are', async () => {
    const outDir = await buildProject('/');
    for (const name of readdirSync(join(root, 'public/wasm'))) {
      assert.deepEqual(readFileSync(join(outDir, 'wasm', name)), readFileSync(join(root, 'public/wasm', name)), name);
    }
  });
});
