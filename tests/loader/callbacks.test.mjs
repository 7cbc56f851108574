// Functions lent with a context, what late callers of them get, guards put around function pointers, and the services
// that destructors use.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bindFunction } from '../../js/loader/functions/bound_functions.mjs';
import { FunctionTable } from '../../js/loader/functions/function_table.mjs';
import { makeThunk } from '../../js/loader/wasm/thunks.mjs';
import { leb } from '../../js/loader/wasm/wasm_writer.mjs';
import { makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const MAIN = 1;
const [PLUS, CRASH, WIDE, NEST] = [5, 6, 7, 4]; // function pointers of each module below

const body = `
  (func $plus (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func $crash (param i32 i32) (result i32) (unreachable))
  (func $plus_wide (param i32 i64) (result i64) (i64.add (i64.extend_i32_s (local.get 0)) (local.get 1)))
  (func $nest (param i32 i32) (result i32) (call_indirect (type $t_ii) (local.get 1) (local.get 0)))
  (elem (table $table) (i32.const ${PLUS}) func $plus $crash $plus_wide)
  (elem (table $table) (i32.const ${NEST}) func $nest)`;

async function start(t, sides = [sideModule('sorter', { body })]) {
  const app = await (await makeApp(t, mainModule({ body }), sides)).load();
  const c = new C(app.main);
  if (!app.modules.sorter) return { app, c };
  return { app, c, s: new C(app.modules.sorter), sorter: c.dlopen('sorter') };
}

const tableOf = (handle) => handle.module.asm.__indirect_function_table;
const lend = (c, handle, pointer, context, signature = 'ii', service = 'rb_lend_bound') =>
  c.service('iiiii', service, handle, pointer, context, c.string(signature));
const takeBack = (c, handle, lent) => c.service('iii', 'rb_take_back', handle, lent);

describe('rb_lend_bound', () => {
  test('calls the function with its context, each lend is a pointer of its own', async (t) => {
    const { c, s, sorter } = await start(t);
    const [ten, twenty] = [lend(c, sorter, PLUS, 10), lend(c, sorter, PLUS, 20)];
    assert.notEqual(ten, twenty);
    assert.notEqual(lend(c, sorter, PLUS, 10), ten);
    assert.equal(s.call('ii', ten, 1), 11);
    assert.equal(s.call('ii', twenty, 1), 21);
    assert.equal(s.call('jj', lend(c, sorter, WIDE, -1, 'jj'), 2n ** 40n), 2n ** 40n - 1n);
    assert.equal(c.error, '');
  });

  test('from a side to main, and to the module itself', async (t) => {
    const { c, s } = await start(t);
    assert.equal(c.call('ii', lend(s, MAIN, PLUS, 7), 3), 10);
    assert.equal(c.call('ii', lend(c, MAIN, PLUS, 8), 3), 11);
  });

  test('no JavaScript is in the call: a trap comes from the function itself', () => {
    const { func } = bindFunction(
      'ii',
      makeThunk('iii', (context, a) => context * a),
      6,
      assert.fail,
    );
    assert.equal(func(7), 42);
  });

  const wrong = [
    [PLUS, 'iii', /function 5 does not take \(context, \.\.\.\) as "iii" says/],
    [PLUS, 'what', /"what" is no signature/],
    [PLUS, `i${'i'.repeat(51)}`, /more parameters than a callback can have/],
    [4000, 'ii', /4000 is no function pointer/],
  ];
  for (const [pointer, signature, text] of wrong) {
    test(`refuses function ${pointer} as "${signature.slice(0, 8)}": 0 and rb_dlerror`, async (t) => {
      const { c, sorter } = await start(t);
      const before = tableOf(c.handle).length;
      assert.equal(lend(c, sorter, pointer, 0, signature), 0);
      assert.match(c.error, text);
      assert.ok(tableOf(c.handle).length <= before + 4);
    });
  }

  test('a trap of an unguarded one fails the caller, a guarded one gives 0 and the error', async (t) => {
    const { app, c, s, sorter } = await start(t);
    const guarded = lend(c, sorter, CRASH, 1, 'ii', 'rb_lend_bound_guarded');
    assert.equal(s.call('ii', guarded, 1), 0);
    assert.match(s.callError, /app\.callback "ii" trapped: unreachable/);
    assert.equal(s.call('ii', lend(c, sorter, PLUS, 1, 'ii', 'rb_lend_bound_guarded'), 4), 5);
    assert.throws(() => s.call('ii', lend(c, sorter, CRASH, 1), 1), hasCode('GUARDED_CALL_FAILED', 'trapped'));
    assert.equal(app.modules.sorter.state, 'ready');
  });

  test('re-entrant: main, side, main, side', async (t) => {
    const { c, s, sorter } = await start(t);
    const inner = lend(s, MAIN, PLUS, 100); // a pointer of main
    const outer = lend(c, sorter, NEST, inner); // a pointer of the side: main calls `inner`
    assert.equal(s.call('ii', outer, 5), 105);
  });
});

describe('CALLBACK_DEAD', () => {
  const dead = (call, ...texts) =>
    assert.throws(call, (error) => hasCode('CALLBACK_DEAD', ...texts)(error.cause ?? error));

  test('a callback that was taken back says so, by name', async (t) => {
    const { c, s, sorter } = await start(t);
    const lent = lend(c, sorter, PLUS, 1);
    assert.equal(takeBack(c, sorter, lent), 0);
    dead(() => s.call('ii', lent, 1), `app: callback ${lent} "ii", lent to sorter, was called after it was taken back`);
    assert.equal(takeBack(c, sorter, lent), -1);
    assert.equal(c.error, '', 'a destructor leaves no error');
  });

  test('also where the pointer was lent on', async (t) => {
    const { app, c, s, sorter } = await start(t, [sideModule('sorter', { body }), sideModule('other', { body })]);
    const lent = lend(c, sorter, PLUS, 1);
    const other = s.dlopen('other');
    const further = s.call('ii', s.ask(other, 'mts_addFnPtr'), lent);
    const o = new C(app.modules.other);
    assert.equal(o.call('ii', further, 1), 2);
    takeBack(c, sorter, lent);
    dead(() => o.call('ii', further, 1), 'callback');
  });

  test('a guarded one gives 0 and the error', async (t) => {
    const { c, s, sorter } = await start(t);
    const lent = lend(c, sorter, PLUS, 1, 'ii', 'rb_lend_bound_guarded');
    takeBack(c, sorter, lent);
    assert.equal(s.call('ii', lent, 1), 0);
    assert.match(s.callError, /failed: app: callback \d+ "ii", lent to sorter, was called after it was taken back/);
  });

  for (const service of ['rb_lend_bound', 'rb_lend_bound_guarded']) {
    test(`${service}: the lender is closed, before or after taking back`, async (t) => {
      const { app, c } = await start(t, [sideModule('plugin', { body, lazy: true })]);
      const p = new C(await app.open('plugin'));
      const [kept, dropped] = [lend(p, MAIN, PLUS, 1, 'ii', service), lend(p, MAIN, PLUS, 2, 'ii', service)];
      takeBack(p, MAIN, dropped);
      assert.equal(app.close('plugin'), true);
      for (const lent of [kept, dropped]) {
        if (service === 'rb_lend_bound') dead(() => c.call('ii', lent, 1), 'plugin: callback');
        else assert.equal(c.call('ii', lent, 1), 0);
        if (service === 'rb_lend_bound') return; // main has failed
        assert.match(c.callError, /plugin: is closed/);
      }
    });
  }

  test('the borrower is closed: nothing is left to take back, and that is no error', async (t) => {
    const { app, c } = await start(t, [sideModule('plugin', { body, lazy: true })]);
    await app.open('plugin');
    const plugin = c.dlopen('plugin');
    const lent = lend(c, plugin, PLUS, 1);
    c.dlclose(plugin);
    app.close('plugin');
    assert.equal(takeBack(c, plugin, lent), -1);
    assert.equal(c.error, '');
  });

  test('late callers find the error for a while, not another callback', async (t) => {
    const { c, s, sorter } = await start(t);
    const first = lend(c, sorter, PLUS, 1);
    takeBack(c, sorter, first);
    for (let round = 0; round < 20; round += 1) lend(c, sorter, PLUS, 2);
    dead(() => s.call('ii', first, 1), `callback ${first} `);
  });

  test('10,000 made and dropped, one by one and all at once: the tables stay flat', async (t) => {
    const { app, c, sorter } = await start(t);
    const lengths = () => [tableOf(app.main).length, tableOf(app.modules.sorter).length];
    const once = () => takeBack(c, sorter, lend(c, sorter, PLUS, 1));
    for (let round = 0; round < 100; round += 1) once();
    const before = lengths();
    for (let round = 0; round < 10000; round += 1) assert.equal(once(), 0);
    assert.deepEqual(lengths(), before);
    const many = () => {
      const all = Array.from({ length: 1000 }, (_, n) => lend(c, sorter, PLUS, n));
      for (const lent of all) takeBack(c, sorter, lent);
    };
    many();
    const after = lengths();
    for (let round = 0; round < 9; round += 1) many();
    assert.deepEqual(lengths(), after);
  });

  test('a table that cannot grow reuses the slot of the oldest dead one', () => {
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1, maximum: 3 });
    const slots = new FunctionTable(
      'm',
      () => table,
      (index, func) => table.set(index, func),
    );
    const revocation = { revoke() {}, makeRevoked: () => makeThunk('i', () => -1) };
    const add = (n, owner = {}) =>
      slots.addRevocable(
        makeThunk('i', () => n),
        owner,
        revocation,
      );
    const [a, b] = [add(1), add(2)];
    assert.throws(() => add(3), hasCode('TABLE_FULL'));
    slots.remove(b);
    slots.remove(a);
    assert.equal(table.get(a)(), 1, 'the function itself stays in its slot');
    assert.equal(add(4), b);
    const owner = {};
    assert.equal(add(5, owner), a);
    slots.releaseOwner(owner);
    assert.equal(table.get(a)(), -1);
    assert.equal(slots.size, 1);
  });
});

