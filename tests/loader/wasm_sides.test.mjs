// Sides of kind "wasm": no JavaScript of their own, started by the loader itself.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasMultiMemory, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule } from './support/modules.mjs';
import { plainModule, reaching } from './support/plain.mjs';

const CALL_SIDE = {
  imports: `(import "side" "twice" (func $side_twice (param i32) (result i32)))
  (import "env" "side_getI32" (func $side_getI32 (param i32) (result i32)))`,
  body: `(func (export "via_side") (param i32) (result i32) (call $side_twice (local.get 0)))
  (func (export "peek_side") (param i32) (result i32) (call $side_getI32 (local.get 0)))`,
  glue: { links: [['side', 'getI32']] },
};
const CALL_TWICE = {
  imports: '(import "side" "twice" (func $side_twice (param i32) (result i32)))',
  body: '(func (export "via_side") (param i32) (result i32) (call $side_twice (local.get 0)))',
};
const IMPORTED_MEMORY = '(import "env" "memory" (memory $memory 2 10))';

const ints = (module) => new Int32Array(module.memory.buffer);

for (const bridge of hasMultiMemory ? ['bridge', 'bridge_fb'] : ['bridge_fb']) {
  for (const [title, memory] of Object.entries({ exported: undefined, imported: IMPORTED_MEMORY })) {
    test(`a side with an ${title} memory and an Emscripten main (${bridge})`, async (t) => {
      const built = await makeApp(t, mainModule(CALL_SIDE), [reaching('side', { memory })]);
      const app = await built.load({ bridge });
      const { main, modules } = app;
      assert.equal(main.exports.via_side(21), 42);
      ints(main)[1000] = 99;
      ints(modules.side)[1001] = 77;
      assert.equal(modules.side.exports.peek_main(4000), 99);
      assert.equal(main.exports.peek_side(4004), 77);
      modules.side.exports.poke_main(4004, -5);
      assert.equal(ints(main)[1001], -5);
      modules.side.exports.take(8000, 4000, 8);
      assert.deepEqual([...ints(modules.side).slice(2000, 2002)], [99, -5]);
      modules.side.exports.give(12000, 8000, 4);
      assert.equal(ints(main)[3000], 99);
      assert.equal(modules.side.exports, modules.side.exports);
      assert.equal(modules.side.module.instance.exports.memory, memory ? undefined : modules.side.memory);
    });
  }
}

test('lookups, and function pointers of main', async (t) => {
  const { main, modules } = await (await makeApp(t, mainModule(), [reaching('side')])).load();
  const { side } = modules;
  new Uint8Array(side.memory.buffer).set(new TextEncoder().encode('add_one:ii\0'), 1000);
  const addOne = side.exports.ask(1, 1000);
  assert.equal(side.exports.call_ii(addOne, 5), 6);
  assert.equal(side.exports.call_ii(side.exports.borrow(2), 5), 15, 'pointer 2 of main is add_ten');
  assert.equal(main.exports.add_one(1), 2);
});

test('a trap leaves the side usable, with its stack pointer where it was', async (t) => {
  const { modules } = await (await makeApp(t, mainModule(), [reaching('side')])).load();
  const { side } = modules;
  for (let count = 0; count < 3; count += 1)
    assert.throws(
      () => side.exports.trap_deep(1),
      hasCode('GUARDED_CALL_FAILED', 'side.trap_deep trapped', 'unreachable'),
    );
  assert.equal(side.exports.stack(), 65536);
  assert.equal(side.exports.twice(4), 8);
});

test('two sides of one file have a memory, globals and a table each', async (t) => {
  const sides = ['first', 'second'].map((name) =>
    plainModule(name, {
      body: '(global $count (mut i32) (i32.const 0)) (func (export "count_up") (result i32) (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count))',
    }),
  );
  const { modules } = await (await makeApp(t, mainModule(), sides)).load();
  const { first, second } = modules;
  assert.deepEqual([first.exports.count_up(), first.exports.count_up(), second.exports.count_up()], [1, 2, 1]);
  first.views.int32[100] = 5;
  assert.equal(second.views.int32[100], 0);
  assert.equal(
    first.addFunction(() => 1, 'i'),
    second.addFunction(() => 2, 'i'),
  );
});

