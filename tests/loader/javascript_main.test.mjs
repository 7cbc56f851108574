// A main module that is JavaScript: its memory and table, the functions that it offers and lends.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasMultiMemory, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule } from './support/modules.mjs';
import { plainModule, reaching } from './support/plain.mjs';

const MAIN = { name: 'app', kind: 'javascript', initial: 2, maximum: 10 };

/** Writes a name into the side's memory and asks rbBridge for it. */
function ask({ exports, views }, handle, name) {
  views.writeText(1000, 100, name);
  return exports.ask(handle, 1000);
}

for (const bridge of hasMultiMemory ? ['bridge', 'bridge_fb'] : ['bridge_fb']) {
  test(`sides reach main's memory, and JavaScript both (${bridge})`, async (t) => {
    const app = await (await makeApp(t, MAIN, [reaching('side')])).load({ bridge });
    const { main, modules } = app;
    const { side } = modules;
    assert.equal(main.state, 'ready');
    assert.equal(main.memory.buffer.byteLength, 2 * 65536);
    main.views.int32[1000] = 99;
    assert.equal(side.exports.peek_main(4000), 99);
    side.exports.poke_main(4004, -5);
    assert.equal(main.views.int32[1001], -5);
    side.exports.take(8000, 4000, 8);
    assert.deepEqual([...side.views.int32.subarray(2000, 2002)], [99, -5]);
    main.memory.grow(3);
    assert.equal(main.views.uint8.length, 5 * 65536);
    main.views.uint8[5 * 65536 - 1] = 7;
    side.exports.take(8000, 5 * 65536 - 4, 4);
    assert.equal(side.views.uint32[2000], 7 << 24);
    assert.deepEqual(Object.keys(main.exports), []);
  });
}

test("a memory from outside is main's; null is the same as none", async (t) => {
  const wasmMemory = new WebAssembly.Memory({ initial: 3 });
  const built = await makeApp(t, MAIN, [reaching('side')]);
  const app = await built.load({ modules: { main: { wasmMemory } } });
  assert.equal(app.main.memory, wasmMemory);
  app.main.views.int32[1000] = 5;
  assert.equal(app.modules.side.exports.peek_main(4000), 5);
  const { main, modules } = await built.load({ modules: { main: { wasmMemory: null } } });
  assert.equal(main.memory.buffer.byteLength, 2 * 65536);
  main.views.int32[1000] = 6;
  assert.equal(modules.side.exports.peek_main(4000), 6);
});

test('an instantiateWasm is refused where there is no wasm', async (t) => {
  const built = await makeApp(t, MAIN);
  const modules = { main: { instantiateWasm: () => {} } };
  await assert.rejects(built.load({ modules }), hasCode('BAD_OPTION', 'app: ', 'instantiateWasm', 'leave it out'));
});

describe('functions of JavaScript', () => {
  const open = async (t, options) => {
    const built = await makeApp(t, MAIN, [reaching('side')]);
    const app = await built.load(options);
    return { app, main: app.main, side: app.modules.side };
  };

  test('as pointers of main, which a side takes over', async (t) => {
    const { main, side } = await open(t);
    const pointer = main.addFunction((a) => a * 3, 'ii');
    assert.ok(pointer > 0);
    const taken = side.exports.borrow(pointer);
    assert.equal(side.exports.call_ii(taken, 14), 42);
    assert.equal(main.removeFunction(pointer), true);
    assert.throws(() => side.exports.call_ii(taken, 1), hasCode('GUARDED_CALL_FAILED', 'taken back'));
    assert.throws(() => main.getFunction(pointer)(1), hasCode('CALLBACK_DEAD', 'taken back'));
    assert.equal(main.state, 'ready');
  });

  test('as pointers of the side', async (t) => {
    const { side } = await open(t);
    const seen = [];
    const pointer = side.addFunction((a) => seen.push(a), 'ii');
    assert.equal(side.exports.call_ii(pointer, -4), 1);
    assert.deepEqual(seen, [-4]);
    assert.equal(side.removeFunction(pointer), true);
    assert.equal(side.removeFunction(pointer), false);
    assert.throws(
      () => side.exports.call_ii(pointer, 1),
      (error) => hasCode('CALLBACK_DEAD', `function ${pointer} "ii"`)(error.cause),
    );
    assert.equal(side.exports.twice(2), 4);
  });

  test('what they throw ends the call, and is the cause of its error', async (t) => {
    const { side } = await open(t);
    const problem = new Error('no row');
    const pointer = side.addFunction(() => {
      throw problem;
    }, 'ii');
    assert.throws(
      () => side.exports.call_deep(pointer, 1),
      (error) => {
        hasCode('GUARDED_CALL_FAILED', 'side.call_deep threw Error: no row')(error);
        return error.cause === problem;
      },
    );
    assert.equal(side.exports.stack(), 65536);
    assert.equal(side.state, 'ready');
  });

  test('offered by name, found by sides', async (t) => {
    const functions = { 'add_one:ii': (a) => a + 1, 'wide:jj': (a) => a * 2n };
    const { side } = await open(t, { modules: { main: { functions } } });
    assert.equal(side.exports.call_ii(ask(side, 1, 'add_one:ii'), 41), 42);
    assert.equal(ask(side, 1, 'add_one:vi'), 0);
    assert.equal(ask(side, 1, 'missing'), 0);
    assert.notEqual(ask(side, 1, 'wide'), 0);
  });

  test('wrong use', async (t) => {
    const { main, side } = await open(t);
    assert.throws(() => side.addFunction('x', 'ii'), hasCode('BAD_OPTION', 'side: "x" was given as the function'));
    assert.throws(() => side.addFunction(() => 1, 'int'), hasCode('WRONG_SIGNATURE', '"int"'));
    assert.throws(() => side.addFunction(() => 1), hasCode('WRONG_SIGNATURE', 'undefined is not a signature'));
    assert.throws(() => side.getFunction(0), hasCode('BAD_POINTER'));
    assert.throws(() => main.getFunction(5), hasCode('BAD_POINTER'));
    assert.equal(side.removeFunction(1000), false);
    const built = await makeApp(t, MAIN, [reaching('side')]);
    for (const [functions, code] of [
      [[], 'BAD_OPTION'],
      [{ 'f:ii': 5 }, 'BAD_OPTION'],
      [{ f: () => 1 }, 'WRONG_SIGNATURE'],
    ])
      await assert.rejects(built.load({ modules: { main: { functions } } }), hasCode(code));
  });

  test('1000 of them leave the table as long as it was', async (t) => {
    const { side } = await open(t);
    for (let count = 0; count < 200; count += 1) side.removeFunction(side.addFunction(() => 1, 'i'));
    const { length } = side.module.instance.exports.__indirect_function_table;
    for (let count = 0; count < 1000; count += 1) side.removeFunction(side.addFunction(() => 1, 'i'));
    assert.equal(side.module.instance.exports.__indirect_function_table.length, length);
  });
});

