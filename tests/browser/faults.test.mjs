// Missing, damaged and broken-off files: the right error, nothing half-loaded, and the same page can try again.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { useBrowser } from './support/browser.mjs';
import { assertRight } from './support/expected.mjs';
import * as faults from './support/faults.mjs';
import { APP, LOADER, PAGES } from './support/folders.mjs';
import { wasmOf } from './support/manifest.mjs';
import { serve } from './support/server.mjs';

const FOREIGN_HOST = 'intranet.test';
const browser = useBrowser([`--host-resolver-rules=MAP ${FOREIGN_HOST} 127.0.0.1`]);
let server;
before(async () => {
  server = await serve([PAGES, APP, LOADER]);
});
after(() => server.close());

/** Fault, the code that it must lead to, and what the message must say. */
const FAULTS = [
  ['notFound', 'FILE_MISSING', /HTTP status 404/],
  ['serverError', 'FILE_MISSING', /HTTP status 500/],
  ['hungUp', 'FILE_MISSING', /cannot be read/],
  ['brokenOff', 'FILE_MISSING', /cannot be read/],
  ['pageInstead', 'FILE_DAMAGED', /the server sent a page of type text\/html/],
  ['truncated', 'FILE_DAMAGED', /bytes and .* instead of \d+ bytes and sha384-/],
  ['tampered', 'FILE_DAMAGED', /bytes and .* instead of \d+ bytes and sha384-/],
  ['longer', 'FILE_DAMAGED', /bytes and .* instead of \d+ bytes and sha384-/],
];

/** JavaScript first: once imported, a page would not fetch it again, so that a fault in it could not show. */
const FILES = [
  ['web_app', 'web_app.glue.mjs'],
  ['sorter', 'sorter.mjs'],
  ['web_app', wasmOf('web_app').url],
  ['sorter', wasmOf('sorter').url],
];

/** Counts what an app creates, so that a failed load can be seen to have created nothing. */
function countCreations() {
  globalThis.created = 0;
  const counting = { construct: (target, args) => ((globalThis.created += 1), Reflect.construct(target, args)) };
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, counting);
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (...args) => ((globalThis.created += 1), instantiate(...args));
}

async function openPage(host) {
  const page = await browser.page(`http://${host}:${server.port}/empty.html`);
  await page.evaluate(countCreations);
  return page;
}

const errorOfLoading = (page) =>
  page.evaluate(async () => {
    const { default: createApp, WasmPseudoLinkError } = await import('./web_app.mjs');
    const printed = [];
    try {
      await createApp({ modules: { main: { print: (line) => printed.push(line) } } });
      return { code: 'none' };
    } catch (error) {
      const isOurs = error instanceof WasmPseudoLinkError;
      return {
        isOurs,
        code: error.code,
        module: error.module,
        message: error.message,
        file: error.file,
        printed,
        created: globalThis.created,
        ran: Boolean(globalThis.tamperedRan),
      };
    }
  });

const useAppOn = (page) =>
  page.evaluate(async () => {
    const [{ default: createApp }, { useApp }] = await Promise.all([import('./web_app.mjs'), import('./use_app.mjs')]);
    return useApp(createApp);
  });

for (const host of ['127.0.0.1', FOREIGN_HOST]) {
  describe(host === FOREIGN_HOST ? 'without crypto.subtle' : 'with crypto.subtle', () => {
    for (const [fault, code, text] of FAULTS) {
      it(`${fault}: ${code}`, async () => {
        const page = await openPage(host);
        for (const [module, file] of FILES) {
          server.faults.set(file, faults[fault]);
          const { message, file: named, ...error } = await errorOfLoading(page);
          server.faults.clear();
          assert.deepEqual(
            error,
            { isOurs: true, code, module, printed: [], created: 0, ran: false },
            `${file}: ${message}`,
          );
          assert.match(message, text);
          assert.ok(message.startsWith(`${module}: `) && message.includes(file) && named.includes(file), message);
        }
        assertRight(await useAppOn(page), 'bridge');
        await browser.close(page);
      });
    }
  });
}

/** What load() says of a manifest given by its address, with a hash that is not its own or with none. */
const errorOfManifest = (page, manifestIntegrity) =>
  page.evaluate(async (hash) => {
    const { load } = await import('./load/load.mjs');
    const none = new Uint8Array();
    const helpers = { accessor: none, blocks: none, bridge: none, bridge_fb: none };
    const options = { helpers, ...(hash ? { manifestIntegrity: hash } : {}) };
    return load('web_app.manifest.json', options).then(
      () => 'none',
      ({ code }) => code,
    );
  }, manifestIntegrity);

const WRONG_HASH = `sha384-${'A'.repeat(64)}`;
for (const host of ['127.0.0.1', FOREIGN_HOST]) {
  it(`a manifest that is missing or damaged, on ${host}`, async () => {
    const page = await openPage(host);
    assert.equal(await errorOfManifest(page, WRONG_HASH), 'FILE_DAMAGED');
    for (const [fault, plain, hashed] of [
      ['notFound', 'FILE_MISSING', 'FILE_MISSING'],
      ['brokenOff', 'FILE_MISSING', 'FILE_MISSING'],
      ['truncated', 'MANIFEST_INVALID', 'FILE_DAMAGED'],
      ['pageInstead', 'MANIFEST_INVALID', 'FILE_DAMAGED'],
    ]) {
      server.faults.set('web_app.manifest.json', faults[fault]);
      assert.deepEqual([await errorOfManifest(page), await errorOfManifest(page, WRONG_HASH)], [plain, hashed], fault);
      server.faults.clear();
    }
    await browser.close(page);
  });
}

it('a lazy side that cannot be fetched leaves the app running, and can be opened later', async () => {
  const page = await openPage('127.0.0.1');
  await page.evaluate(async () => {
    const { default: createApp } = await import('./web_app.mjs');
    globalThis.app = await createApp({ modules: { main: { print() {} } } });
  });
  for (const [fault, code] of FAULTS) {
    for (const file of [wasmOf('web_plugin').url, 'web_plugin.mjs']) {
      server.faults.set(file, faults[fault]);
      const result = await page.evaluate(async () => {
        const { app } = globalThis;
        const error = await app.open('web_plugin').catch(({ code, module }) => ({ code, module }));
        app.main.exports.app_sort();
        return { error, state: app.modules.web_plugin.state, used: app.main.exports.app_use_plugin() };
      });
      server.faults.clear();
      assert.deepEqual(result, { error: { code, module: 'web_plugin' }, state: 'closed', used: 0 }, `${fault} ${file}`);
    }
  }
  const used = await page.evaluate(async () => {
    await globalThis.app.open('web_plugin');
    return globalThis.app.main.exports.app_use_plugin();
  });
  assert.equal(used, 1);
  await browser.close(page);
});
