// Plugins in the engine that WPL_ENGINE names: from C++, from this server and another one, from files of a user.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startEngine } from './support/engines.mjs';
import { PAGES, PLUGINS } from './support/folders.mjs';
import { serve } from './support/server.mjs';

let engine;
let own;
const others = [];
before(async () => {
  engine = await startEngine();
  own = await serve([PAGES, PLUGINS]);
  await engine.visit(`${own.url}empty.html`);
});
after(async () => {
  await engine?.close();
  await Promise.all([own, ...others].map((server) => server?.close()));
});

async function serveElsewhere(options) {
  const server = await serve([PLUGINS], options);
  others.push(server);
  return server;
}

/** Runs the body of an async function over `app`, and `open(options)`, which gives a result or an error's code. */
async function inPage(body) {
  const text = await engine.evaluate(`(async () => {
    const lines = [];
    const { default: createApp } = await import('${own.url}tint_host.mjs');
    const app = await createApp();
    const open = async (options) => {
      try {
        const plugin = await app.open({ interface: 'tint', print: (line) => lines.push(line), ...options });
        return plugin.exports.apply(10);
      } catch (error) {
        return error.code ?? String(error);
      }
    };
    ${body}
  })().then((value) => JSON.stringify(value))`);
  return JSON.parse(text);
}

it('is opened by C++ and by JavaScript, prints to the host and traps alone', async () => {
  const found = await inPage(`
    for (let i = 0; i < 100 && app.main.exports.result_and_percent() === 0; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const opened = await open({ url: 'warm.wasm', as: 'one' });
    let code = '';
    try { app.modules.one.exports.apply(-1); } catch (error) { code = error.code; }
    return [app.main.exports.result_and_percent(), opened, code, app.modules.one.exports.apply(2), lines,
      app.close('one'), Object.keys(app.modules)];`);
  assert.deepEqual(found, [100_050, 5, 'GUARDED_CALL_FAILED', 1, ['warm 10', 'warm 2'], true, ['tint_host']]);
});

it('comes from another origin that allows it, whatever its MIME type', async () => {
  const allowed = { 'access-control-allow-origin': '*' };
  const open = await serveElsewhere({ headers: allowed, types: { '.wasm': 'text/plain' } });
  open.faults.set('moved.wasm', (response) =>
    response.writeHead(302, { ...allowed, location: `${open.url}warm.wasm` }).end(),
  );
  const closed = await serveElsewhere();
  const urls = [`${open.url}warm.wasm`, `${open.url}moved.wasm`, `${closed.url}warm.wasm`, 'gone.wasm', 'empty.html'];
  const found = await inPage(`
    const results = [];
    for (const [index, url] of ${JSON.stringify(urls)}.entries()) results.push(await open({ url, as: 'p' + index }));
    return results;`);
  assert.deepEqual(found, [5, 5, 'FILE_MISSING', 'FILE_MISSING', 'MANIFEST_INVALID']);
});

it('comes from files that a user has chosen; one hundred at once', async () => {
  const found = await inPage(`
    const bytes = await (await fetch('${own.url}warm.wasm')).arrayBuffer();
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'warm.wasm'));
    const results = [await open({ files: transfer.files, as: 'list' }), await open({ bytes: transfer.files[0], as: 'file' }),
      await open({ bytes, as: 'small', maxMemory: 65536 })];
    const names = Array.from({ length: 100 }, (_, index) => 'many ' + index);
    await Promise.all(names.map((as) => app.open({ bytes, as, interface: 'tint', print() {} })));
    results.push(app.modules['many 99'].exports.apply(8));
    for (const as of names) app.close(as);
    return results;`);
  assert.deepEqual(found, [5, 5, 'PLUGIN_REFUSED', 4]);
});