test('views take addresses of 32 bits, with a sign or without', async (t) => {
  const { modules } = await (await makeApp(t, mainModule(), [plainModule('side')])).load();
  const { views } = modules.side;
  views.writeText(64, 20, 'kept');
  for (const address of [2 ** 32 + 64, 64 - 2 ** 32, -(2 ** 31) - 1, 2 ** 32, -(2 ** 53) + 64, 1.5, NaN, '64', 64n]) {
    assert.throws(() => views.writeText(address, 20, 'x'), hasCode('BAD_POINTER', `${address}`));
    assert.throws(() => views.readText(address), hasCode('BAD_POINTER'));
    assert.throws(() => views.bytes(address, 0), hasCode('BAD_POINTER'));
  }
  for (const address of [0xffffffff, -1, -(2 ** 31), 2 ** 31])
    assert.throws(() => views.bytes(address, 1), hasCode('BAD_POINTER', `address ${address >>> 0} lie outside`));
  assert.equal(views.readText(64), 'kept');
});

test('a lazy side begins anew when it is opened again', async (t) => {
  const side = plainModule('side', {
    body: '(global $count (mut i32) (i32.const 0)) (func $up (export "count_up") (result i32) (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count)) (func (export "prepare") (drop (call $up)))',
    init: ['prepare'],
    lazy: true,
  });
  const app = await (await makeApp(t, mainModule(), [side])).load();
  for (let round = 0; round < 2; round += 1) {
    const { exports } = await app.open('side');
    assert.deepEqual([exports.count_up(), exports.count_up()], [2, 3]);
    assert.equal(app.close('side'), true);
    assert.throws(() => exports.count_up(), hasCode('MODULE_CLOSED'));
  }
});

test('a side calls the API of another one, and reaches its memory', async (t) => {
  const user = plainModule('user', {
    imports: `(import "side" "twice" (func $twice (param i32) (result i32)))
  (import "env" "side_getI32" (func $side_getI32 (param i32) (result i32)))
  (import "env" "side_stm_memcpy" (func $copy (param i32 i32 i32)))`,
    body: `(func (export "four_times") (param i32) (result i32) (call $twice (call $twice (local.get 0))))
  (func (export "peek") (param i32) (result i32) (call $side_getI32 (local.get 0)))
  (func (export "copy") (param i32 i32 i32) (call $copy (local.get 0) (local.get 1) (local.get 2)))`,
  });
  const { modules } = await (await makeApp(t, mainModule(), [user, reaching('side')])).load();
  const { user: own, side } = modules;
  assert.equal(own.exports.four_times(5), 20);
  side.views.int32[1000] = 9;
  assert.equal(own.exports.peek(4000), 9);
  own.exports.copy(8000, 4000, 4);
  assert.equal(own.views.int32[2000], 9, 'among two sides, the one that asks plays main');
});

describe('import scripts', () => {
  test('give functions, globals and tables, and see memory and exports', async (t) => {
    const side = plainModule('side', {
      imports: `(import "env" "store" (func $store (param i32)))
  (import "env" "limit" (global $limit i32))
  (import "host" "now" (func $now (result f64)))`,
      table: '(import "env" "table" (table $table 2 funcref))',
      body: `(func (export "run") (param i32) (call $store (local.get 0)))
  (func (export "limit") (result i32) (global.get $limit))
  (func (export "now") (result f64) (call $now))
  (func (export "call_i") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))
  (func (export "plus") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))`,
      scripts: {
        env: `{
          store(value) { new Int32Array(side.memory.buffer)[100] = side.exports.plus(value); },
          limit: new WebAssembly.Global({ value: 'i32' }, 77),
          table: new WebAssembly.Table({ element: 'anyfunc', initial: 2 }),
        }`,
        host: '{ now: () => side.name.length }',
      },
    });
    const { modules } = await (await makeApp(t, mainModule(), [side])).load();
    const { exports, views } = modules.side;
    exports.run(41);
    assert.equal(views.int32[100], 42);
    assert.equal(exports.limit(), 77);
    assert.equal(exports.now(), 4);
    assert.equal(exports.call_i(modules.side.addFunction(() => 6, 'i')), 6, 'the table that the script made');
  });

  test('are called anew at each open', async (t) => {
    const side = plainModule('side', {
      imports: '(import "env" "count" (func $count (result i32)))',
      body: '(func (export "count") (result i32) (call $count))',
      scripts: { env: 'export default () => { let count = 0; return { count: () => (count += 1) }; };' },
      lazy: true,
    });
    const app = await (await makeApp(t, mainModule(), [side])).load();
    for (let round = 0; round < 2; round += 1) {
      assert.equal((await app.open('side')).exports.count(), 1);
      app.close('side');
    }
  });

  test('give what nobody else does: neither accessors nor the API of modules', async (t) => {
    const side = reaching('side', { scripts: { env: '{ main_getI32: () => 5, rbBridge: () => 5, abort() {} }' } });
    const { main, modules } = await (await makeApp(t, mainModule(), [side])).load();
    ints(main)[1000] = 99;
    assert.equal(modules.side.exports.peek_main(4000), 99);
  });
});

