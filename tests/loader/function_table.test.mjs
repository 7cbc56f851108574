// Slots in function tables: reference counts, identity, the way home, owners, growth.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'node:test';
import { FunctionTable } from '../../js/loader/functions/function_table.mjs';
import { makeThunk } from '../../js/loader/wasm/thunks.mjs';
import { makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const makeTable = (limits = { initial: 4 }) => {
  const table = new WebAssembly.Table({ element: 'anyfunc', ...limits });
  return {
    table,
    slots: new FunctionTable(
      'm',
      () => table,
      (index, func) => table.set(index, func),
    ),
  };
};
const func = (n) => makeThunk('i', () => n);

describe('FunctionTable', () => {
  test('the same function has one slot, freed with its last reference and then reused', () => {
    const { table, slots } = makeTable();
    const f = func(1);
    const owner = {};
    const index = slots.add(f, owner);
    assert.equal(slots.add(f, owner), index);
    assert.equal(table.get(index)(), 1);
    assert.equal(slots.remove(index), true);
    assert.equal(table.get(index)(), 1);
    assert.equal(slots.remove(index), true);
    assert.equal(table.get(index), null);
    assert.equal(slots.remove(index), false);
    const length = table.length;
    for (let round = 0; round < 1000; round += 1) slots.remove(slots.add(func(round), owner));
    assert.equal(table.length, length);
  });

  test('a pinned function outlives references and goes with its owner', () => {
    const { table, slots } = makeTable();
    const [f, owner, other] = [func(1), {}, {}];
    const index = slots.pin(f, owner);
    assert.equal(slots.add(f, owner), index);
    slots.remove(index);
    assert.equal(slots.remove(index), false, 'a pin is no reference');
    assert.notEqual(table.get(index), null);
    slots.releaseOwner(other);
    assert.notEqual(table.get(index), null);
    slots.releaseOwner(owner);
    assert.equal(table.get(index), null);
    assert.equal(slots.size, 0);
  });

  test('a function comes home as its own pointer', () => {
    const a = makeTable();
    const b = makeTable();
    const f = func(1);
    a.table.set(2, f);
    const own = a.table.get(2);
    const lent = b.slots.add(own, a, a.slots.lend(own, 2));
    const { func: back, slot } = b.slots.get(lent);
    const length = a.table.length;
    assert.equal(a.slots.add(back, slot.owner, slot.loan), 2);
    assert.equal(a.table.length, length);
    assert.equal(a.slots.remove(2), true);
    assert.equal(a.slots.remove(2), false);
    b.slots.remove(lent);
    assert.equal(a.slots.loans.size, 0, 'nothing is remembered of a function that nobody holds');
  });

  test('a table that cannot grow, and one that grows by one only', () => {
    const full = makeTable({ initial: 2, maximum: 2 });
    assert.throws(() => full.slots.add(func(1), {}), hasCode('TABLE_FULL', 'm: ', '2 entries'));
    const tight = makeTable({ initial: 1, maximum: 6 });
    for (let n = 0; n < 5; n += 1) tight.slots.add(func(n), {});
    assert.equal(tight.table.length, 6);
    assert.throws(() => tight.slots.add(func(9), {}), hasCode('TABLE_FULL'));
  });

  test('no table yet', () => {
    assert.throws(() => new FunctionTable('m', () => null).add(func(1), {}), hasCode('NOT_READY'));
  });

  test('pointers that are none', () => {
    const { slots } = makeTable();
    for (const index of [0, 1, 4, 400, -1]) assert.throws(() => slots.get(index), hasCode('BAD_POINTER', 'm: '));
  });

  test('any sequence of add, remove, pin and release agrees with a model (property)', () => {
    const functions = Array.from({ length: 6 }, (_, n) => func(n));
    const owners = [{}, {}, {}];
    const step = fc.tuple(fc.constantFrom('add', 'remove', 'pin', 'release'), fc.nat(5));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { table, slots } = makeTable();
        const model = new Map(); // n -> { index, references, pinned }
        for (const [kind, n] of steps) {
          const known = model.get(n);
          if (kind === 'add' || kind === 'pin') {
            const index = slots[kind](functions[n], owners[n % 3]);
            if (known) assert.equal(index, known.index);
            const item = known ?? { index, references: 0, pinned: false };
            if (kind === 'add') item.references += 1;
            else item.pinned = true;
            model.set(n, item);
          } else if (kind === 'remove') {
            assert.equal(slots.remove(known?.index ?? 999), Boolean(known?.references));
            if (known?.references) known.references -= 1;
            if (known && !known.references && !known.pinned) model.delete(n);
          } else {
            slots.releaseOwner(owners[n % 3]);
            for (const m of [...model.keys()]) if (m % 3 === n % 3) model.delete(m);
          }
          assert.equal(slots.size, model.size);
          for (const [m, { index }] of model) assert.equal(table.get(index)(), m);
          assert.ok(table.length <= 4 + 16, 'at most six slots are ever in use');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('addFnPtr and removeFnPtr between modules', () => {
  async function start(t) {
    const app = await (await makeApp(t, mainModule(), [sideModule('sorter')])).load();
    const c = new C(app.main);
    const sorter = c.dlopen('sorter');
    const bridge = (name) => c.ask(sorter, name);
    const table = (handle) => handle.module.asm.__indirect_function_table;
    return { app, c, s: new C(app.modules.sorter), sorter, bridge, table };
  }

  test('main lends a callback; the same function gives the same pointer; each add needs its remove', async (t) => {
    const { app, c, bridge, table } = await start(t);
    const [add, remove] = [bridge('mts_addFnPtr'), bridge('mts_removeFnPtr')];
    const lent = c.call('ii', add, 1); // add_one
    assert.equal(c.call('ii', add, 1), lent);
    assert.notEqual(c.call('ii', add, 2), lent);
    assert.equal(app.modules.sorter.exports.call_ii(lent, 41), 42);
    assert.equal(c.call('ii', remove, lent), 1);
    assert.notEqual(table(app.modules.sorter).get(lent), null);
    assert.equal(c.call('ii', remove, lent), 1);
    assert.equal(table(app.modules.sorter).get(lent), null);
    assert.equal(c.call('ii', remove, lent), 0);
    assert.equal(c.call('ii', remove, 1), 0, "a module's own entry is not ours");
  });

  test("what main lent comes home as main's own pointer", async (t) => {
    const { c, s, bridge } = await start(t);
    const lent = c.call('ii', bridge('mts_addFnPtr'), 2);
    const home = s.call('ii', s.ask(1, 'stm_addFnPtr'), lent);
    assert.equal(home, 2);
    assert.equal(s.call('ii', s.ask(1, 'stm_removeFnPtr'), home), 1);
    assert.equal(s.call('ii', s.ask(1, 'stm_removeFnPtr'), home), 0);
  });

  test("the side lends to main, main lends it on: it is the side's own again", async (t) => {
    const { c, s, bridge } = await start(t);
    const inMain = s.call('ii', s.ask(1, 'stm_addFnPtr'), 1);
    assert.equal(c.call('ii', inMain, 6), 12);
    assert.equal(c.call('ii', bridge('mts_addFnPtr'), inMain), 1);
  });

  test('a wrong pointer gives 0 and both modules can read why', async (t) => {
    const { c, s, bridge } = await start(t);
    assert.equal(c.call('ii', bridge('mts_addFnPtr'), 9999), 0);
    assert.match(c.error, /app: 9999 is no function pointer/);
    assert.match(s.error, /app: 9999 is no function pointer/);
  });

  test('10,000 add and remove leave table lengths flat', async (t) => {
    const { app, c, bridge, table } = await start(t);
    const [add, remove] = [bridge('mts_addFnPtr'), bridge('mts_removeFnPtr')];
    c.call('ii', remove, c.call('ii', add, 1));
    const lengths = () => [table(app.main).length, table(app.modules.sorter).length];
    const before = lengths();
    for (let round = 0; round < 10000; round += 1) c.call('ii', remove, c.call('ii', add, 1 + (round % 2)));
    assert.deepEqual(lengths(), before);
  });

  test('re-entrant: main calls side calls main calls side', async (t) => {
    const main = mainModule({
      body: `
      (func $down (export "down") (param i32 i32 i32) (result i32)
        (if (result i32) (i32.eqz (local.get 2)) (then (i32.const 100))
          (else (i32.add (i32.const 1)
            (call_indirect (type $t_iiii) (local.get 0) (local.get 1) (i32.sub (local.get 2) (i32.const 1))
              (local.get 0))))))
      (elem (table $table) (i32.const 5) func $down)`,
    });
    const side = sideModule('sorter', {
      body: `
      (func $up (param i32 i32 i32) (result i32)
        (i32.add (i32.const 10) (call_indirect (type $t_iiii) (local.get 0) (local.get 1) (local.get 2) (local.get 1))))
      (elem (table $table) (i32.const 5) func $up)`,
    });
    const app = await (await makeApp(t, main, [side])).load();
    const c = new C(app.main);
    const sorter = c.dlopen('sorter');
    const s = new C(app.modules.sorter);
    const upInMain = s.call('ii', s.ask(1, 'stm_addFnPtr'), 5);
    const downInSide = c.call('ii', c.ask(sorter, 'mts_addFnPtr'), 5);
    assert.equal(app.main.exports.down(upInMain, downInSide, 5), 100 + 5 * 11);
  });
});

test('a glue that mirrors its table sees the function that is in a reused slot', async (t) => {
  const main = mainModule({
    imports: '(import "env" "call_mirrored" (func $mirrored (param i32 i32) (result i32)))',
    body: '(func (export "mirrored") (param i32 i32) (result i32) (call $mirrored (local.get 0) (local.get 1)))',
    glue: { mirror: true },
  });
  const side = sideModule('sorter', {
    body: '(func $thrice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3))) (elem (table $table) (i32.const 5) func $thrice)',
  });
  const app = await (await makeApp(t, main, [side])).load();
  const s = new C(app.modules.sorter);
  const [add, remove] = [s.ask(1, 'stm_addFnPtr'), s.ask(1, 'stm_removeFnPtr')];
  const first = s.call('ii', add, 1);
  assert.equal(app.main.exports.mirrored(first, 5), 10);
  s.call('ii', remove, first);
  const second = s.call('ii', add, 5);
  assert.equal(second, first, 'the slot is reused');
  assert.equal(app.main.exports.mirrored(second, 5), 15);
});
