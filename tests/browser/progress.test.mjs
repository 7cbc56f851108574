// onProgress while bytes come in, and AbortSignal in the middle of it.
import { after, afterEach, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { useBrowser } from './support/browser.mjs';
import { assertRight } from './support/expected.mjs';
import { gate } from './support/faults.mjs';
import { APP, PAGES } from './support/folders.mjs';
import { modules, wasmOf } from './support/manifest.mjs';
import { serve } from './support/server.mjs';

const browser = useBrowser();
let server;
before(async () => {
  server = await serve([PAGES, APP]);
});
afterEach(() => server.faults.clear());
after(() => server.close());

const bytesOf = (module) => wasmOf(module).bytes + module.glue.bytes;
const total = modules.filter(({ lazy }) => !lazy).reduce((sum, module) => sum + bytesOf(module), 0);
const lazyTotal = bytesOf(modules.find(({ lazy }) => lazy));

/** Starts the app on a new page; window.events, window.controller and window.outcome tell how it goes. */
async function startLoading() {
  const page = await browser.page(`${server.url}empty.html`);
  await page.evaluate(() => {
    globalThis.events = [];
    globalThis.controller = new AbortController();
    globalThis.reported = (promise) =>
      promise.then(
        (app) => ({ code: 'none', app: (globalThis.app = app) && 'there' }),
        ({ code, message, cause }) => ({ code, message, cause: cause?.name }),
      );
    const modules = { main: { print: () => globalThis.duringMain?.() } };
    const onProgress = (event) => globalThis.events.push(event);
    globalThis.start = () =>
      globalThis.reported(
        import('./web_app.mjs').then(({ default: createApp }) =>
          createApp({ signal: globalThis.controller.signal, modules, onProgress }),
        ),
      );
  });
  return page;
}

const outcomeOf = (page) => page.evaluate(() => globalThis.outcome);

describe('onProgress', () => {
  it('counts bytes while they come in', async () => {
    const hold = gate();
    server.faults.set(wasmOf('web_app').url, hold);
    const page = await startLoading();
    await page.evaluate(() => {
      globalThis.outcome = globalThis.start();
    });
    const size = wasmOf('web_app').bytes;
    const halfWay = total - (size - (size >> 1));
    await page.waitForFunction((bytes) => globalThis.events.at(-1)?.loadedBytes === bytes, { timeout: 20000 }, halfWay);
    const early = await page.evaluate(() => globalThis.events);
    assert.ok(
      early.every(({ stage }) => stage === 'fetch' || stage === 'compile'),
      'nothing starts before all is checked',
    );
    assert.ok(!early.some(({ stage, module }) => stage === 'compile' && module === 'web_app'));
    hold.open();
    assert.equal((await outcomeOf(page)).code, 'none');
    assertEvents(await page.evaluate(() => globalThis.events));
    await browser.close(page);
  });

  it('counts the bytes of a lazy side by themselves', async () => {
    const page = await startLoading();
    const events = await page.evaluate(async () => {
      await globalThis.start();
      const { app } = globalThis;
      const seen = [];
      await app.open('web_plugin', { onProgress: (event) => seen.push(event) });
      return seen;
    });
    assert.ok(events.every(({ module, totalBytes }) => module === 'web_plugin' && totalBytes === lazyTotal));
    assert.deepEqual(
      [...new Set(events.map(({ stage }) => stage))],
      ['fetch', 'compile', 'instantiate', 'constructors', 'ready'],
    );
    assert.equal(events.at(-1).loadedBytes, lazyTotal);
    await browser.close(page);
  });
});

function assertEvents(events) {
  assert.ok(events.every(({ totalBytes }) => totalBytes === total));
  const loaded = events.map(({ loadedBytes }) => loadedBytes);
  assert.deepEqual(
    loaded,
    [...loaded].sort((a, b) => a - b),
    'bytes only grow',
  );
  assert.equal(loaded.at(-1), total);
  const stagesOf = (name) => [...new Set(events.filter(({ module }) => module === name).map(({ stage }) => stage))];
  assert.deepEqual(stagesOf('web_app'), ['fetch', 'compile', 'instantiate', 'constructors', 'main', 'ready']);
  assert.deepEqual(stagesOf('sorter'), ['fetch', 'compile', 'instantiate', 'constructors']);
  assert.deepEqual(stagesOf('web_plugin'), []);
  assert.equal(events.at(-1).stage, 'ready');
}

describe('AbortSignal', () => {
  for (const file of [wasmOf('web_app').url, wasmOf('sorter').url, 'web_app.glue.mjs']) {
    it(`ends the download of ${file}`, async () => {
      const hold = gate();
      server.faults.set(file, hold);
      const page = await startLoading();
      await page.evaluate(() => {
        globalThis.outcome = globalThis.start();
      });
      await hold.halfSent();
      await page.waitForFunction(() => globalThis.events.length > 0);
      const outcome = await page.evaluate(() => {
        globalThis.controller.abort(new Error('the user left'));
        return Promise.race([
          globalThis.outcome,
          new Promise((resolve) => setTimeout(resolve, 5000, { code: 'hangs' })),
        ]);
      });
      assert.equal(outcome.code, 'ABORTED');
      assert.match(outcome.message, /the user left/);
      await hold.dropped();
      server.faults.clear();
      await assertLoads(page);
      await browser.close(page);
    });
  }

  it('that fired before stops everything', async () => {
    const page = await startLoading();
    const before = server.requests.length;
    const outcome = await page.evaluate(() => {
      globalThis.controller.abort();
      return globalThis.start();
    });
    assert.equal(outcome.code, 'ABORTED');
    assert.equal(outcome.cause, 'AbortError');
    assert.deepEqual(server.requests.slice(before), ['web_app.mjs']);
    await browser.close(page);
  });

  for (const [stage, code] of [
    ['compile', 'ABORTED'],
    ['instantiate', 'ABORTED'],
    ['constructors', 'ABORTED'],
    ['ready', 'none'],
  ]) {
    it(`that fires at the stage ${stage}: ${code}`, async () => {
      const page = await startLoading();
      const outcome = await page.evaluate((wanted) => {
        globalThis.events.push = (event) => event.stage === wanted && globalThis.controller.abort();
        return globalThis.start();
      }, stage);
      assert.equal(outcome.code, code);
      await assertLoads(page);
      await browser.close(page);
    });
  }

  it('that fires while main runs comes too late', async () => {
    const page = await startLoading();
    const outcome = await page.evaluate(() => {
      globalThis.duringMain = () => globalThis.controller.abort();
      return globalThis.start();
    });
    assert.equal(outcome.code, 'none');
    await browser.close(page);
  });

  it('ends the opening of a lazy side, and the app goes on', async () => {
    const page = await startLoading();
    await page.evaluate(() => globalThis.start());
    const hold = gate();
    server.faults.set(wasmOf('web_plugin').url, hold);
    await page.evaluate(() => {
      globalThis.opening = new AbortController();
      globalThis.outcome = globalThis.reported(
        globalThis.app.open('web_plugin', { signal: globalThis.opening.signal }),
      );
    });
    await hold.halfSent();
    const outcome = await page.evaluate(() => {
      globalThis.opening.abort();
      return Promise.race([globalThis.outcome, new Promise((resolve) => setTimeout(resolve, 5000, { code: 'hangs' }))]);
    });
    assert.equal(outcome.code, 'ABORTED');
    await hold.dropped();
    server.faults.clear();
    const used = await page.evaluate(async () => {
      const { state } = globalThis.app.modules.web_plugin;
      await globalThis.app.open('web_plugin');
      return [state, globalThis.app.main.exports.app_use_plugin()];
    });
    assert.deepEqual(used, ['closed', 1]);
    await browser.close(page);
  });
});

async function assertLoads(page) {
  const result = await page.evaluate(async () => {
    const [{ default: createApp }, { useApp }] = await Promise.all([import('./web_app.mjs'), import('./use_app.mjs')]);
    return useApp(createApp);
  });
  assertRight(result, 'bridge');
}
