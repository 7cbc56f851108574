// Lazy sides: opening, counting, closing, failing, and that nothing of a closed module stays.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { entryOf, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const ROUNDS = process.env.WPL_SOAK ? 10_000 : 1_000;

const plugin = (extra = {}) => sideModule('plugin', { lazy: true, ...extra });

async function start(t, sides = [plugin()], main = mainModule()) {
  const built = await makeApp(t, main, sides);
  const app = await built.load();
  return { built, app, c: new C(app.main) };
}

test('open, use, close, open anew: the handle object stays, the instance is new', async (t) => {
  const { app } = await start(t);
  const { plugin: handle } = app.modules;
  assert.equal(handle.state, 'closed');
  assert.throws(() => handle.exports, hasCode('MODULE_CLOSED', 'plugin: is closed'));
  assert.throws(() => handle.memory, hasCode('MODULE_CLOSED'));
  assert.equal(await app.open('plugin'), handle);
  assert.equal(handle.state, 'ready');
  assert.equal(handle.variant, 'portable');
  const { twice } = handle.exports;
  const { memory } = handle;
  assert.equal(twice(4), 8);
  assert.equal(app.close('plugin'), true);
  assert.equal(handle.state, 'closed');
  assert.throws(() => twice(4), hasCode('MODULE_CLOSED'));
  await app.open('plugin');
  assert.notEqual(handle.memory, memory);
  assert.throws(() => twice(4), hasCode('MODULE_CLOSED'), 'a function of the old instance');
  assert.equal(handle.exports.twice(4), 8);
});

test('opens are counted, concurrent ones start one instance', async (t) => {
  const { app, c } = await start(t);
  await Promise.all([app.open('plugin'), app.open('plugin'), app.open('plugin')]);
  const handle = c.dlopen('plugin');
  assert.equal(c.dlopen('plugin'), handle);
  assert.equal(c.dlclose(handle), 0);
  assert.equal(c.dlclose(handle), 0);
  assert.equal(app.close('plugin'), false);
  assert.equal(app.close('plugin'), false);
  assert.equal(app.modules.plugin.state, 'ready');
  assert.equal(app.close('plugin'), true);
  assert.throws(() => app.close('plugin'), hasCode('MODULE_CLOSED'));
});

test('wrong names and static sides', async (t) => {
  const { app } = await start(t, [plugin(), sideModule('sorter')]);
  await assert.rejects(app.open('plugni'), hasCode('UNKNOWN_MODULE', 'did you mean "plugin"?'));
  await assert.rejects(app.open('sorter'), hasCode('NOT_LAZY', 'sorter: '));
  assert.throws(() => app.close('sorter'), hasCode('STATIC_MODULE', 'sorter: lives as long as main'));
  assert.throws(() => app.close('main'), hasCode('STATIC_MODULE', 'app: '));
});

test('onProgress and signal of open()', async (t) => {
  const { app } = await start(t);
  const stages = [];
  const controller = new AbortController();
  const opening = app.open('plugin', {
    signal: controller.signal,
    onProgress: ({ stage }) => {
      stages.push(stage);
      if (stage === 'instantiate') controller.abort();
    },
  });
  await assert.rejects(opening, hasCode('ABORTED'));
  assert.ok(stages.includes('fetch') && !stages.includes('ready'));
  assert.equal(app.modules.plugin.state, 'closed');
  await app.open('plugin', { onProgress: ({ stage }) => stages.push(stage) });
  assert.equal(stages.at(-1), 'ready');
});

test("main's imports over a lazy side go to the instance that is open, and say when none is", async (t) => {
  const main = mainModule({
    imports:
      '(import "env" "plugin_getI32" (func $get (param i32) (result i32))) (import "env" "plugin_mts_memcpy" (func $copy (param i32 i32 i32)))',
    body: `(func (export "peek") (param i32) (result i32) (call $get (local.get 0)))
    (func (export "send") (param i32 i32 i32) (call $copy (local.get 0) (local.get 1) (local.get 2)))`,
    glue: {
      links: [
        ['plugin', 'getI32'],
        ['plugin', 'mts_memcpy'],
      ],
    },
  });
  const { app } = await start(t, [plugin()], main);
  for (let round = 1; round < 4; round += 1) {
    await app.open('plugin');
    new Int32Array(app.modules.plugin.memory.buffer)[100] = round;
    assert.equal(app.main.exports.peek(400), round);
    new Int32Array(app.main.memory.buffer)[100] = round + 10;
    app.main.exports.send(800, 400, 4);
    assert.equal(new Int32Array(app.modules.plugin.memory.buffer)[200], round + 10);
    app.close('plugin');
  }
  assert.throws(() => app.main.exports.peek(400), hasCode('UNGUARDED_CALL_FAILED', 'plugin: is closed'));
});

