// Sides of kind "wasm": no JavaScript of their own, started by the loader itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasMultiMemory, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule } from './support/modules.mjs';
import { reaching } from './support/plain.mjs';

const CALL_SIDE = {
  imports: `(import "side" "twice" (func $side_twice (param i32) (result i32)))
  (import "env" "side_getI32" (func $side_getI32 (param i32) (result i32)))`,
  body: `(func (export "via_side") (param i32) (result i32) (call $side_twice (local.get 0)))
  (func (export "peek_side") (param i32) (result i32) (call $side_getI32 (local.get 0)))`,
  glue: { links: [['side', 'getI32']] },
};
const IMPORTED_MEMORY = '(import "env" "memory" (memory $memory 2 10))';

const ints = (module) => new Int32Array(module.memory.buffer);

for (const bridge of hasMultiMemory ? ['bridge', 'bridge_fb'] : ['bridge_fb']) {
  for (const [title, memory] of Object.entries({ exported: undefined, imported: IMPORTED_MEMORY })) {
    test(`a side with an ${title} memory and an Emscripten main (${bridge})`, async (t) => {
      const built = await makeApp(t, mainModule(CALL_SIDE), [reaching('side', { memory })]);
      const app = await built.load({ bridge });
      const { main, modules } = app;
      assert.equal(main.fn.via_side(21), 42);
      ints(main)[1000] = 99;
      ints(modules.side)[1001] = 77;
      assert.equal(modules.side.fn.peek_main(4000), 99);
      assert.equal(main.fn.peek_side(4004), 77);
      modules.side.fn.poke_main(4004, -5);
      assert.equal(ints(main)[1001], -5);
      modules.side.fn.take(8000, 4000, 8);
      assert.deepEqual([...ints(modules.side).slice(2000, 2002)], [99, -5]);
      modules.side.fn.give(12000, 8000, 4);
      assert.equal(ints(main)[3000], 99);
      assert.equal(modules.side.fn, modules.side.exports);
      assert.equal(modules.side.module.instance.exports.memory, memory ? undefined : modules.side.memory);
    });
  }
}

test('lookups, and function pointers of main', async (t) => {
  const { main, modules } = await (await makeApp(t, mainModule(), [reaching('side')])).load();
  const { side } = modules;
  new Uint8Array(side.memory.buffer).set(new TextEncoder().encode('add_one:ii\0'), 1000);
  const addOne = side.fn.ask(1, 1000);
  assert.equal(side.fn.call_ii(addOne, 5), 6);
  assert.equal(side.fn.call_ii(side.fn.borrow(2), 5), 15, 'pointer 2 of main is add_ten');
  assert.equal(main.fn.add_one(1), 2);
});

test('a trap leaves the side usable, with its stack pointer where it was', async (t) => {
  const { modules } = await (await makeApp(t, mainModule(), [reaching('side')])).load();
  const { side } = modules;
  for (let count = 0; count < 3; count += 1)
    assert.throws(() => side.fn.trap_deep(1), hasCode('GUARDED_CALL_FAILED', 'side.trap_deep trapped', 'unreachable'));
  assert.equal(side.fn.stack(), 65536);
  assert.equal(side.fn.twice(4), 8);
});