test('function pointers of a side, called from JavaScript', async (t) => {
  const { modules } = await (await makeApp(t, MAIN, [reaching('side')])).load();
  const { side } = modules;
  assert.equal(side.getFunction(side.exports.pointer_of_twice())(21), 42);
  assert.throws(() => side.getFunction(2)(1), hasCode('GUARDED_CALL_FAILED', 'side.function 2 trapped'));
  assert.equal(side.exports.stack(), 65536);
});

test('a lazy side is opened and closed, with what JavaScript lent to it', async (t) => {
  const app = await (await makeApp(t, MAIN, [reaching('side', { lazy: true })])).load();
  const side = await app.open('side');
  const { views } = side;
  const pointer = side.addFunction(() => 5, 'ii');
  assert.equal(side.exports.call_ii(pointer, 0), 5);
  assert.equal(app.close('side'), true);
  assert.equal(side.removeFunction(pointer), false);
  assert.throws(() => side.views, hasCode('MODULE_CLOSED'));
  assert.throws(() => views.uint8, hasCode('MODULE_CLOSED'));
  assert.throws(() => side.addFunction(() => 1, 'i'), hasCode('MODULE_CLOSED'));
  await app.open('side');
  assert.equal(side.exports.twice(3), 6);
  assert.equal(app.main.state, 'ready');
});

describe('functions of JavaScript where main is not', () => {
  const problem = new Error('no row');
  const throwing = () => {
    throw problem;
  };
  for (const [kind, make] of Object.entries({ emscripten: () => mainModule(), wasm: () => plainModule('app') })) {
    test(`what they throw leaves a main of kind ${kind} as it was`, async (t) => {
      const { main, modules } = await (await makeApp(t, make(), [reaching('side')])).load();
      const { side } = modules;
      for (const module of [main, side]) {
        const pointer = module.addFunction(throwing, 'ii');
        const call = module.getFunction(pointer);
        assert.throws(
          () => call(1),
          (error) => error === problem,
        );
        assert.equal(module.removeFunction(pointer), true);
        assert.throws(() => call(1), hasCode('CALLBACK_DEAD', 'taken back'));
        assert.throws(() => module.getFunction(pointer)(1), hasCode('CALLBACK_DEAD', 'taken back'));
      }
      const lent = side.exports.borrow(main.addFunction(throwing, 'ii'));
      assert.throws(
        () => side.getFunction(lent)(1),
        (error) => error === problem,
      );
      assert.deepEqual([main.state, side.state], ['ready', 'ready']);
    });
  }

  test('only they are taken back by removeFunction', async (t) => {
    const { main, modules } = await (await makeApp(t, mainModule(), [reaching('side')])).load();
    const { side } = modules;
    const borrowed = side.exports.borrow(1);
    assert.equal(side.removeFunction(borrowed), false);
    assert.equal(side.exports.call_ii(borrowed, 1), 2);
    const pointer = main.addFunction((a) => a * 3, 'ii');
    const lent = side.exports.borrow(pointer);
    assert.equal(side.removeFunction(lent), false, 'the side has it by its own code');
    assert.equal(side.exports.call_ii(lent, 2), 6);
    assert.equal(main.removeFunction(pointer), true);
  });
});
