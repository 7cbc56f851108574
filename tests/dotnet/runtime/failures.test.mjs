// Calls that end badly, both ways.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasCode } from '../../loader/support/assertions.mjs';
import { C } from '../../loader/support/c.mjs';
import { makeDotnetApp, runInCsharp, runtimeExports } from './support/app.mjs';

const start = async (t, parts, options) => (await makeDotnetApp(t, parts)).load(options);

const NO_5 = 'calls.fail threw System.InvalidOperationException: no 5 today, \u20ac';
const [CPP, JS, EXIT, ABORT] = [1, 2, 3, 4]; // fail_by() of support/main_module.mjs

describe('C# throws', () => {
  test('JavaScript gets an error that names module, function, type and message', async (t) => {
    const app = await start(t);
    const { exports } = app.modules.calls;
    assert.throws(
      () => exports.fail(5),
      (error) => {
        hasCode('GUARDED_CALL_FAILED', NO_5)(error);
        return error.module === 'calls' && error.function === 'fail' && error.kind === 'exception';
      },
    );
    assert.throws(() => exports.fail_long(1n), hasCode('GUARDED_CALL_FAILED', 'System.ArgumentException: long'));
    assert.throws(() => exports.fail_void(), hasCode('GUARDED_CALL_FAILED', 'System.ArgumentException: void'));
    assert.equal(exports.twice(4), 8);
  });

  test('main gets zero and the text, which the next call of C# forgets', async (t) => {
    const app = await start(t);
    const c = new C(app.main);
    assert.equal(app.main.exports.via_fail(5), 0);
    assert.equal(c.text('rb_last_call_error').text, NO_5);
    assert.equal(c.text('rb_call_error').text, NO_5);
    assert.equal(app.main.exports.via_fail_long(5n), 0n);
    assert.equal(app.main.exports.via_fail_double(), 0);
    app.main.exports.via_fail_void();
    assert.equal(c.text('rb_last_call_error').text, 'calls.fail_void threw System.ArgumentException: void');
    assert.equal(app.main.exports.via_twice(4), 8);
  });

  test('20,000 times, from JavaScript, from main and through a guard: nothing leaks', async (t) => {
    for (const guarded of [false, true]) {
      const app = await start(t, { calls: { guarded } });
      const { stackSave } = runtimeExports(app);
      const before = stackSave();
      assert.equal(app.main.exports.each_fail(20_000), 0);
      assert.equal(stackSave(), before);
      for (let k = 0; k < 2000; k += 1) assert.throws(() => app.modules.calls.exports.fail(k));
      assert.equal(stackSave(), before);
      assert.equal(app.main.exports.via_twice(4), 8);
    }
  });

  test('a guarded side: the same, and its error is forgotten after each good call', async (t) => {
    const app = await start(t, { calls: { guarded: true } });
    const c = new C(app.main);
    assert.equal(app.main.exports.via_fail(5), 0);
    assert.equal(c.text('rb_last_call_error').text, NO_5);
    assert.equal(app.main.exports.via_twice(4), 8);
    assert.equal(c.text('rb_last_call_error').text, '');
  });
});

describe('main fails when C# calls it', () => {
  test('20,000 traps and as many exceptions: catch and finally run, stacks are where they were', async (t) => {
    const app = await start(t);
    const { stackSave } = runtimeExports(app);
    const [own, other] = [stackSave(), app.main.module.asm.emscripten_stack_get_current()];
    for (const kind of [0, CPP, JS]) {
      app.main.exports.fail_by(kind);
      assert.equal(runInCsharp(app, 'Failures', 20_000), 40_000);
      assert.deepEqual([stackSave(), app.main.module.asm.emscripten_stack_get_current()], [own, other]);
    }
    assert.equal(app.main.module.released, 20_000, 'C++ exceptions were given back');
    assert.equal(app.main.state, 'ready');
    assert.equal(app.main.exports.sum1(7), 7);
  });

  test('abort() and exit() leave main failed, and C# is told', async (t) => {
    for (const kind of [ABORT, EXIT]) {
      const app = await start(t);
      app.main.exports.fail_by(kind);
      assert.equal(runInCsharp(app, 'Failures', 3), 6, 'the texts of refused calls say why');
      assert.equal(app.main.state, 'failed');
      assert.equal(app.modules.calls.exports.twice(2), 4);
    }
    assert.equal(process.exitCode, undefined);
  });
});

test('main, C#, main, C# ... 100 deep, with collections at the bottom', async (t) => {
  const app = await start(t);
  assert.equal(app.main.exports.descend(100), 100);
  assert.equal(app.modules.calls.exports.descend(100), 100);
});

test('the way by [JSExport] gives the same', async (t) => {
  const app = await start(t, {}, { modules: { calls: { callBy: 'jsexport' } } });
  assert.equal(app.dotnet.calls, 'jsexport');
  assert.equal(runInCsharp(app, 'Signatures'), 1);
  assert.equal(app.main.exports.via_mixed8(1, 2, 3, 4n, 5, 6, 7, 8n), 204);
  assert.equal(app.main.exports.each_fail(20_000), 0);
  assert.equal(runInCsharp(app, 'Failures', 20_000), 40_000);
  assert.equal(app.main.exports.descend(100), 100);
  assert.throws(() => app.modules.calls.exports.fail(5), hasCode('GUARDED_CALL_FAILED', NO_5));
});
