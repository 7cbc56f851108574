// Function pointers: one slot a function, counted, freed, reused, home again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bridges, MainDriver, scratchText, start, textAt } from './support.mjs';

const INCREMENT = 0;
const SQUARE = 1;

async function startPair(bridge) {
  const { app } = await start('app', { bridge });
  const main = new MainDriver(app);
  return {
    app,
    main,
    side: main.open('probe_import'),
    exports: app.main.exports,
    probe: app.modules.probe_import.exports,
  };
}

for (const bridge of bridges) {
  const which = bridge ?? 'by detection';

  test(`${which}: the same function gives the same pointer, counted`, async () => {
    const { main, side, exports, probe } = await startPair(bridge);
    const increment = exports.function_to_lend(INCREMENT);
    const lent = exports.lend(side, increment);
    const add = main.findAny(side, 'mts_addFnPtr:ii');
    const remove = main.findAny(side, 'mts_removeFnPtr:ii');
    assert.equal(exports.lend(side, increment), lent);
    assert.equal(exports.call_ii(add, increment), lent);
    assert.equal(probe.call(lent, 41), 42);
    assert.notEqual(exports.lend(side, exports.function_to_lend(SQUARE)), lent);

    assert.equal(exports.take_back(side, lent), 0);
    assert.equal(exports.call_ii(remove, lent), 1);
    assert.equal(probe.call(lent, 41), 42, 'still lent once');
    assert.equal(exports.take_back(side, lent), 0);
    assert.equal(exports.take_back(side, lent), -1);
    assert.equal(exports.call_ii(remove, lent), 0);
    assert.throws(() => probe.call(lent, 41), { code: 'GUARDED_CALL_FAILED' });
  });

  test(`${which}: the other way, stm, just so`, async () => {
    const { exports, probe } = await startPair(bridge);
    const triple = probe.lend(probe.own_triple());
    assert.equal(probe.lend(probe.own_triple()), triple);
    assert.equal(exports.call_ii(triple, 14), 42);
    assert.equal(probe.take_back(triple), 1);
    assert.equal(exports.call_ii(triple, 14), 42);
    assert.equal(probe.take_back(triple), 1);
    assert.equal(probe.take_back(triple), 0);
  });
}

test('a freed slot is reused, and calls the new function', async () => {
  const { side, exports, probe } = await startPair();
  const first = exports.lend(side, exports.function_to_lend(INCREMENT));
  assert.equal(probe.call(first, 6), 7);
  exports.take_back(side, first);
  const second = exports.lend(side, exports.function_to_lend(SQUARE));
  assert.equal(second, first);
  assert.equal(probe.call(second, 6), 36);
});

test('100,000 times lent and taken back leave the tables as they are', async () => {
  const { side, exports, probe } = await startPair();
  const round = () => {
    const lent = exports.lend(side, exports.function_to_lend(INCREMENT));
    const triple = probe.lend(probe.own_triple());
    assert.equal(exports.take_back(side, lent), 0);
    assert.equal(probe.take_back(triple), 1);
    return [lent, triple];
  };
  // Slots are used again, the oldest first, so the first rounds take them all.
  for (let index = 0; index < 1000; index += 1) round();
  const before = exports.table_length();
  const pointers = new Set();
  for (let index = 0; index < 50000; index += 1) for (const pointer of round()) pointers.add(pointer);
  assert.equal(exports.table_length(), before);
  assert.ok(pointers.size < 200, `${pointers.size} pointers`);
});

test('a function that comes home gets its own pointer', async () => {
  const { side, exports, probe } = await startPair();
  const increment = exports.function_to_lend(INCREMENT);
  const lent = exports.lend(side, increment);
  assert.equal(probe.lend(lent), increment);
  assert.equal(probe.take_back(increment), 1);
  assert.equal(probe.take_back(increment), 0);
  assert.equal(exports.call_ii(increment, 1), 2);
});

test('what is no function pointer gives 0, and rb_dlerror says so', async () => {
  const { main, side, exports, probe } = await startPair();
  for (const bad of [0, 1 << 20, 0xffffffff]) {
    assert.equal(exports.lend(side, bad), 0);
    assert.match(main.error(), new RegExp(`app: ${bad} is no function pointer of this module`));
    assert.equal(probe.lend(bad), 0);
  }
  assert.equal(exports.take_back(side, 0), -1);
  assert.equal(exports.take_back(side, exports.function_to_lend(INCREMENT)), -1, 'an own function was never lent');
  assert.equal(exports.lend(999, exports.function_to_lend(INCREMENT)), 0);
  assert.match(main.error(), /999 is no handle of a module/);
});

test('a slot that another function takes over is called right from within try blocks, too (-fexceptions)', async () => {
  // emcc's invoke_ functions call through a JavaScript copy of the table.
  const { app } = await start('catcher_js');
  const { exports } = app.main;
  const find = (handle, guarded) => exports.find_fail(handle, guarded);
  const slots = new Set();
  for (const [name, guarded] of [
    ['lazy_js', 0],
    ['lazy_wasm', 0],
    ['lazy_js', 1],
    ['lazy_wasm', 0],
  ]) {
    await app.open(name);
    const handle = exports.open_by_name(scratchText(app, name));
    const fail = find(handle, guarded);
    assert.notEqual(fail, 0, textAt(app.main, exports.last_error()));
    slots.add(fail);
    assert.equal(exports.fail_found(fail, 0), 42);
    if (guarded) {
      assert.equal(exports.fail_found(fail, 3), 0);
      assert.match(textAt(app.main, exports.last_call_error()), new RegExp(`^${name}\\.fail trapped`));
    }
    exports.close_handle(handle);
    app.close(name);
    assert.equal(app.modules[name].state, 'closed');
  }
  assert.ok(slots.size <= 2, `slots are taken over: ${[...slots]}`); // the service rb_dlsym_guarded takes one itself
});
