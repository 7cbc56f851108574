// Guarded calls: what they report, that stack pointers return, who is marked failed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

/** Where it can be, by a guarded call: what JavaScript could enter without a guard, each call would save. */
const stackOf = (handle) => {
  const { emscripten_stack_get_current: read } = handle.state === 'ready' ? handle.exports : handle.module.asm;
  return read();
};

async function start(t, sides = [sideModule('sorter')], main = mainModule()) {
  const app = await (await makeApp(t, main, sides)).load();
  return { app, c: new C(app.main), sorter: app.modules.sorter };
}

describe('from JavaScript', () => {
  const ways = [
    ['trap', [0], 'trap', 'sorter.trap trapped: unreachable', 'ready'],
    ['out_of_bounds', [], 'trap', /sorter\.out_of_bounds trapped: .*out of bounds/, 'ready'],
    ['throw_cpp', [0], 'exception', 'sorter.throw_cpp threw C++ exception std::runtime_error: bad delay', 'ready'],
    ['throw_js', [], 'error', 'sorter.throw_js threw Error: from js', 'ready'],
    ['abort_now', [], 'abort', 'sorter.abort_now called abort(): native code', 'failed'],
    ['exit_with', [3], 'exit', 'sorter.exit_with called exit(3)', 'failed'],
  ];
  for (const [name, args, kind, text, state] of ways) {
    test(`${name}: the error names module and function, the module is ${state} afterwards`, async (t) => {
      const { app, sorter } = await start(t);
      const [stack, exitCode] = [stackOf(sorter), process.exitCode];
      assert.throws(
        () => sorter.exports[name](...args),
        (error) =>
          hasCode('GUARDED_CALL_FAILED', text)(error) &&
          error.module === 'sorter' &&
          error.function === name &&
          error.kind === kind &&
          error.cause !== undefined,
      );
      assert.equal(stackOf(sorter), stack);
      assert.equal(process.exitCode, exitCode);
      assert.equal(sorter.state, state);
      assert.equal(app.main.state, 'ready');
      if (state === 'ready') assert.equal(sorter.exports.twice(4), 8);
      else
        assert.throws(
          () => sorter.exports.twice(4),
          hasCode('MODULE_FAILED', `failed: ${typeof text === 'string' && kind === 'exit' ? text : ''}`),
        );
      if (kind === 'exception') assert.equal(sorter.module.released, 1, 'the exception object is given back');
    });
  }

  test('an endless recursion is a trap', async (t) => {
    const side = sideModule('sorter', {
      body: '(func $deep (export "deep") (param i32) (result i32) (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))',
    });
    const { sorter } = await start(t, [side]);
    assert.throws(() => sorter.exports.deep(0), hasCode('GUARDED_CALL_FAILED', 'sorter.deep trapped: ', 'call stack'));
    assert.equal(sorter.exports.twice(1), 2);
  });

  test('main is not guarded against itself: it and the sides it reaches directly have failed', async (t) => {
    const main = mainModule({
      imports: '(import "sorter" "trap" (func $trap (param i32) (result i32)))',
      body: '(func (export "step") (result i32) (call $trap (i32.const 0)))',
    });
    const { app, sorter } = await start(t, [sideModule('sorter'), sideModule('other')], main);
    assert.throws(
      () => app.main.exports.step(),
      hasCode('UNGUARDED_CALL_FAILED', 'app.step trapped: unreachable', 'so app, sorter failed'),
    );
    assert.equal(app.main.state, 'failed');
    assert.equal(sorter.state, 'failed');
    assert.equal(app.modules.other.state, 'ready');
    assert.throws(
      () => app.main.exports.add_one(1),
      hasCode('MODULE_FAILED', 'app: failed: app.step trapped', 'load the app anew'),
    );
    assert.throws(() => sorter.exports.twice(1), hasCode('MODULE_FAILED'));
  });
});

