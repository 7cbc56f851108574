// Exceptions and traps at the module border: out of a side into main and out of a callback into a side, guarded and
// direct, with both C++ exception modes on either side of the border.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FAILURES, scratchText, start, textAt } from './support.mjs';

const MODES = ['js', 'wasm'];
/** Failures in a row: enough to use up the stack of a module that loses a little with each. */
const MANY = Number(process.env.WPL_MANY ?? 100000);

/** Numbers of the static sides in catcher.cpp. */
const BY_API = { thrower_js: 0, thrower_wasm: 1, guarded_js: 2, guarded_wasm: 3 };

class Catcher {
  static async start(mode) {
    const catcher = new Catcher();
    const { app, printed } = await start(`catcher_${mode}`);
    Object.assign(catcher, { app, printed, exports: app.main.exports, name: `catcher_${mode}` });
    return catcher;
  }

  /** Main's handle of a side; a lazy one is opened. */
  async handle(side) {
    if (side.startsWith('lazy')) await this.app.open(side);
    return this.exports.open_by_name(scratchText(this.app, side));
  }

  side(name) {
    return this.app.modules[name].exports;
  }

  callError() {
    return textAt(this.app.main, this.exports.last_call_error());
  }

  sideCallError(side) {
    const length = this.side(side).my_call_error(this.exports.scratch(), this.exports.scratch_size());
    return textAt(this.app.main, this.exports.scratch()).slice(0, length);
  }

  /** What a failure must not change, given the side that it came from. */
  snapshot(side) {
    return {
      mainStack: this.exports.stack_pointer(),
      sideStack: this.side(side).stack_pointer(),
      mainUncaught: this.exports.uncaught(),
      sideUncaught: this.side(side).uncaught(),
      caughtInMain: this.exports.caught_in_main(),
      caughtInSide: this.side(side).caught_in_side(),
    };
  }

  goesOn() {
    assert.equal(this.app.main.state, 'ready');
    for (const side of Object.keys(BY_API)) {
      if (this.app.modules[side].state === 'failed') continue;
      assert.equal(this.exports.fail_by_api(BY_API[side], 0), 42, side);
    }
  }
}

