// The app on a page and in a module worker, served from any path by any static server.
import { after, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { useBrowser } from './support/browser.mjs';
import { assertRight } from './support/expected.mjs';
import { APP, PAGES, STRICT_CSP } from './support/folders.mjs';
import { modules, variants, wasmOf } from './support/manifest.mjs';
import { serve } from './support/server.mjs';

const FOREIGN_HOST = 'intranet.test'; // a name that is not localhost: plain http is no secure context there

const browser = useBrowser([`--host-resolver-rules=MAP ${FOREIGN_HOST} 127.0.0.1`]);
const servers = [];
after(() => Promise.all(servers.map((server) => server.close())));

async function start(folders, options) {
  const server = await serve(folders, options);
  servers.push(server);
  return server;
}

async function resultOf(url) {
  const page = await browser.page(url);
  await page.waitForFunction(() => globalThis.result, { timeout: 30000 });
  const result = await page.evaluate(() => globalThis.result);
  const secure = await page.evaluate(() => ({ isSecureContext, subtle: Boolean(crypto.subtle) }));
  await browser.close(page);
  return { result, secure };
}

for (const [kind, start_page] of [
  ['page', 'index.html'],
  ['module worker', 'worker.html'],
]) {
  describe(`in a ${kind}`, () => {
    it('runs main and its sides', async () => {
      const server = await start([PAGES, APP]);
      const { result } = await resultOf(server.url + start_page);
      assertRight(result, 'bridge');
    });

    it('runs under a strict Content-Security-Policy', async () => {
      const server = await start([PAGES, APP], { headers: { 'content-security-policy': STRICT_CSP } });
      const { result } = await resultOf(server.url + start_page);
      assertRight(result, 'bridge');
    });

    it('runs below any path', async () => {
      const server = await start([PAGES, APP], { base: '/~user/some where/v1.2/' });
      const { result } = await resultOf(server.url + start_page);
      assertRight(result, 'bridge');
      assert.deepEqual(
        server.requests.filter((name) => name.startsWith('/')),
        [],
        'requests outside of the folder',
      );
    });

    it('runs where the server has a wrong MIME type for wasm', async () => {
      for (const type of ['text/plain', 'application/octet-stream', 'text/html']) {
        const server = await start([PAGES, APP], { types: { '.wasm': type } });
        const { result } = await resultOf(server.url + start_page);
        assertRight(result, 'bridge');
      }
    });

    it('runs on plain http, where there is no crypto.subtle', async () => {
      const server = await start([PAGES, APP]);
      const { result, secure } = await resultOf(`http://${FOREIGN_HOST}:${server.port}/${start_page}`);
      assert.deepEqual(secure, { isSecureContext: false, subtle: false });
      assertRight(result, 'bridge');
    });
  });
}

it('fetches each file of the app, the lazy side only when it is opened, and nothing else', async () => {
  const server = await start([PAGES, APP]);
  await resultOf(`${server.url}index.html`);
  const wasm = server.requests.filter((name) => name.endsWith('.wasm'));
  assert.deepEqual([...wasm].sort(), modules.map((module) => wasmOf(module).url).sort());
  assert.equal(wasm.at(-1), wasmOf('web_plugin').url);
  const glue = modules.map((module) => module.glue.url);
  const page = ['index.html', 'on_page.mjs', 'use_app.mjs', 'web_app.mjs'];
  assert.deepEqual([...new Set(server.requests)].sort(), [...page, ...glue, ...wasm].sort());
});

/** Uses the app with these options on a page of its own. */
async function useWith(server, options) {
  const page = await browser.page(`${server.url}empty.html`);
  const result = await page.evaluate(async (given) => {
    const [{ default: createApp }, { useApp }] = await Promise.all([import('./web_app.mjs'), import('./use_app.mjs')]);
    return useApp(createApp, given);
  }, options);
  await browser.close(page);
  return result;
}

for (const prefer of variants) {
  for (const bridge of ['bridge', 'bridge_fb']) {
    it(`gives the same results with the variant ${prefer} over ${bridge}`, async () => {
      const server = await start([PAGES, APP]);
      assertRight(await useWith(server, { prefer, bridge }), bridge);
      const wasm = server.requests.filter((name) => name.endsWith('.wasm'));
      assert.deepEqual(wasm.sort(), modules.map((module) => wasmOf(module, prefer).url).sort());
    });
  }
}