test('exports that a vendor called otherwise have their readable names everywhere', async (t) => {
  const side = plainModule('side', {
    imports: '(import "env" "rbBridge" (func $bridge (param i32 i32) (result i32)))',
    body: `(func (export "a") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (func (export "b") (unreachable))
  (func (export "init") (i32.store (i32.const 64) (i32.const 1)))`,
    exports: { twice: 'ii', trap: 'v', prepare: 'v' },
    api: ['twice'],
    names: { twice: 'a', trap: 'b', prepare: 'init' },
    init: ['prepare'],
  });
  const { main, modules } = await (await makeApp(t, mainModule(CALL_TWICE), [side])).load();
  assert.equal(main.exports.via_side(21), 42);
  assert.equal(modules.side.exports.twice(4), 8);
  assert.equal(modules.side.views.int32[16], 1);
  assert.deepEqual(Object.keys(modules.side.exports), ['twice', 'trap', 'prepare']);
  assert.throws(() => modules.side.exports.trap(), hasCode('GUARDED_CALL_FAILED', 'side.trap trapped'));
  const c = new C(main);
  const handle = c.dlopen('side');
  assert.equal(c.call('ii', c.dlsym(handle, 'twice:ii'), 8), 16);
  assert.equal(c.dlsym(handle, 'a'), 0);
  assert.match(c.error, /has no function "a"/);
  const guard = c.ask(0, 'rb_guard');
  const guarded = c.call('iii', guard, c.dlsym(handle, 'trap:v'), c.string('v'));
  c.call('v', guarded);
  assert.equal(c.callError, 'side.trap trapped: unreachable');
});

test("a second memory, which an import script gives, is not the module's", { skip: !hasMultiMemory }, async (t) => {
  const bytes = new Uint8Array([
    0,
    97,
    115,
    109,
    1,
    0,
    0,
    0,
    2,
    16,
    1,
    3,
    ...new TextEncoder().encode('env'),
    7,
    ...new TextEncoder().encode('scratch'),
    2,
    0,
    1,
    5,
    3,
    1,
    0,
    2,
    7,
    5,
    1,
    1,
    104,
    2,
    1, // env.scratch of 1 page, and one of 2 exported as "h"
  ]);
  const memory = { imported: false, initial: 2, maximum: null, address: 'i32', shared: false };
  const scripts = { env: '{ scratch: new WebAssembly.Memory({ initial: 1 }) }' };
  const side = { name: 'side', kind: 'wasm', bytes, memory, memoryName: 'h', scripts };
  const { modules } = await (await makeApp(t, mainModule(), [side])).load();
  assert.equal(modules.side.memory.buffer.byteLength / 65536, 2);
});

test('a function that has a second name keeps its own', async (t) => {
  const side = plainModule('side', {
    body: '(func (export "a") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))',
    exports: { a: 'ii', twice: 'ii' },
    api: ['a', 'twice'],
    names: { twice: 'a' },
  });
  const imports =
    '(import "side" "a" (func $a (param i32) (result i32))) (import "side" "twice" (func $twice (param i32) (result i32)))';
  const body = '(func (export "four_times") (param i32) (result i32) (call $a (call $twice (local.get 0))))';
  const { modules } = await (await makeApp(t, mainModule(), [side, plainModule('user', { imports, body })])).load();
  assert.deepEqual(
    [modules.side.exports.a(3), modules.side.exports.twice(4), modules.user.exports.four_times(5)],
    [6, 8, 20],
  );
});

