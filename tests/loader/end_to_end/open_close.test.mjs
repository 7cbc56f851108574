// A lazy side opened and closed, over and over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectGarbage, MainDriver, scratchText, start, textAt } from './support.mjs';

const ROUNDS = Number(process.env.WPL_ROUNDS ?? 10000);

async function startApp() {
  const { app } = await start('app');
  return { app, main: new MainDriver(app), exports: app.main.exports };
}

/** Opens the side and has it hold, and be held by, all that there is. */
async function useOnce({ app, main, exports }) {
  const { exports: plugin } = await app.open('plugin');
  const handle = main.open('plugin');
  const value = main.find(handle, 'plugin_value:i');
  assert.equal(exports.call_i(value), 7);
  assert.equal(exports.call_i(main.findGuarded(handle, 'plugin_value:i')), 8);
  const lent = exports.lend(handle, exports.function_to_lend(0));
  assert.equal(plugin.plugin_call(lent, 1), 2);
  const negate = plugin.plugin_lend_negate();
  const twice = plugin.plugin_lend_twice();
  assert.equal(exports.call_ii(negate, 5), -5);
  assert.equal(exports.call_ii(twice, 5), 10);
  assert.notEqual(main.findAny(handle, 'mts_memcpy'), 0);
  assert.notEqual(main.findAny(handle, 'rbBridge'), 0);
  assert.equal(plugin.plugin_use_memory(), 1);
  assert.equal(exports.close_handle(handle), 0);
  assert.equal(app.close('plugin'), true);
  return { handle, value, negate };
}

test(`${ROUNDS} rounds of opening, using and closing leave tables and memory flat`, { timeout: 300000 }, async (t) => {
  const state = await startApp();
  const measure = async () => {
    await collectGarbage();
    return {
      table: state.exports.table_length(),
      malloc: state.exports.malloc_in_use(),
      memory: state.app.main.memory.buffer.byteLength,
      heap: process.memoryUsage().heapUsed,
      rss: process.memoryUsage.rss(),
    };
  };
  for (let index = 0; index < 200; index += 1) await useOnce(state);
  const before = await measure();
  for (let index = 0; index < ROUNDS; index += 1) await useOnce(state);
  const after = await measure();
  const growth = Object.fromEntries(Object.keys(after).map((key) => [key, after[key] - before[key]]));
  t.diagnostic(`growth: ${JSON.stringify(growth)}`);
  assert.deepEqual([growth.table, growth.malloc, growth.memory], [0, 0, 0]);
  assert.ok(growth.heap < 4e6, `JavaScript heap grew by ${growth.heap} bytes`);
  assert.ok(growth.rss < 200e6, `the process grew by ${growth.rss} bytes`);
});

test("a closed side's handle and functions are gone, and say so", async () => {
  const state = await startApp();
  const { app, main, exports } = state;
  const { handle, value } = await useOnce(state);
  assert.equal(main.find(handle, 'plugin_value'), 0);
  assert.match(main.error(), new RegExp(`handle ${handle} belongs to a module that is closed; open the module again`));
  assert.equal(exports.close_handle(handle), -1);
  assert.equal(main.open('plugin'), 0);
  assert.throws(() => app.modules.plugin.exports.plugin_value(), { code: 'MODULE_CLOSED', module: 'plugin' });
  assert.throws(() => app.modules.plugin.memory, { code: 'MODULE_CLOSED' });
  assert.throws(() => app.close('plugin'), { code: 'MODULE_CLOSED' });
  const again = await useOnce(state);
  assert.notEqual(again.handle, handle, 'a handle is never used again');
  assert.throws(() => exports.call_i(value), { code: 'UNGUARDED_CALL_FAILED' }, 'the slot is empty');
});

test('JavaScript that kept an export of a closed side gets an error, after it was opened anew, too', async () => {
  const { app } = await startApp();
  const first = await app.open('plugin');
  const { plugin_value: kept } = first.exports;
  app.close('plugin');
  assert.throws(() => kept(), { code: 'MODULE_CLOSED' });
  const second = await app.open('plugin');
  assert.equal(second, first, 'the handle object stays');
  assert.equal(second.exports.plugin_value(), 7);
  assert.throws(() => kept(), { code: 'MODULE_CLOSED' });
});

test('opens are counted over C and JavaScript', async () => {
  const { app, main, exports } = await startApp();
  await app.open('plugin');
  await app.open('plugin');
  const handle = main.open('plugin');
  assert.equal(app.close('plugin'), false);
  assert.equal(exports.close_handle(handle), 0);
  assert.equal(exports.close_handle(handle), -1, 'C closes nothing that only JavaScript has open');
  assert.equal(app.modules.plugin.state, 'ready');
  assert.equal(app.close('plugin'), true);
  assert.equal(app.modules.plugin.state, 'closed');
});

test('opening the same side many times at once starts it once', async () => {
  const { app } = await startApp();
  const handles = await Promise.all([1, 2, 3, 4].map(() => app.open('plugin')));
  assert.equal(new Set(handles).size, 1);
  assert.equal(handles[0].exports.plugin_value(), 7);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => app.close('plugin')),
    [false, false, false, true],
  );
});

test('a static side lives as long as main: closing it says so', async () => {
  const { app, main, exports } = await startApp();
  assert.equal(exports.close_handle(main.open('counter')), -1);
  assert.match(main.error(), /counter: lives as long as main; list it in LAZY_SIDES/);
  assert.throws(() => app.close('counter'), { code: 'STATIC_MODULE' });
  await assert.rejects(app.open('counter'), { code: 'NOT_LAZY' });
  assert.throws(() => app.close('main'), { code: 'STATIC_MODULE' });
  exports.init_both(1, 1);
  assert.equal(exports.add_direct(1), 2);
});

test('a side cannot be closed while its code runs', async () => {
  const { app, main, exports } = await startApp();
  const { exports: plugin } = await app.open('plugin');
  assert.equal(plugin.plugin_close_itself(), -1);
  const length = plugin.plugin_last_error(exports.scratch(), 500);
  assert.match(
    textAt(app.main, exports.scratch()).slice(0, length),
    /plugin: is running: a function of it has not returned/,
  );
  // Called by main, wasm to wasm: no guard knows of it.
  const close = main.find(main.open('plugin'), 'plugin_close_itself:i');
  app.close('plugin');
  assert.equal(exports.call_i(close), -1);
  assert.equal(app.modules.plugin.state, 'ready');
  assert.equal(main.call('plugin', 'plugin_value'), 7);
});

test('a lazy side opened from C by an unknown name, or with a bad callback, is an error and not a crash', async () => {
  const { app, main, exports } = await startApp();
  assert.equal(exports.open_async(0), 0);
  assert.match(main.error(), /null pointer/);
  await assert.rejects(app.open('plugin2'), { code: 'UNKNOWN_MODULE' });
  assert.equal(exports.open_by_name(scratchText(app, '')), 0);
  assert.match(main.error(), /no module ""/);
});