describe('by function pointers', () => {
  test('a side whose function main looked up without a guard fails with main, one that was only guarded does not', async (t) => {
    const { app, c } = await start(t, [
      sideModule('direct'),
      sideModule('careful'),
      sideModule('lazy', { lazy: true }),
    ]);
    c.dlsymGuarded(c.dlopen('careful'), 'trap');
    c.dlsym(c.dlopen('direct'), 'twice');
    await app.open('lazy');
    const handle = c.dlopen('lazy');
    c.dlsym(handle, 'twice');
    c.dlclose(handle);
    assert.equal(app.close('lazy'), true);
    await app.open('lazy'); // a new instance, which main has no pointer into
    assert.throws(
      () => c.call('ii', c.dlsym(c.dlopen('direct'), 'trap'), 0),
      hasCode('UNGUARDED_CALL_FAILED', 'so app, direct failed'),
    );
    assert.equal(app.modules.careful.state, 'ready');
    assert.equal(app.modules.lazy.state, 'ready');
    assert.equal(app.modules.direct.state, 'failed');
  });

  test('a side that lent main a function fails with main', async (t) => {
    const { app, c, sorter } = await start(t);
    const s = new C(sorter);
    s.call('ii', s.ask(1, 'stm_addFnPtr'), 1);
    assert.throws(() => app.main.exports.fail(0), hasCode('UNGUARDED_CALL_FAILED', 'so app, sorter failed'));
    assert.equal(c.handle.state, 'failed');
  });
});

describe('guarded function pointers (rb_dlsym_guarded)', () => {
  test("0 after a failure, and the caller's rb_call_error says why", async (t) => {
    const { app, c, sorter } = await start(t);
    const handle = c.dlopen('sorter');
    const trap = c.dlsymGuarded(handle, 'trap:ii');
    assert.equal(c.dlsymGuarded(handle, 'trap'), trap, 'the signature is known, so it may be left out');
    assert.equal(c.call('ii', trap, 1), 0);
    assert.equal(c.callError, 'sorter.trap trapped: unreachable');
    assert.equal(c.callError, '');
    assert.equal(c.call('ii', c.dlsymGuarded(handle, 'throw_cpp'), 1), 0);
    assert.equal(c.callError, 'sorter.throw_cpp threw C++ exception std::runtime_error: bad delay');
    assert.equal(c.call('ii', c.dlsymGuarded(handle, 'twice'), 4), 8);
    assert.equal(c.callError, '', 'a good call clears it');
    assert.equal(app.main.state, 'ready');
    assert.equal(sorter.state, 'ready');
  });

  test('zero of the result type: i64 and double', async (t) => {
    const side = sideModule('sorter', {
      body: '(func (export "bad_wide") (param i64) (result i64) (unreachable)) (func (export "bad_mean") (param i32) (result f64) (unreachable))',
    });
    const { c } = await start(t, [side]);
    const handle = c.dlopen('sorter');
    assert.equal(c.call('jj', c.dlsymGuarded(handle, 'bad_wide:jj'), 5n), 0n);
    assert.equal(c.call('di', c.dlsymGuarded(handle, 'bad_mean:di'), 5), 0);
    assert.equal(c.call('jj', c.dlsymGuarded(handle, 'wide:jj'), 2n ** 50n), 2n ** 50n + 1n);
  });

  test('wrong signatures and names', async (t) => {
    const { c } = await start(t);
    const handle = c.dlopen('sorter');
    assert.equal(c.dlsymGuarded(handle, 'trap:vi'), 0);
    assert.match(c.error, /trap is "ii", not "vi"/);
    assert.equal(c.dlsymGuarded(handle, 'trop'), 0);
    assert.match(c.error, /did you mean "trap"/);
  });

  test('after exit() the module takes no more calls, and guarded calls say so', async (t) => {
    const { c, sorter } = await start(t);
    const handle = c.dlopen('sorter');
    c.call('vi', c.dlsymGuarded(handle, 'exit_with'), 2);
    assert.equal(c.callError, 'sorter.exit_with called exit(2)');
    assert.equal(sorter.state, 'failed');
    const twice = c.dlsymGuarded(handle, 'twice');
    assert.equal(twice, 0);
    assert.match(c.error, /sorter: failed/);
  });

  test('100,000 failing calls leave every stack pointer where it was', async (t) => {
    const { app, c, sorter } = await start(t);
    const handle = c.dlopen('sorter');
    const stacks = () => [stackOf(app.main), stackOf(sorter)];
    const before = stacks();
    const [trap, cpp] = [c.dlsymGuarded(handle, 'trap'), c.dlsymGuarded(handle, 'throw_cpp')];
    for (let n = 0; n < 50000; n += 1) {
      assert.equal(c.call('ii', trap, n), 0);
      assert.equal(c.call('ii', cpp, n), 0);
    }
    assert.deepEqual(stacks(), before);
    assert.equal(sorter.module.released, 50000);
    assert.equal(sorter.exports.twice(4), 8);
  });
});