test('a failed opening leaves nothing behind, and the app goes on', async (t) => {
  const { built, app } = await start(t, [
    plugin({
      body: '(func (export "__wasm_call_ctors") (if (call $host (i32.const 0) (i32.const 0)) (then (unreachable))))',
    }),
    sideModule('sorter'),
  ]);
  let fails = 1;
  const second = await built.load({ modules: { plugin: { host: () => fails } } });
  await assert.rejects(second.open('plugin'), hasCode('CONSTRUCTOR_FAILED', 'plugin: '));
  assert.equal(second.modules.plugin.state, 'closed');
  assert.equal(new C(second.main).dlopen('plugin'), 0);
  fails = 0;
  await second.open('plugin');
  assert.equal(second.modules.plugin.exports.twice(1), 2);
  assert.equal(app.main.state, 'ready');
});

test('a lazy side may import from static and lazy sides; these stay open as long as it needs them', async (t) => {
  const user = sideModule('user', {
    lazy: true,
    imports:
      '(import "plugin" "twice" (func $p (param i32) (result i32))) (import "sorter" "twice" (func $s (param i32) (result i32)))',
    body: '(func (export "four") (param i32) (result i32) (call $p (call $s (local.get 0))))',
  });
  const { app } = await start(t, [user, plugin(), sideModule('sorter')]);
  await app.open('user');
  assert.equal(app.modules.user.exports.four(2), 8);
  assert.equal(app.modules.plugin.state, 'ready');
  await app.open('plugin');
  assert.throws(() => app.close('plugin'), hasCode('MODULE_BUSY', 'plugin: is used by the open module user'));
  assert.equal(app.close('user'), true);
  assert.equal(app.close('plugin'), true);
  assert.equal(app.modules.plugin.state, 'closed');
});

test('a side whose last user is closed closes when the opening of its next user fails', async (t) => {
  const imports = '(import "plugin" "twice" (func $p (param i32) (result i32)))';
  const [user, next] = ['user', 'next'].map((name) => sideModule(name, { lazy: true, imports }));
  const built = await makeApp(t, mainModule(), [user, next, plugin()]);
  let fail;
  const instantiateWasm = () => new Promise((_, reject) => (fail = () => reject(new Error('as planned'))));
  const app = await built.load({ modules: { next: { instantiateWasm } } });
  await app.open('user');
  const failed = assert.rejects(app.open('next'), hasCode('HOOK_FAILED'));
  while (!fail) await new Promise((resolve) => setTimeout(resolve));
  assert.equal(app.close('user'), true);
  assert.equal(app.modules.plugin.state, 'ready', 'the other opening needs it');
  fail();
  await failed;
  assert.equal(app.modules.plugin.state, 'closed');
});

describe('everything held for or by a closed module is released', () => {
  test('slots in other tables that hold its functions are null, slots of other functions stay', async (t) => {
    const { app, c } = await start(t, [plugin(), sideModule('sorter')]);
    await app.open('plugin');
    const handle = c.dlopen('plugin');
    app.close('plugin');
    const table = app.main.module.asm.__indirect_function_table;
    const p = new C(app.modules.plugin);
    const held = [
      c.dlsym(handle, 'twice'),
      c.ask(handle, 'getI32'),
      c.ask(handle, 'mts_memcpy'),
      c.ask(handle, 'rbBridge'),
      p.call('ii', p.ask(1, 'stm_addFnPtr'), 2),
      c.dlsymGuarded(handle, 'trap:ii'),
    ];
    const kept = c.dlsym(c.dlopen('sorter'), 'twice');
    assert.ok(held.every((index) => table.get(index) !== null));
    assert.equal(c.dlclose(handle), 0);
    assert.deepEqual(
      held.map((index) => table.get(index)),
      held.map(() => null),
    );
    assert.notEqual(table.get(kept), null);
  });

  test(`${ROUNDS} open/close rounds leave table lengths, slots and handles flat`, async (t) => {
    const { app, c } = await start(t, [plugin(), sideModule('sorter')]);
    const s = new C(app.modules.sorter);
    const tables = [app.main, app.modules.sorter].map((handle) => handle.module.asm.__indirect_function_table);
    const round = async () => {
      await app.open('plugin');
      const handle = c.dlopen('plugin');
      assert.equal(c.call('ii', c.dlsym(handle, 'twice'), 4), 8);
      const lent = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 1);
      assert.equal(app.modules.plugin.exports.call_ii(lent, 1), 2);
      const inSorter = s.dlsym(s.dlopen('plugin'), 'twice');
      assert.equal(s.call('ii', inSorter, 5), 10);
      s.call('ii', s.ask(handle, 'mts_addFnPtr'), 1);
      app.close('plugin');
      c.dlclose(handle);
      assert.equal(c.dlclose(handle), 0);
      assert.equal(app.modules.plugin.state, 'closed');
    };
    await round();
    await round();
    const lengths = tables.map((table) => table.length);
    const filled = () =>
      tables.map(
        (table) => Array.from({ length: table.length }, (_, index) => table.get(index)).filter(Boolean).length,
      );
    const slots = filled();
    const heapAt = () => {
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    };
    for (let n = 0; n < ROUNDS / 10; n += 1) await round();
    const heap = heapAt();
    for (let n = ROUNDS / 10; n < ROUNDS; n += 1) await round();
    assert.deepEqual(
      tables.map((table) => table.length),
      lengths,
    );
    assert.deepEqual(filled(), slots);
    if (globalThis.gc) assert.ok(heapAt() - heap < 8e6, `heap grew by ${heapAt() - heap} bytes`);
  });
});

