// Exceptions and longjmp() that would pass over frames of another module: they end at the nearest guarded call, and no
// stack pointer stays behind.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { signatureOf } from '../../js/loader/wasm/found_signatures.mjs';
import { makeThunk } from '../../js/loader/wasm/thunks.mjs';
import { makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const stackOf = (handle) => handle.module.asm.emscripten_stack_get_current();

/** A side whose call_back(pointer) has a frame while it calls the pointer. */
const side = (extra = {}) =>
  sideModule('sorter', {
    body: `(func (export "call_back") (param i32) (result i32) (local $r i32)
    (call $enter (i32.const 128)) (local.set $r (call_indirect (type $t_ii) (i32.const 1) (local.get 0)))
    (call $enter (i32.const -128)) (local.get $r))`,
    ...extra,
  });

/** A main whose `catching` calls a function of the side, and catches its own exceptions. */
const mains = {
  wasm: () =>
    mainModule({
      imports: '(import "sorter" "call_back" (func $call_back (param i32) (result i32)))',
      body: `(tag $cpp (export "cpp") (param i32))
      (data (i32.const 320) "bad delay\\00")
      (func $thrower (export "thrower") (param i32) (result i32) (throw $cpp (i32.const 320)))
      (func $bound (param i32 i32) (result i32) (throw $cpp (i32.const 320)))
      (elem (table $table) (i32.const 5) func $thrower $bound)
      (func (export "catching") (param i32) (result i32)
        (try (result i32) (do (call $call_back (local.get 0))) (catch $cpp (drop) (i32.const -7))))`,
      glue: { throws: 'wasm' },
    }),
  javascript: () =>
    mainModule({
      imports: `(import "sorter" "call_back" (func $call_back (param i32) (result i32)))
      (import "env" "throw_cpp" (func $throw_cpp (param i32)))
      (import "env" "host" (func $host (param i32 i32) (result i32)))`,
      body: `(data (i32.const 320) "bad delay\\00")
      (func $thrower (export "thrower") (param i32) (result i32) (call $throw_cpp (i32.const 320)) (i32.const 0))
      (func $bound (param i32 i32) (result i32) (call $throw_cpp (i32.const 320)) (i32.const 0))
      (elem (table $table) (i32.const 5) func $thrower $bound)
      (func (export "direct") (param i32) (result i32) (call $call_back (local.get 0)))
      (func (export "catching") (param i32) (result i32) (call $host (local.get 0) (i32.const 0)))`,
      glue: { throws: 'javascript' },
    }),
};

/** emcc's invoke_ functions: they catch what is their own. */
const invoke = (pointer, _, Module) => {
  try {
    return Module.asm.direct(pointer);
  } catch (error) {
    if (error.constructor.name !== 'CppException') throw error;
    return -7;
  }
};

/** How the side comes to a function of main. */
const ways = {
  'wpl::callback': ({ c, handle }) => c.call('iiiii', c.ask(0, 'rb_lend_bound'), handle, 6, 77, c.string('ii')),
  rb_lend: ({ c, handle }) => c.call('ii', c.ask(handle, 'mts_addFnPtr'), 5),
  rb_dlsym: ({ s }) => s.dlsym(1, 'thrower:ii'),
};

async function start(t, mode) {
  const app = await (await makeApp(t, mains[mode](), [side()])).load({ modules: { main: { host: invoke } } });
  const [c, s] = [new C(app.main), new C(app.modules.sorter)];
  return { app, c, s, handle: c.dlopen('sorter') };
}

for (const mode of Object.keys(mains))
  describe(`exceptions of main, by ${mode}`, () => {
    for (const [way, find] of Object.entries(ways)) {
      test(`${way}: main's catch does not get it, main and the side have failed`, async (t) => {
        const started = await start(t, mode);
        const { app } = started;
        const pointer = find(started);
        assert.ok(pointer > 0, started.c.error);
        assert.throws(
          () => app.main.exports.catching(pointer),
          hasCode(
            'UNGUARDED_CALL_FAILED',
            'app.catching threw C++ exception std::runtime_error: bad delay, out of app.',
            'and over a frame of sorter',
          ),
        );
        assert.deepEqual([app.main, app.modules.sorter].map(stackOf), [65536, 65536]);
        assert.deepEqual([app.main.state, app.modules.sorter.state], ['failed', 'failed']);
        assert.equal(app.main.module.released, 1, 'the exception object is given back');
      });

      test(`${way}: a guarded call ends with it, and everything goes on`, async (t) => {
        const started = await start(t, mode);
        const { app, c, handle } = started;
        const guarded = c.dlsymGuarded(handle, 'call_back');
        const pointer = find(started);
        for (let n = 0; n < 100; n += 1) assert.equal(c.call('ii', guarded, pointer), 0);
        assert.match(c.callError, /sorter.call_back threw C\+\+ exception std::runtime_error: bad delay, out of app\./);
        assert.deepEqual([app.main, app.modules.sorter].map(stackOf), [65536, 65536]);
        assert.deepEqual([app.main.state, app.modules.sorter.state], ['ready', 'ready']);
      });
    }

    test('a function that comes back has its own pointer', async (t) => {
      const { c, s, handle } = await start(t, mode);
      const lent = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 5);
      assert.equal(c.call('ii', c.ask(handle, 'mts_addFnPtr'), 5), lent);
      assert.equal(s.call('ii', s.ask(1, 'stm_addFnPtr'), lent), 5);
    });
  });

test('without exceptions a lent function is the function itself', async (t) => {
  const app = await (await makeApp(t, mainModule(), [side()])).load();
  const c = new C(app.main);
  const handle = c.dlopen('sorter');
  const lent = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 1);
  assert.equal(app.modules.sorter.module.asm.__indirect_function_table.get(lent), app.main.module.asm.add_one);
});

test('longjmp() out of a guarded call', async (t) => {
  const host = () => {
    throw 'longjmp'; // what the glue of these tests takes for one
  };
  const app = await (await makeApp(t, mainModule(), [sideModule('sorter')])).load({ modules: { sorter: { host } } });
  assert.equal(app.main.state, 'ready');
  assert.throws(
    () => app.modules.sorter.exports.call_host(1, 2),
    hasCode('GUARDED_CALL_FAILED', 'sorter.call_host called longjmp() to a setjmp() outside of this call'),
  );
});

test('the type of a function is found by trying', () => {
  for (const signature of ['v', 'd', 'ii', 'viiiiiiii', 'iji', 'dffd'])
    assert.equal(signatureOf(makeThunk(signature, () => 0)), signature);
  assert.equal(signatureOf(makeThunk('vijijij', () => 0)), null, 'too many to try');
});