test('a side that aborted outside of any guard is not blamed for later traps of others', async (t) => {
  const { app, sorter } = await start(t, [sideModule('sorter'), sideModule('stats')]);
  assert.throws(() => app.modules.stats.module.asm.abort_now(), WebAssembly.RuntimeError);
  assert.equal(app.modules.stats.state, 'failed');
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.throws(() => sorter.exports.trap(0), hasCode('GUARDED_CALL_FAILED', 'sorter.trap trapped: unreachable'));
  assert.throws(() => sorter.exports.abort_now(), hasCode('GUARDED_CALL_FAILED'));
  assert.throws(() => sorter.exports.twice(1), hasCode('MODULE_FAILED', 'failed: sorter.abort_now called abort()'));
});

describe('nested', () => {
  /** main.outer(guarded side function, callback pointer in the side): the side calls main back, which fails. */
  const nesting = (statement) =>
    mainModule({
      body: `
    (func $callback (param i32) (result i32) (call $enter (i32.const 256)) ${statement})
    (elem (table $table) (i32.const 5) func $callback)`,
    });
  const side = () =>
    sideModule('sorter', {
      body: `(func (export "call_back") (param i32) (result i32) (local $r i32)
    (call $enter (i32.const 128)) (local.set $r (call_indirect (type $t_ii) (i32.const 1) (local.get 0)))
      (call $enter (i32.const -128)) (local.get $r))`,
    });

  test("a trap in main's callback, under a guarded call into the side: both stacks return", async (t) => {
    const { app, c, sorter } = await start(t, [side()], nesting('(unreachable)'));
    const handle = c.dlopen('sorter');
    const lent = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 5);
    const before = [stackOf(app.main), stackOf(sorter)];
    assert.equal(c.call('ii', c.dlsymGuarded(handle, 'call_back'), lent), 0);
    assert.equal(c.callError, 'sorter.call_back trapped: unreachable');
    assert.deepEqual([stackOf(app.main), stackOf(sorter)], before);
  });

  test("rb_lend_guarded: the side goes on after main's callback has failed", async (t) => {
    const { app, c, sorter } = await start(t, [side()], nesting('(unreachable)'));
    const handle = c.dlopen('sorter');
    const lend = c.ask(0, 'rb_lend_guarded');
    const lent = c.call('iiii', lend, handle, 5, c.string('ii'));
    assert.equal(c.call('iiii', lend, handle, 5, c.string('ii')), lent, 'the same function has one slot');
    const before = [stackOf(app.main), stackOf(sorter)];
    const s = new C(sorter);
    assert.equal(s.call('ii', lent, 0), 0);
    assert.equal(s.callError, 'app.callback 5 trapped: unreachable');
    assert.deepEqual([stackOf(app.main), stackOf(sorter)], before);
    assert.equal(app.main.state, 'ready');
    const remove = c.ask(handle, 'mts_removeFnPtr');
    assert.equal(c.call('ii', remove, lent), 1);
    assert.equal(c.call('ii', remove, lent), 1);
    assert.equal(c.call('ii', remove, lent), 0);
    assert.equal(c.call('iiii', lend, handle, 5, c.string('x')), 0);
    assert.match(c.error, /"x" is no signature/);
    assert.equal(c.call('iiii', lend, handle, 500, c.string('v')), 0);
    assert.match(c.error, /500 is no function pointer/);
  });

  test("abort() in main's callback is main's failure, not the side's", async (t) => {
    const main = mainModule({
      imports: '(import "env" "abort" (func $abort (param i32)))',
      body: `(data (i32.const 300) "mine\\00")
      (func $callback (param i32) (result i32) (call $abort (i32.const 300)) (i32.const 0))
        (elem (table $table) (i32.const 5) func $callback)`,
    });
    const { app, c, sorter } = await start(t, [side()], main);
    const handle = c.dlopen('sorter');
    const lent = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 5);
    assert.throws(() => sorter.exports.call_back(lent), hasCode('GUARDED_CALL_FAILED', 'called abort(): mine'));
    assert.equal(app.main.state, 'failed');
    assert.equal(sorter.state, 'ready');
  });
});

