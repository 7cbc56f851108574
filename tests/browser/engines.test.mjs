// The same app in the engine that WPL_ENGINE names; one without multi-memory runs the fallback in earnest.
import { after, before, it } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from './support/engines.mjs';
import { assertRight } from './support/expected.mjs';
import { pageInstead, tampered } from './support/faults.mjs';
import { APP, APP_DEBUG, PAGES, STRICT_CSP } from './support/folders.mjs';
import { modules, wasmOf } from './support/manifest.mjs';
import { serve } from './support/server.mjs';

let engine;
let bridge;
let variant;
const servers = [];
before(async () => {
  engine = await startEngine();
  [bridge, variant] = engine.hasMultiMemory ? ['bridge', 'direct'] : ['bridge_fb', 'portable'];
});
after(async () => {
  await engine?.close();
  await Promise.all(servers.map((server) => server.close()));
});

async function serveApp(folder, options) {
  const server = await serve([PAGES, folder], options);
  servers.push(server);
  return server;
}

async function resultOf(url) {
  await engine.visit(url);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const text = await engine.evaluate('globalThis.result ? JSON.stringify(globalThis.result) : ""');
    if (text) return JSON.parse(text);
    await sleep(100);
  }
  throw new Error(`${url}: no result within 20 seconds`);
}

for (const page of ['index.html', 'worker.html']) {
  it(`${page}: runs main and its sides (Release)`, async () => {
    const server = await serveApp(APP);
    assertRight(await resultOf(server.url + page), bridge);
    const wasm = server.requests.filter((file) => file.endsWith('.wasm'));
    assert.deepEqual(wasm.sort(), modules.map((module) => wasmOf(module, variant).url).sort());
  });

  it(`${page}: runs main and its sides (Debug)`, async () => {
    const server = await serveApp(APP_DEBUG);
    assertRight(await resultOf(server.url + page), bridge);
  });

  it(`${page}: runs the portable files over the forced fallback`, async () => {
    const server = await serveApp(APP);
    assertRight(await resultOf(`${server.url}${page}?prefer=portable&bridge=bridge_fb`), 'bridge_fb');
  });

  it(`${page}: runs under a strict Content-Security-Policy`, async () => {
    const server = await serveApp(APP, { headers: { 'content-security-policy': STRICT_CSP } });
    assertRight(await resultOf(server.url + page), bridge);
  });

  it(`${page}: runs with a wrong MIME type`, async () => {
    const server = await serveApp(APP, { types: { '.wasm': 'text/plain' } });
    assertRight(await resultOf(server.url + page), bridge);
  });
}

it('refuses damaged files', async () => {
  const server = await serveApp(APP);
  for (const fault of [tampered, pageInstead]) {
    for (const file of ['web_app.glue.mjs', wasmOf('sorter', variant).url]) {
      server.faults.set(file, fault);
      assert.equal((await resultOf(`${server.url}index.html`)).code, 'FILE_DAMAGED', file);
      server.faults.clear();
    }
  }
});

it('opens and closes a lazy side 200 times', async () => {
  const server = await serveApp(APP);
  const { right, before: first, after: last } = await resultOf(`${server.url}rounds.html`);
  assert.equal(right, 200);
  assert.deepEqual(last, first);
});
