// Several apps on one page, lazy sides opened and closed many times, and an engine that is out of memories.
import { after, before, it } from 'node:test';
import assert from 'node:assert/strict';
import { useBrowser } from './support/browser.mjs';
import { APP, PAGES } from './support/folders.mjs';
import { wasmOf } from './support/manifest.mjs';
import { serve } from './support/server.mjs';

const browser = useBrowser();
let server;
before(async () => {
  server = await serve([PAGES, APP]);
});
after(() => server.close());

/** More than the memories that Chromium allows at a time. */
const ROUNDS = 400;

/** A page with a function newApp(). */
async function openPage() {
  const page = await browser.page(`${server.url}empty.html`);
  await page.evaluate(async () => {
    const { default: createApp } = await import('./web_app.mjs');
    globalThis.newApp = () => createApp({ modules: { main: { print() {} } } });
  });
  return page;
}

it('two main modules on one page share the file of a side, and nothing else', async () => {
  const page = await openPage();
  const result = await page.evaluate(async () => {
    const { default: createTwin } = await import('./twin.mjs');
    const [first, twin, second] = await Promise.all([globalThis.newApp(), createTwin(), globalThis.newApp()]);
    first.main.exports.app_sort();
    await first.open('web_plugin');
    const all = [first, twin, second];
    const memories = new Set(all.flatMap(({ main, modules }) => [main.memory, modules.sorter.memory]));
    return {
      runs: all.map(({ modules }) => modules.sorter.exports.sorter_runs()),
      twin: [0, 1, 2].map((index) => twin.main.exports.twin_value(index)),
      plugins: [first.modules.web_plugin.state, second.modules.web_plugin.state],
      memories: memories.size,
    };
  });
  assert.deepEqual(result, { runs: [2, 1, 1], twin: [10, 20, 30], plugins: ['ready', 'closed'], memories: 6 });
  await browser.close(page);
});

it(`a lazy side is opened and closed ${ROUNDS} times and leaves nothing behind`, async () => {
  const page = await openPage();
  const result = await page.evaluate(async (rounds) => {
    const app = await globalThis.newApp();
    const { main } = app;
    const sizes = () => [main.exports.app_table_length(), main.memory.buffer.byteLength];
    const round = async () => {
      const plugin = await app.open('web_plugin');
      const fresh = main.exports.app_use_plugin() === 1 && plugin.exports.plugin_count() === 2;
      return app.close('web_plugin') && fresh;
    };
    let right = Number(await round());
    const before = sizes();
    while (right < rounds && (await round())) right += 1;
    return { right, before, after: sizes(), state: app.modules.web_plugin.state };
  }, ROUNDS);
  assert.deepEqual(result, { right: ROUNDS, before: result.before, after: result.before, state: 'closed' });
  await browser.close(page);
});

it('C opens and closes a lazy side, and its callback tells', async () => {
  const page = await openPage();
  const result = await page.evaluate(async () => {
    const app = await globalThis.newApp();
    const { exports } = app.main;
    const seen = [];
    for (let round = 0; round < 5; round += 1) {
      const answered = new Promise((resolve) => (globalThis.pluginAnswered = resolve));
      exports.app_open_plugin();
      const atOnce = app.modules.web_plugin.state;
      await answered;
      const handle = exports.app_plugin();
      seen.push([
        atOnce === 'closed' || atOnce === 'loading',
        handle > 1,
        exports.app_use_plugin(),
        exports.app_close_plugin(),
        app.modules.web_plugin.state,
      ]);
    }
    return seen;
  });
  assert.deepEqual(result, Array(5).fill([true, true, 1, 0, 'closed']));
  await browser.close(page);
});

it('a lazy side that is opened twice at the same time is one instance', async () => {
  const page = await openPage();
  const before = server.requests.length;
  const result = await page.evaluate(async () => {
    const app = await globalThis.newApp();
    const [one, two] = await Promise.all([app.open('web_plugin'), app.open('web_plugin')]);
    const counts = [one.exports.plugin_count(), two.exports.plugin_count()];
    return { same: one === two, counts, closed: [app.close('web_plugin'), app.close('web_plugin')] };
  });
  assert.deepEqual(result, { same: true, counts: [1, 2], closed: [false, true] });
  const fetched = server.requests.slice(before).filter((name) => name === wasmOf('web_plugin').url);
  assert.equal(fetched.length, 1, 'the side is fetched once');
  await browser.close(page);
});

it('an engine out of memories refuses the next app, and those that are open go on', async () => {
  const page = await openPage();
  const result = await page.evaluate(async () => {
    const apps = [];
    let error;
    while (!error && apps.length < 200)
      await globalThis.newApp().then(
        (app) => apps.push(app),
        (reason) => (error = reason),
      );
    const opened = apps.length;
    const run = () =>
      apps.filter(({ main, modules }) => (main.exports.app_sort(), modules.sorter.exports.sorter_runs() > 1)).length;
    const goOn = run();
    apps.length = 3; // the others are garbage now
    const again = await globalThis.newApp().then(
      ({ main }) => main.state,
      ({ code }) => code,
    );
    return { opened, code: error?.code, message: error?.message, goOn, again, rest: run() };
  });
  assert.equal(result.code, 'OUT_OF_MEMORIES');
  assert.match(
    result.message,
    /^(web_app|sorter|stats): the engine cannot create another wasm memory .*; close modules that are not needed/,
  );
  assert.ok(result.opened > 10, `${result.opened} apps`);
  assert.deepEqual([result.goOn, result.again, result.rest], [result.opened, 'ready', 3]);
  await browser.close(page);
});

it('a lazy side that finds no memory is refused to JavaScript and to C, and opens when there is one', async () => {
  const page = await openPage();
  const result = await page.evaluate(async () => {
    const app = await globalThis.newApp();
    const { exports } = app.main;
    const others = [];
    try {
      while (others.length < 5000) others.push(new WebAssembly.Memory({ initial: 1, maximum: 1 }));
    } catch {
      // full
    }
    const filled = others.length;
    const code = await app.open('web_plugin').then(
      () => 'none',
      (error) => error.code,
    );
    const answered = new Promise((resolve) => (globalThis.pluginAnswered = resolve));
    exports.app_open_plugin();
    await answered;
    const text = new TextDecoder().decode(new Uint8Array(app.main.memory.buffer, exports.app_plugin_error(), 60));
    const { state } = app.modules.web_plugin;
    others.length = 0;
    await app.open('web_plugin');
    return { full: filled < 5000, code, handle: exports.app_plugin(), text, state, used: exports.app_use_plugin() };
  });
  const { text, ...rest } = result;
  assert.deepEqual(rest, { full: true, code: 'OUT_OF_MEMORIES', handle: 0, state: 'closed', used: 1 });
  assert.match(text, /^web_plugin: the engine cannot create another wasm memory/);
  await browser.close(page);
});