for (const mode of MODES) {
  describe(`main with -f${mode === 'js' ? '' : 'wasm-'}exceptions`, () => {
    for (const side of ['thrower_js', 'thrower_wasm', 'lazy_js', 'lazy_wasm']) {
      test(`${side} fails in a guarded call: the error names module and function, all else goes on`, async () => {
        for (const [what, failure] of Object.entries(FAILURES)) {
          const catcher = await Catcher.start(mode);
          const { exports } = catcher;
          const fail = exports.find_fail(await catcher.handle(side), 1);
          assert.equal(exports.fail_found(fail, 0), 42);
          assert.equal(catcher.callError(), '');
          const before = catcher.snapshot(side);
          const destroyed = exports.destroyed_in_main();

          assert.equal(exports.fail_found(fail, failure.kind), 0, what);
          const text = catcher.callError();
          assert.match(text, new RegExp(`^${side}\\.fail `), what);
          assert.match(text, failure.says(side), what);
          assert.equal(exports.destroyed_in_main(), destroyed + 1, `${what}: main's destructor`);
          assert.equal(catcher.app.modules[side].state, failure.ends ? 'failed' : 'ready', what);
          if (failure.ends) {
            assert.equal(exports.fail_found(fail, 0), 0);
            assert.match(catcher.callError(), new RegExp(`^${side}: failed: .*called`));
          } else {
            assert.deepEqual(catcher.snapshot(side), before, what);
            assert.equal(exports.fail_found(fail, 0), 42);
          }
          catcher.goesOn();
        }
      });

      test(`${side} fails when JavaScript calls it: an error with module and function`, async () => {
        const catcher = await Catcher.start(mode);
        await catcher.handle(side);
        for (const [what, failure] of Object.entries(FAILURES)) {
          if (failure.ends) continue;
          const before = catcher.snapshot(side);
          assert.throws(
            () => catcher.side(side).fail(failure.kind),
            (error) => {
              assert.deepEqual(
                [error.name, error.code, error.module, error.function],
                ['WasmPseudoLinkError', 'GUARDED_CALL_FAILED', side, 'fail'],
                what,
              );
              assert.match(error.message, failure.says(side));
              return true;
            },
          );
          assert.deepEqual(catcher.snapshot(side), before, what);
        }
        catcher.goesOn();
      });

      test(`${side} fails in a direct call: main and the side have failed and say so`, async () => {
        for (const [what, failure] of Object.entries(FAILURES)) {
          const catcher = await Catcher.start(mode);
          const { app, exports } = catcher;
          const handle = await catcher.handle(side);
          const fail = exports.find_fail(handle, 0);
          const exitCode = process.exitCode;
          assert.throws(
            () =>
              side in BY_API ? exports.fail_by_api(BY_API[side], failure.kind) : exports.fail_found(fail, failure.kind),
            (error) => {
              assert.equal(
                error.code,
                what === 'exit' ? 'MAIN_EXITED' : 'UNGUARDED_CALL_FAILED',
                `${what}: ${error.stack}`,
              );
              if (what !== 'exit') assert.match(error.message, failure.says(side), what);
              return true;
            },
          );
          assert.equal(process.exitCode, exitCode, what);
          assert.equal(app.main.state, 'failed', what);
          assert.equal(app.modules[side].state, 'failed', what);
          assert.throws(() => exports.destroyed_in_main(), { code: 'MODULE_FAILED', module: `catcher_${mode}` });
          assert.throws(() => app.modules[side].exports.fail(0), { code: 'MODULE_FAILED', module: side });
          assert.notEqual(app.modules[side].failure, '');
          // Guarded sides are not part of it.
          assert.equal(app.modules.guarded_js.state, 'ready');
        }
      });

      const many = side.startsWith('lazy') ? MANY / 20 : MANY;
      test(`${side}: ${many} guarded failures leave every stack pointer where it was, and run main's destructors`, async () => {
        const catcher = await Catcher.start(mode);
        const { exports } = catcher;
        const fail = exports.find_fail(await catcher.handle(side), 1);
        for (const what of ['runtime_error', 'unreachable', 'divide']) {
          const count = what === 'divide' ? many / 10 : many;
          const before = catcher.snapshot(side);
          const destroyed = exports.destroyed_in_main();
          assert.equal(exports.fail_many(fail, FAILURES[what].kind, count), count);
          assert.equal(exports.destroyed_in_main(), destroyed + count);
          assert.deepEqual(catcher.snapshot(side), before, what);
        }
        assert.equal(catcher.side(side).catch_own(20), 20);
        assert.equal(exports.fail_found(fail, 0), 42);
      });

      test(`${side}: a guarded callback of main fails: the side gets 0 and the text, and goes on`, async () => {
        for (const [what, failure] of Object.entries(FAILURES)) {
          const catcher = await Catcher.start(mode);
          const { app, exports } = catcher;
          const handle = await catcher.handle(side);
          const lent = exports.lend_fail(handle, 1);
          assert.notEqual(lent, 0, textAt(app.main, exports.last_error()));
          const call = exports.find_call_back(handle, 0);
          assert.equal(exports.call_back_found(call, lent, 0), 42);
          const before = catcher.snapshot(side);
          const destroyed = catcher.side(side).destroyed_in_side();
          if (failure.ends) {
            // Main has ended: nothing of it runs any more once the side has returned.
            try {
              assert.equal(exports.call_back_found(call, lent, failure.kind), 0);
            } catch (error) {
              assert.match(error.code, /MODULE_FAILED|UNGUARDED_CALL_FAILED|MAIN_EXITED/);
            }
            assert.equal(app.main.state, 'failed', what);
            assert.match(app.main.failure, failure.says(catcher.name));
            continue;
          }
          assert.equal(exports.call_back_found(call, lent, failure.kind), 0, what);
          const text = catcher.sideCallError(side);
          assert.match(text, new RegExp(`^${catcher.name}\\.`), what);
          assert.match(text, failure.says(catcher.name), what);
          assert.equal(catcher.callError(), '', 'main called the side directly');
          assert.equal(catcher.side(side).destroyed_in_side(), destroyed + 1);
          assert.deepEqual(catcher.snapshot(side), before, what);
          assert.equal(exports.take_back(handle, lent), 0);
          catcher.goesOn();
        }
      });

      test(`${side}: a direct callback of main fails inside a guarded call: main gets the error`, async () => {
        for (const [what, failure] of Object.entries(FAILURES)) {
          if (failure.ends) continue;
          const catcher = await Catcher.start(mode);
          const { exports } = catcher;
          const handle = await catcher.handle(side);
          const lent = exports.lend_fail(handle, 0);
          const call = exports.find_call_back(handle, 1);
          assert.equal(exports.call_back_found(call, lent, 0), 42);
          const before = catcher.snapshot(side);
          assert.equal(exports.call_back_found(call, lent, failure.kind), 0, what);
          const text = catcher.callError();
          assert.match(text, new RegExp(`^${side}\\.call_back `), what);
          assert.match(text, failure.says(catcher.name), what);
          assert.deepEqual(catcher.snapshot(side), before, what);
          catcher.goesOn();
        }
      });

      test(`${side}: a direct callback of main fails inside a direct call: both have failed, and main catches no exception that has passed the side`, async () => {
        for (const [what, failure] of Object.entries(FAILURES)) {
          const catcher = await Catcher.start(mode);
          const { app, exports } = catcher;
          const handle = await catcher.handle(side);
          const lent = exports.lend_fail(handle, 0);
          const call = exports.find_call_back(handle, 0);
          const isException = what === 'runtime_error' || what === 'thrown_int';
          assert.throws(
            () => exports.call_back_found(call, lent, failure.kind),
            (error) => {
              assert.equal(
                error.code,
                what === 'exit' ? 'MAIN_EXITED' : 'UNGUARDED_CALL_FAILED',
                `${what}: ${error.stack}`,
              );
              if (isException) assert.match(error.message, new RegExp(` and over a frame of ${side};`));
              return true;
            },
          );
          assert.deepEqual([app.main.state, app.modules[side].state], ['failed', 'failed'], what);
        }
      });

      test(`${side}: ${many} failing callbacks, guarded in the side and guarded in main, leave every stack pointer where it was`, async () => {
        const catcher = await Catcher.start(mode);
        const { exports } = catcher;
        const handle = await catcher.handle(side);
        for (const [guardedCallback, guardedCall] of [
          [1, 0],
          [0, 1],
        ]) {
          const lent = exports.lend_fail(handle, guardedCallback);
          const call = exports.find_call_back(handle, guardedCall);
          for (const what of ['runtime_error', 'unreachable']) {
            const before = catcher.snapshot(side);
            const destroyed = catcher.exports.destroyed_in_main();
            assert.equal(exports.call_back_many(call, lent, FAILURES[what].kind, many / 4), many / 4);
            assert.equal(exports.destroyed_in_main(), destroyed + many / 4);
            assert.deepEqual(catcher.snapshot(side), before, what);
          }
        }
        catcher.goesOn();
      });
    }

    for (const side of ['guarded_js', 'guarded_wasm']) {
      test(`${side} (option GUARDED): calls of its API header are guarded`, async () => {
        for (const [what, failure] of Object.entries(FAILURES)) {
          const catcher = await Catcher.start(mode);
          const { app, exports } = catcher;
          const before = catcher.snapshot(side);
          const destroyed = exports.destroyed_in_main();
          assert.equal(exports.fail_by_api(BY_API[side], failure.kind), 0, what);
          const text = catcher.callError();
          assert.match(text, new RegExp(`^${side}\\.fail `), what);
          assert.match(text, failure.says(side), what);
          assert.equal(exports.destroyed_in_main(), destroyed + 1);
          assert.equal(app.modules[side].state, failure.ends ? 'failed' : 'ready');
          if (!failure.ends) assert.deepEqual(catcher.snapshot(side), before, what);
          catcher.goesOn();
        }
      });

      test(`${side} (option GUARDED): ${MANY} failures leave every stack pointer where it was`, async () => {
        const catcher = await Catcher.start(mode);
        const before = catcher.snapshot(side);
        const destroyed = catcher.exports.destroyed_in_main();
        assert.equal(catcher.exports.fail_many_by_api(BY_API[side], FAILURES.divide.kind, MANY), MANY);
        assert.equal(catcher.exports.destroyed_in_main(), destroyed + MANY);
        assert.deepEqual(catcher.snapshot(side), before);
      });
    }

    test("a handler (rb_on_call_error) throws an exception of main's own, which main catches", async () => {
      const catcher = await Catcher.start(mode);
      const { exports } = catcher;
      exports.throw_on_call_error(1);
      for (const side of ['thrower_js', 'thrower_wasm', 'guarded_js', 'guarded_wasm']) {
        const fail = exports.find_fail(await catcher.handle(side), 1);
        for (const [what, failure] of Object.entries(FAILURES)) {
          if (failure.ends || what === 'deep_recursion') continue;
          const before = catcher.snapshot(side);
          const destroyed = exports.destroyed_in_main();
          const guarded = side.startsWith('guarded');
          assert.equal(
            guarded
              ? exports.fail_and_catch_by_api(BY_API[side], failure.kind)
              : exports.fail_and_catch(fail, failure.kind),
            -4,
            `${side}: ${what}`,
          );
          assert.match(
            textAt(catcher.app.main, exports.scratch()),
            new RegExp(`^handled: ${side}\\.fail .*${failure.says(side).source}`),
          );
          assert.equal(exports.destroyed_in_main(), destroyed + 1);
          assert.deepEqual(catcher.snapshot(side), before, `${side}: ${what}`);
        }
        assert.equal(exports.fail_and_catch_many(fail, FAILURES.runtime_error.kind, MANY / 20), MANY / 20);
        assert.equal(exports.fail_and_catch(fail, 0), 42);
      }
      exports.throw_on_call_error(0);
      const fail = exports.find_fail(await catcher.handle('thrower_js'), 1);
      assert.equal(exports.fail_and_catch(fail, FAILURES.divide.kind), 0);
    });

    test('a lazy side that has failed can be closed and opened anew, as often as one likes', async () => {
      const catcher = await Catcher.start(mode);
      const { app, exports } = catcher;
      const stack = exports.stack_pointer();
      for (let round = 0; round < 20; round += 1) {
        for (const side of ['lazy_js', 'lazy_wasm']) {
          await app.open(side);
          const handle = exports.open_by_name(scratchText(app, side));
          const fail = exports.find_fail(handle, 1);
          assert.equal(exports.fail_found(fail, 0), 42);
          assert.equal(exports.fail_found(fail, round % 2 ? FAILURES.abort.kind : FAILURES.exit.kind), 0);
          assert.equal(app.modules[side].state, 'failed');
          assert.throws(() => app.modules[side].exports.fail(0), {
            code: 'MODULE_FAILED',
            remedy: 'close it and open it anew',
          });
          assert.equal(exports.find_fail(handle, 0), 0);
          assert.match(
            textAt(app.main, exports.last_error()),
            new RegExp(`${side}: failed: .*; close it and open it anew`),
          );
          assert.equal(exports.close_handle(handle), 0);
          assert.equal(app.close(side), true);
        }
      }
      assert.equal(exports.stack_pointer(), stack);
      catcher.goesOn();
    });
  });
}
