// Entries into modules and exits out of them, however they end: arguments that cannot be converted, exit() and
// traps in calls from the event loop.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const stackOf = (handle) => handle.module.asm.emscripten_stack_get_current();

test('an endless recursion through guarded calls ends with a short text, and stack pointers return', async (t) => {
  const built = await makeApp(t, mainModule(), [sideModule('plugin', { lazy: true })]);
  const again = () => app.modules.plugin.exports.call_host(0, 0);
  const app = await built.load({ modules: { plugin: { host: again } } });
  for (let n = 0; n < 2; n += 1) {
    await app.open('plugin');
    assert.throws(again, ({ code, message }) => code === 'GUARDED_CALL_FAILED' && message.length < 2000);
    assert.equal(stackOf(app.modules.plugin), 65536);
    assert.equal(app.close('plugin'), true);
  }
});

describe('arguments that the engine cannot convert', () => {
  const values = {
    'a bigint': [1n, 'argument 1 of add_one is a bigint, which cannot become an i32', 'pass a number'],
    'a symbol': [Symbol('x'), 'argument 1 of add_one is a symbol'],
    'an object': [Object.create(null), 'argument 1 of add_one is an object'],
  };
  for (const [what, [value, ...texts]] of Object.entries(values))
    test(`${what} where a number is wanted: nothing was called, main goes on`, async (t) => {
      const app = await (await makeApp(t, mainModule(), [sideModule('sorter')])).load();
      assert.throws(() => app.main.exports.add_one(value), hasCode('BAD_OPTION', 'app: ', ...texts));
      assert.equal(app.main.state, 'ready');
      assert.equal(app.main.exports.add_one(1), 2);
    });

  test('a number where a bigint is wanted, none at all, and of a function by pointer', async (t) => {
    const app = await (
      await makeApp(t, mainModule({ body: '(func (export "wide") (param i32 i64))' }), [sideModule('sorter')])
    ).load();
    const { wide } = app.main.exports;
    assert.throws(() => wide(1, 1), hasCode('BAD_OPTION', 'argument 2 of wide is a number', 'an i64; pass a bigint'));
    assert.throws(() => wide(1), hasCode('BAD_OPTION', 'argument 2 of wide is undefined'));
    assert.equal(wide(undefined, 1n), undefined);
    assert.throws(() => app.main.getFunction(1)(1n), hasCode('BAD_OPTION', 'argument 1 of function 1 is a bigint'));
    assert.equal(app.main.state, 'ready');
  });

  test('an object that can be converted once only is no excuse for a trap', async (t) => {
    const app = await (await makeApp(t, mainModule(), [])).load();
    let asked = 0;
    const value = {
      valueOf() {
        asked += 1;
        if (asked > 1) throw new Error('once');
        return 1;
      },
    };
    assert.throws(() => app.main.exports.fail(value), hasCode('UNGUARDED_CALL_FAILED', 'unreachable'));
    assert.equal(app.main.state, 'failed');
  });
});

describe('calls from the event loop', () => {
  const enter = (handle, name, ...args) => handle.module.wasmPseudoLink.enter(() => handle.module.asm[name](...args));

  test('a trap in a side: its stack pointer returns, the error says what it was', async (t) => {
    const app = await (await makeApp(t, mainModule(), [sideModule('sorter')])).load();
    const { sorter } = app.modules;
    const before = stackOf(sorter);
    assert.throws(
      () => enter(sorter, 'trap', 1),
      hasCode('GUARDED_CALL_FAILED', 'sorter.callback from the event loop trapped: unreachable'),
    );
    assert.equal(stackOf(sorter), before);
    assert.equal(sorter.state, 'ready');
    assert.equal(enter(sorter, 'twice', 2), 4);
  });

  test('a trap in main ends it, and later callbacks are not made', async (t) => {
    const app = await (await makeApp(t, mainModule(), [])).load();
    assert.throws(
      () => enter(app.main, 'fail', 1),
      hasCode('UNGUARDED_CALL_FAILED', 'app.callback from the event loop trapped: unreachable'),
    );
    assert.equal(app.main.state, 'failed');
    assert.equal(enter(app.main, 'add_one', 1), undefined);
  });

  test("Emscripten's way into a main loop is no failure", async (t) => {
    const app = await (await makeApp(t, mainModule(), [])).load();
    const unwind = () => {
      throw 'unwind';
    };
    assert.equal(app.main.module.wasmPseudoLink.enter(unwind), undefined);
    assert.equal(app.main.state, 'ready');
  });
});

describe('exit() and the end of main while lazy sides are opened', () => {
  /** Main calls rb_dlopen_async in main(), with a callback that calls exit(its user data). */
  const opening = (extra = {}) =>
    mainModule({
      imports:
        '(import "env" "exit" (func $exit (param i32))) (import "env" "host" (func $host (param i32 i32) (result i32)))',
      body: `(func $opened (param i32 i32) (call $exit (local.get 1)))
      (elem (table $table) (i32.const 5) func $opened)`,
      ...extra,
    });
  const openAsync = (handle, userdata) => {
    const c = new C(handle);
    c.service('viii', 'rb_dlopen_async', c.string('plugin'), 5, userdata);
  };
  const plugin = () => sideModule('plugin', { lazy: true });

  for (const status of [0, 3])
    test(`exit(${status}) in a callback of rb_dlopen_async: the option onExit gets the status`, async (t) => {
      const { exitCode } = process;
      const built = await makeApp(t, opening(), [plugin()]);
      const ended = new Promise((resolve) => {
        built.load({ onExit: resolve }).then((app) => {
          openAsync(app.main, status);
          built.app = app;
        });
      });
      assert.equal(await ended, status);
      assert.equal(process.exitCode, exitCode);
      assert.equal(built.app.main.state, 'failed');
      assert.match(built.app.main.failure, new RegExp(`callback of an opening called exit\\(${status}\\)`));
      assert.throws(() => built.app.main.exports.add_one(1), hasCode('MODULE_FAILED'));
    });

  test('main returns 3 while a side is being opened: MAIN_EXITED alone', async (t) => {
    const problems = [];
    const note = (error) => problems.push(error);
    process.on('unhandledRejection', note);
    t.after(() => process.off('unhandledRejection', note));
    const main = opening({
      body: `(func $opened (param i32 i32) (call $exit (local.get 1)))
      (elem (table $table) (i32.const 5) func $opened)
      (func (export "__wasm_call_ctors"))`,
      status: 3,
    });
    const built = await makeApp(t, main, [plugin()]);
    let stop;
    const stopped = new Promise((resolve) => {
      stop = resolve;
    });
    const onRuntimeInitialized = function open() {
      openAsync({ exports: this.asm, memory: this.wasmMemory }, 0);
    };
    const args = {
      main: {
        preRun: (Module) => {
          built.Module = Module;
        },
        onRuntimeInitialized: () => onRuntimeInitialized.call(built.Module),
      },
      plugin: {
        instantiateWasm: (imports, done) => {
          stop();
          setTimeout(done, 1e6).unref();
        },
      },
    };
    await assert.rejects(built.load({ modules: args }), hasCode('MAIN_EXITED'));
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, 50))]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(problems, []);
  });
});