describe('rb_guard', () => {
  const guard = (c, pointer, signature) => c.service('iii', 'rb_guard', pointer, c.string(signature));

  test('the same function guarded, named in the error, the same pointer each time', async (t) => {
    const { c, sorter } = await start(t);
    const trap = c.dlsym(sorter, 'trap');
    const guarded = guard(c, trap, 'ii');
    assert.equal(guard(c, trap, 'ii'), guarded);
    assert.equal(guarded, c.dlsymGuarded(sorter, 'trap'), 'as rb_dlsym_guarded gives it');
    assert.equal(c.call('ii', guarded, 1), 0);
    assert.equal(c.callError, 'sorter.trap trapped: unreachable');
    assert.equal(c.call('ii', guard(c, c.dlsym(sorter, 'twice'), 'ii'), 4), 8);
  });

  test("a module's own function, and pointers that are none", async (t) => {
    const { c } = await start(t);
    assert.equal(c.call('iii', guard(c, CRASH, 'iii'), 1, 1), 0);
    assert.equal(c.callError, `app.function ${CRASH} trapped: unreachable`);
    assert.equal(guard(c, 0, 'ii'), 0);
    assert.match(c.error, /0 is no function pointer/);
    assert.equal(guard(c, CRASH, 'x'), 0);
    assert.match(c.error, /"x" is no signature/);
  });
});