test("the manifest's memory is the module's where there are several", { skip: !hasMultiMemory }, async (t) => {
  const bytes = new Uint8Array([
    0,
    97,
    115,
    109,
    1,
    0,
    0,
    0,
    5,
    5,
    2,
    0,
    1,
    0,
    2, // memories of 1 and 2 pages
    7,
    14,
    2,
    6,
    ...new TextEncoder().encode('memory'),
    2,
    0,
    1,
    104,
    2,
    1, // exported as "memory" and "h"
  ]);
  const make = (extra) => makeApp(t, mainModule(), [{ name: 'side', kind: 'wasm', bytes, ...extra }]);
  const pages = async (built) => (await built.load()).modules.side.memory.buffer.byteLength / 65536;
  assert.equal(await pages(await make({ memoryName: 'h' })), 2);
  assert.equal(await pages(await make({})), 1);
});

describe('a table of JavaScript values comes first', () => {
  const CALL =
    '(func (export "call_i") (param i32) (result i32) (call_indirect $functions (result i32) (local.get 0)))';
  const calls = async (t, side) => {
    const opened = (await (await makeApp(t, mainModule(), [side])).load()).modules.side;
    assert.equal(opened.exports.call_i(opened.addFunction(() => 6, 'i')), 6);
  };

  test('among the exports', async (t) => {
    const table = '(table $values (export "values") 4 externref) (table $functions (export "functions") 2 funcref)';
    await calls(t, plainModule('side', { table, body: CALL }));
  });

  test('among the imports', async (t) => {
    const table =
      '(import "env" "values" (table $values 4 externref)) (import "env" "functions" (table $functions 2 funcref))';
    const make = (element) => `new WebAssembly.Table({ element: '${element}', initial: 4 })`;
    await calls(
      t,
      plainModule('side', {
        table,
        body: CALL,
        scripts: { env: `{ values: ${make('externref')}, functions: ${make('anyfunc')} }` },
      }),
    );
  });
});

describe('a table that the manifest wants is made by the loader', () => {
  const CALL = '(func (export "call_i") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))';
  const open = async (t, from, limits, table, extra) => {
    const side = plainModule('side', {
      body: CALL,
      table: `(import "${from}" "table" (table $table ${limits} funcref))`,
      ...extra,
    });
    return (await (await makeApp(t, mainModule(), [{ ...side, table }])).load()).modules.side;
  };

  for (const [title, from, limits, table] of [
    ['without maximum', 'env', '0', { initial: 0, maximum: null }],
    ['with the same limits', 'env', '2 6', { initial: 2, maximum: 6 }],
    ['of another import module', 'js', '2', { initial: 2, maximum: null }],
  ]) {
    test(title, async (t) => {
      const side = await open(t, from, limits, table);
      assert.equal(side.exports.call_i(side.addFunction(() => 6, 'i')), 6);
    });
  }

  test('unless an import script gives one', async (t) => {
    const scripts = { env: '{ table: new WebAssembly.Table({ element: "anyfunc", initial: 8, maximum: 8 }) }' };
    const side = await open(t, 'env', '2', { initial: 2, maximum: null }, { scripts });
    assert.throws(() => side.addFunction(() => 6, 'i'), hasCode('TABLE_FULL', 'of 8 entries'));
  });
});

test('without a stack pointer, a constant one or a start function all goes on', async (t) => {
  const sides = [
    plainModule('none', { stack: '', body: '(func (export "trap") (unreachable))' }),
    plainModule('constant', {
      stack: '(global (export "__stack_pointer") i32 (i32.const 5))',
      body: '(func (export "trap") (unreachable))',
    }),
  ];
  const { modules } = await (await makeApp(t, mainModule(), sides)).load();
  for (const { name } of sides) {
    assert.throws(() => modules[name].exports.trap(), hasCode('GUARDED_CALL_FAILED'));
    assert.equal(modules[name].state, 'ready');
  }
});
