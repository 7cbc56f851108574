// Sides that open and close, of either kind, and what stays of them in the runtime's table: nothing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasCode } from '../../loader/support/assertions.mjs';
import { C } from '../../loader/support/c.mjs';
import { sideModule } from '../../loader/support/modules.mjs';
import { makeDotnetApp, runInCsharp, runtimeExports } from './support/app.mjs';

const plugin = () => sideModule('plugin', { lazy: true });
const start = async (t, parts, options) => (await makeDotnetApp(t, parts)).load(options);
const tableOf = (app) => runtimeExports(app).__indirect_function_table;

describe('sides of C++', () => {
  test('functions that C# holds throw once their module is closed', async (t) => {
    const app = await start(t, { sides: [plugin()] });
    assert.throws(
      () => runInCsharp(app, 'HoldSide'),
      hasCode('GUARDED_CALL_FAILED', 'plugin: is a lazy side that is not open'),
    );
    await app.open('plugin');
    assert.equal(runInCsharp(app, 'HoldSide'), 42);
    assert.equal(runInCsharp(app, 'CallHeld', 5), 10);
    app.close('plugin');
    assert.equal(runInCsharp(app, 'CallHeld', 5), -1);
    await app.open('plugin');
    assert.equal(runInCsharp(app, 'CallHeld', 5), -1, 'a function of the instance before');
    assert.equal(runInCsharp(app, 'HoldSide'), 42);
  });

  test('10,000 rounds leave the table as long as it was', async (t) => {
    const app = await start(t, { sides: [plugin()] });
    let length = 0;
    for (let round = 0; round < 10_000; round += 1) {
      await app.open('plugin');
      assert.equal(runInCsharp(app, 'HoldSide'), 42);
      assert.equal(runInCsharp(app, 'CallHeld', round), 2 * round);
      app.close('plugin');
      assert.equal(runInCsharp(app, 'CallHeld', round), -1);
      if (round === 10) ({ length } = tableOf(app));
    }
    assert.equal(tableOf(app).length, length);
  });
});

describe('callbacks that main lends to C#', () => {
  const lend = (app) => {
    const c = new C(app.main);
    const handle = c.dlopen('calls');
    const add = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 1); // $sum1
    const fail = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 2); // $fail
    const takeBack = (pointer) => c.call('ii', c.ask(handle, 'mts_removeFnPtr'), pointer);
    return { c, handle, add, fail, takeBack };
  };

  test('are called guarded', async (t) => {
    const app = await start(t);
    const { add, fail } = lend(app);
    const { exports } = app.modules.calls;
    assert.equal(exports.call_back(add, 7), 7);
    assert.throws(
      () => exports.call_back(fail, 7),
      hasCode('GUARDED_CALL_FAILED', /app\.callback \d+ trapped: unreachable/),
    );
    assert.equal(exports.call_back(add, 8), 8);
    assert.throws(() => exports.call_back(0, 8), hasCode('GUARDED_CALL_FAILED', 'is no function pointer'));
  });

  test('fail once they were taken back, and their slots are used again', async (t) => {
    const app = await start(t);
    const { exports } = app.modules.calls;
    let length = 0;
    for (let round = 0; round < 2000; round += 1) {
      const { add, takeBack } = lend(app);
      exports.keep_callback(add);
      assert.equal(exports.call_kept(round), round);
      assert.equal(takeBack(add), 1);
      if (round < 10)
        assert.throws(() => exports.call_kept(round), hasCode('GUARDED_CALL_FAILED', 'C# called a callback after'));
      if (round === 100) ({ length } = tableOf(app));
    }
    assert.ok(tableOf(app).length - length <= 64, `the table grew from ${length} to ${tableOf(app).length}`);
  });

  test('lent with a guard of their own they fail all the same', async (t) => {
    const app = await start(t);
    const { c, handle } = lend(app);
    const pointer = c.service('iiii', 'rb_lend_guarded', handle, 2, c.string('ii'));
    assert.notEqual(pointer, 0);
    assert.throws(() => app.modules.calls.exports.call_back(pointer, 1), hasCode('GUARDED_CALL_FAILED', 'trapped'));
  });
});

describe('sides of C#', () => {
  test('two of them share the runtime, and call each other through the loader', async (t) => {
    const app = await start(t, { second: {} });
    const { calls, second } = app.modules;
    assert.equal(calls.memory, second.memory);
    assert.equal(second.exports.thrice(5), 15);
    assert.equal(second.exports.call_first(5), 10);
  });

  test('a lazy one opens, closes and opens again', async (t) => {
    const app = await start(t);
    const c = new C(app.main);
    await app.open('second');
    const { thrice } = app.modules.second.exports;
    assert.equal(thrice(5), 15);
    const handle = c.dlopen('second');
    const pointer = c.dlsym(handle, 'thrice:ii');
    assert.equal(c.call('ii', pointer, 4), 12);
    assert.equal(app.close('second'), false);
    assert.equal(c.dlclose(handle), 0);
    assert.throws(() => thrice(5), hasCode('MODULE_CLOSED'));
    assert.equal(app.modules.calls.exports.twice(4), 8);
    await app.open('second');
    assert.equal(app.modules.second.exports.thrice(5), 15);
  });

  test('if all are lazy the runtime starts with the first, and is left and joined again', async (t) => {
    const app = await start(t, { calls: { lazy: true }, sides: [plugin()] });
    assert.equal(app.dotnet.calls, null);
    let length = 0;
    for (let round = 0; round < 500; round += 1) {
      await Promise.all([app.open('calls'), app.open('second'), app.open('plugin')]);
      assert.equal(runInCsharp(app, 'Signatures'), 1);
      assert.equal(runInCsharp(app, 'HoldSide'), 42);
      assert.equal(app.modules.second.exports.call_first(5), 10);
      if (round === 3) ({ length } = tableOf(app));
      if (round > 3) assert.equal(tableOf(app).length, length);
      for (const name of ['calls', 'second', 'plugin']) assert.equal(app.close(name), true);
    }
    assert.notEqual(app.dotnet.calls, null);
  });

  test('cannot close while they run, but others can', async (t) => {
    const results = [];
    let app = null;
    const close = (which) => {
      const name = ['calls', 'second', 'plugin'][which];
      try {
        results.push(app.close(name));
      } catch (error) {
        results.push(error.code);
      }
      return which;
    };
    app = await start(t, { calls: { lazy: true }, sides: [plugin()] }, { modules: { main: { host: close } } });
    for (const name of ['calls', 'second', 'plugin']) await app.open(name);
    const c = new C(app.main);
    const handle = c.dlopen('calls');
    const pointer = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 3); // $ask_host
    c.dlclose(handle);
    const { call_back } = app.modules.calls.exports;
    for (const which of [0, 1, 2]) assert.equal(call_back(pointer, which), which);
    assert.deepEqual(results, ['MODULE_BUSY', true, true]);
    assert.throws(() => call_back(0, 1), hasCode('GUARDED_CALL_FAILED'));
    assert.equal(app.close('calls'), true);
  });
});

test('a second app in the process has a runtime of its own', async (t) => {
  const [one, two] = [await start(t), await start(t)];
  assert.notEqual(one.modules.calls.memory, two.modules.calls.memory);
  assert.equal(one.modules.calls.exports.twice(2), 4);
  assert.equal(two.modules.calls.exports.twice(3), 6);
  assert.equal(runInCsharp(one, 'Signatures'), 1);
  assert.equal(runInCsharp(two, 'Signatures'), 1);
});