describe('error texts', () => {
  test('RB_NONE keeps the text of the look-up that gave it', async (t) => {
    const { c } = await start(t);
    assert.equal(c.dlsym(c.dlopen('nobody'), 'twice'), 0);
    assert.match(c.error, /there is no module "nobody"/);
    assert.equal(c.dlsym(0, 'twice'), 0);
    assert.match(c.error, /0 is no handle of a module/, 'without an earlier one, the handle is to blame');
    c.dlopen('nobody');
    assert.equal(c.dlsym(77, 'twice'), 0);
    assert.match(c.error, /77 is no handle/);
  });

  test('rb_last_call_error tells how the last guarded call ended, whoever has read rb_call_error', async (t) => {
    const { c, sorter } = await start(t);
    const last = () => c.text('rb_last_call_error').text;
    const [trap, twice] = [c.dlsymGuarded(sorter, 'trap'), c.dlsymGuarded(sorter, 'twice')];
    c.call('ii', trap, 1);
    assert.equal(c.callError, 'sorter.trap trapped: unreachable');
    assert.equal(c.callError, '');
    assert.equal(last(), 'sorter.trap trapped: unreachable');
    assert.equal(last(), 'sorter.trap trapped: unreachable');
    c.call('ii', twice, 1);
    assert.equal(last(), '');
  });

  test('a guarded call that succeeds leaves no error of one that failed inside it', async (t) => {
    const { c, s, sorter } = await start(t);
    const trap = c.dlsymGuarded(sorter, 'trap');
    const callsTrap = lend(c, sorter, NEST, trap); // main's, in the side: calls main's pointer `trap`
    const back = s.call('ii', s.ask(MAIN, 'stm_addFnPtr'), callsTrap);
    assert.equal(c.call('ii', c.service('iii', 'rb_guard', back, c.string('ii')), 1), 0);
    assert.equal(c.callError, '');
    assert.equal(c.text('rb_last_call_error').text, '');
  });
});

describe('rb_find and rb_release', () => {
  test('find does not count, release is quiet', async (t) => {
    const { app, c, sorter } = await start(t, [sideModule('sorter', { body }), sideModule('plugin', { lazy: true })]);
    const find = (name) => c.service('ii', 'rb_find', c.string(name));
    assert.equal(find('main'), MAIN);
    assert.equal(c.service('ii', 'rb_find', 0), MAIN);
    assert.equal(find('sorter'), sorter);
    assert.equal(find('plugin'), 0);
    assert.match(c.error, /plugin: is a lazy side that is not open/);
    await app.open('plugin');
    const plugin = find('plugin');
    assert.ok(plugin > 1);
    c.service('vi', 'rb_release', sorter);
    c.service('vi', 'rb_release', 4711);
    assert.equal(c.error, '');
    assert.equal(app.modules.plugin.state, 'ready');
    c.service('vi', 'rb_release', plugin);
    assert.equal(app.modules.plugin.state, 'ready', "JavaScript's open() is not main's to give back");
    assert.equal(c.dlopen('plugin'), plugin);
    assert.equal(app.close('plugin'), false);
    c.service('vi', 'rb_release', plugin);
    assert.equal(app.modules.plugin.state, 'closed');
  });
});

test('numbers of more than seven bits', () => {
  assert.deepEqual([leb(0), leb(127), leb(128), leb(300)], [[0], [127], [128, 1], [172, 2]]);
});