describe('closing a module that is running', () => {
  test('from inside itself, by its own rbBridge', async (t) => {
    const { app } = await start(t);
    await app.open('plugin');
    const p = new C(app.modules.plugin);
    assert.equal(p.dlclose(p.service('i', 'rb_self')), -1);
    assert.match(p.error, /plugin: is running/);
    assert.equal(app.modules.plugin.state, 'ready');
    assert.equal(app.close('plugin'), true);
  });

  test('from JavaScript inside a guarded call', async (t) => {
    const seen = [];
    const built = await makeApp(t, mainModule(), [plugin()]);
    const app = await built.load({
      modules: {
        plugin: {
          host: () => {
            try {
              app.close('plugin');
            } catch (error) {
              seen.push(error);
            }
            return 0;
          },
        },
      },
    });
    await app.open('plugin');
    app.modules.plugin.exports.call_host(1, 2);
    hasCode('MODULE_BUSY', 'plugin: is running')(seen[0]);
  });

  test('from main, called directly by a function of it that has a stack frame', async (t) => {
    const main = mainModule({
      body: `(func $close (param i32) (result i32)
        (call_indirect (type $t_ii) (i32.load (i32.const 4100)) (i32.load (i32.const 4096))))
      (elem (table $table) (i32.const 5) func $close)`,
    });
    const side = plugin({
      body: `(func (export "run") (param i32) (result i32) (local $r i32)
      (call $enter (i32.const 64)) (local.set $r (call_indirect (type $t_ii) (i32.const 0) (local.get 0)))
        (call $enter (i32.const -64)) (local.get $r))`,
    });
    const { app, c } = await start(t, [side], main);
    await app.open('plugin');
    const handle = c.dlopen('plugin');
    app.close('plugin');
    new Int32Array(app.main.memory.buffer).set([c.ask(0, 'rb_dlclose'), handle], 1024);
    const lent = c.call('ii', c.ask(handle, 'mts_addFnPtr'), 5);
    assert.equal(c.call('ii', c.dlsym(handle, 'run'), lent), -1);
    assert.match(c.error, /plugin: is running/);
    assert.equal(c.dlclose(handle), 0);
  });
});

test('a failed module is closed and opened anew; the rest goes on', async (t) => {
  const { app, c } = await start(t, [plugin(), sideModule('sorter')]);
  await app.open('plugin');
  assert.throws(
    () => app.modules.plugin.exports.exit_with(3),
    hasCode('GUARDED_CALL_FAILED', 'plugin.exit_with called exit(3)', 'open it anew'),
  );
  assert.equal(app.modules.plugin.state, 'failed');
  assert.throws(
    () => app.modules.plugin.exports.twice(1),
    hasCode('MODULE_FAILED', 'failed: plugin.exit_with called exit(3)', 'close it and open it anew'),
  );
  const handle = c.dlopen('plugin');
  assert.equal(c.dlsym(handle, 'twice'), 0);
  assert.match(c.error, /plugin: failed/);
  assert.equal(c.dlclose(handle), 0);
  assert.equal(app.close('plugin'), true);
  await app.open('plugin');
  assert.equal(app.modules.plugin.exports.twice(1), 2);
  assert.equal(c.call('ii', c.dlsym(c.dlopen('sorter'), 'twice'), 2), 4);
});

test('files of a lazy side are fetched at its first opening only', async (t) => {
  const { built, app } = await start(t);
  await app.open('plugin');
  app.close('plugin');
  entryOf(built.manifest, 'plugin').glue.url = 'gone.mjs';
  await app.open('plugin');
  assert.equal(app.modules.plugin.state, 'ready');
});
