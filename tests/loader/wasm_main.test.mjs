// A main module of kind "wasm": it runs, calls sides and looks them up, and no module of the app has JavaScript.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasMultiMemory, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { sideModule } from './support/modules.mjs';
import { plainModule, reaching } from './support/plain.mjs';

const IMPORTS = `
  (import "side" "twice" (func $twice (param i32) (result i32)))
  (import "env" "side_getI32" (func $side_getI32 (param i32) (result i32)))
  (import "env" "side_mts_memcpy" (func $send (param i32 i32 i32)))
  (import "env" "rbBridge" (func $bridge (param i32 i32) (result i32)))`;
const BODY = `
  (func $add_one (export "add_one") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $fail (export "fail") (param i32) (result i32) (unreachable))
  (elem (table $table) (i32.const 1) func $add_one $fail)
  (func (export "via_side") (param i32) (result i32) (call $twice (local.get 0)))
  (func (export "peek_side") (param i32) (result i32) (call $side_getI32 (local.get 0)))
  (func (export "send") (param i32 i32 i32) (call $send (local.get 0) (local.get 1) (local.get 2)))
  (func $ask (export "ask") (param i32 i32) (result i32) (call $bridge (local.get 0) (local.get 1)))
  (func (export "call_ii") (param i32 i32) (result i32) (call_indirect (param i32) (result i32) (local.get 1) (local.get 0)))`;
const mainOf = (extra = {}) =>
  plainModule('app', { ...extra, imports: `${IMPORTS}${extra.imports ?? ''}`, body: `${BODY}${extra.body ?? ''}` });
const IMPORTED = '(import "env" "memory" (memory $memory 2 10))';
const SIDES = { wasm: () => reaching('side'), emscripten: () => sideModule('side') };

for (const bridge of hasMultiMemory ? ['bridge', 'bridge_fb'] : ['bridge_fb']) {
  for (const [kind, make] of Object.entries(SIDES)) {
    for (const memory of [undefined, IMPORTED]) {
      test(`calls and memories, a side of kind ${kind}, ${memory ? 'imported' : 'exported'} memory (${bridge})`, async (t) => {
        const { main, modules } = await (await makeApp(t, mainOf({ memory }), [make()])).load({ bridge });
        assert.equal(main.exports.via_side(21), 42);
        modules.side.views.int32[1000] = 9;
        assert.equal(main.exports.peek_side(4000), 9);
        main.views.int32[1000] = 8;
        main.exports.send(8000, 4000, 4);
        assert.equal(modules.side.views.int32[2000], 8);
        main.views.writeText(1000, 20, 'rb_find');
        const find = main.exports.ask(0, 1000);
        main.views.writeText(1000, 20, 'side');
        const handle = main.exports.call_ii(find, 1000);
        main.views.writeText(1000, 20, 'twice:ii');
        assert.equal(main.exports.call_ii(main.exports.ask(handle, 1000), 6), 12);
      });
    }
  }
}

test("sides reach main's memory and functions, whoever makes the memory", async (t) => {
  for (const memory of [undefined, IMPORTED]) {
    const { main, modules } = await (await makeApp(t, mainOf({ memory }), [reaching('side')])).load();
    const { exports, views } = modules.side;
    main.views.int32[1000] = 99;
    assert.equal(exports.peek_main(4000), 99);
    main.memory.grow(2);
    main.views.int32[4 * 16384 - 1] = 5;
    exports.take(8000, 4 * 65536 - 4, 4);
    assert.equal(views.int32[2000], 5);
    assert.equal(exports.call_ii(exports.borrow(1), 1), 2);
    views.writeText(1000, 20, 'add_one');
    assert.equal(exports.call_ii(exports.ask(1, 1000), 1), 2);
  }
});

describe('main()', () => {
  const runs = async (t, body, options, extra = {}) => {
    const app = await (await makeApp(t, mainOf({ body, ...extra }), [reaching('side')])).load(options);
    return app.main;
  };

  for (const [title, name, type] of [
    ['_start', '_start', ''],
    ['main without parameters', 'main', '(result i32)'],
    ['main with parameters', 'main', '(param i32 i32) (result i32)'],
    ['__main_void', '__main_void', '(result i32)'],
    ['__main_argc_argv', '__main_argc_argv', '(param i32 i32) (result i32)'],
  ]) {
    test(`${title} runs once sides are there`, async (t) => {
      const body = `(func (export "${name}") ${type} (i32.store (i32.const 400) (call $twice (i32.const 21))) ${type ? '(i32.const 0)' : ''})`;
      const main = await runs(t, body);
      assert.equal(main.views.int32[100], 42);
      assert.equal((await runs(t, body, { modules: { main: { noInitialRun: true } } })).views.int32[100], 0);
    });
  }

  test('init functions run before it, and no function twice', async (t) => {
    const body = `(func (export "_start") (i32.store (i32.const 400)
      (i32.add (i32.mul (i32.load (i32.const 400)) (i32.const 10)) (i32.const 1))))
  (func (export "prepare") (i32.store (i32.const 400) (i32.const 5)))`;
    assert.equal((await runs(t, body, {}, { init: ['prepare'] })).views.int32[100], 51);
    assert.equal((await runs(t, body, {}, { init: ['prepare', '_start'] })).views.int32[100], 51);
  });

  test('a status, a trap', async (t) => {
    await assert.rejects(runs(t, '(func (export "main") (result i32) (i32.const 3))'), (error) => {
      hasCode('MAIN_EXITED', 'status 3')(error);
      return error.status === 3;
    });
    await assert.rejects(
      runs(t, '(func (export "_start") (unreachable))'),
      hasCode('UNGUARDED_CALL_FAILED', 'app.main trapped'),
    );
  });

  test('none is needed', async (t) => {
    assert.equal((await runs(t, '')).state, 'ready');
  });
});

test('a trap in main called from JavaScript: main and what it calls have failed', async (t) => {
  const app = await (await makeApp(t, mainOf(), [reaching('side')])).load();
  assert.throws(() => app.main.exports.fail(1), hasCode('UNGUARDED_CALL_FAILED', 'app.fail trapped'));
  assert.equal(app.main.state, 'failed');
});