describe('rb_on_call_error', () => {
  const handling = (statement) =>
    mainModule({
      imports: '(import "env" "throw_cpp" (func $throw_cpp (param i32)))',
      body: `
    (data (i32.const 320) "from handler\\00")
    (func $handler (param i32) (i32.store (i32.const 4096)
      (i32.add (local.get 0) (i32.load (i32.const 4096)))) ${statement})
    (elem (table $table) (i32.const 5) func $handler)`,
    });
  const count = (app) => new Int32Array(app.main.memory.buffer)[1024];

  test('runs after each failed guarded call with its argument; 0 takes it away', async (t) => {
    const { app, c } = await start(t, undefined, handling(''));
    c.service('vii', 'rb_on_call_error', 5, 7);
    const trap = c.dlsymGuarded(c.dlopen('sorter'), 'trap');
    assert.equal(c.call('ii', trap, 0), 0);
    assert.equal(c.call('ii', trap, 0), 0);
    assert.equal(count(app), 14);
    c.service('vii', 'rb_on_call_error', 0, 0);
    c.call('ii', trap, 0);
    assert.equal(count(app), 14);
    c.service('vii', 'rb_on_call_error', 999, 0);
    assert.match(c.error, /999 is no function pointer/);
  });

  test('an exception that it throws reaches main', async (t) => {
    const { app, c, sorter } = await start(t, undefined, handling('(call $throw_cpp (i32.const 320))'));
    c.service('vii', 'rb_on_call_error', 5, 7);
    const trap = c.dlsymGuarded(c.dlopen('sorter'), 'trap');
    const before = stackOf(sorter);
    assert.throws(
      () => c.call('ii', trap, 0),
      hasCode('UNGUARDED_CALL_FAILED', 'app.call_ii threw C++ exception std::runtime_error: from handler'),
    );
    assert.equal(stackOf(sorter), before);
    assert.equal(app.main.state, 'failed');
  });
});

describe('a GUARDED side', () => {
  const main = () =>
    mainModule({
      imports:
        '(import "sorter" "trap" (func $trap (param i32) (result i32))) (import "sorter" "throw_cpp" (func $cpp (param i32) (result i32)))',
      body: '(func (export "step") (result i32) (i32.add (call $trap (i32.const 0)) (i32.const 5))) (func (export "cpp") (result i32) (i32.add (call $cpp (i32.const 0)) (i32.const 6)))',
    });

  test("main's imports from it are guarded", async (t) => {
    const { app, c, sorter } = await start(t, [sideModule('sorter', { guarded: true })], main());
    const before = [stackOf(app.main), stackOf(sorter)];
    assert.equal(app.main.exports.step(), 5);
    assert.equal(c.callError, 'sorter.trap trapped: unreachable');
    for (let n = 0; n < 1000; n += 1) assert.equal(app.main.exports.cpp(), 6);
    assert.deepEqual([stackOf(app.main), stackOf(sorter)], before);
    assert.equal(app.main.state, 'ready');
    assert.equal(sorter.state, 'ready');
  });

  test('it is not among the failed after a trap of main itself', async (t) => {
    const { app, sorter } = await start(t, [sideModule('sorter', { guarded: true })], main());
    assert.throws(() => app.main.exports.fail(0), hasCode('UNGUARDED_CALL_FAILED', 'so app failed'));
    assert.equal(sorter.state, 'ready');
  });
});

describe('modules that suspend (asyncify)', () => {
  test('foreign frames are counted while main is inside another module, or entered from one', async (t) => {
    const depths = [];
    const host = (a, b, Module) => {
      depths.push(Module.wasmPseudoLink.foreignDepth());
      return 0;
    };
    const main = mainModule({
      imports:
        '(import "env" "host" (func $host (param i32 i32) (result i32))) (import "sorter" "call_back" (func $call_back (param i32) (result i32)))',
      body: `(func $callback (export "callback") (param i32) (result i32) (call $host (local.get 0) (i32.const 0)))
      (func (export "outside") (result i32) (call $host (i32.const 0) (i32.const 0)))
      (func (export "through") (param i32) (result i32) (call $call_back (local.get 0)))
      (elem (table $table) (i32.const 5) func $callback)`,
      glue: { asyncify: true },
    });
    const side = sideModule('sorter', {
      body: '(func (export "call_back") (param i32) (result i32) (call_indirect (type $t_ii) (i32.const 1) (local.get 0)))',
    });
    const app = await (await makeApp(t, main, [side])).load({ modules: { app: { host } } });
    const c = new C(app.main);
    const lent = c.call('ii', c.ask(c.dlopen('sorter'), 'mts_addFnPtr'), 5);
    app.main.exports.outside();
    app.main.exports.through(lent);
    const s = new C(app.modules.sorter);
    s.call('ii', s.dlsym(1, 'callback'), 0);
    c.call('ii', c.dlsym(c.dlopen('sorter'), 'call_back'), lent);
    app.main.exports.outside();
    assert.deepEqual(depths.map(Boolean), [false, true, true, true, false]);
  });
});
