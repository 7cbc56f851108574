// The checks that every kind of side passes with every kind of main: in Node, and as it is in pages
// (browser.test.mjs).
//
// Reads: WPL_APPS, the folder of the built tests/apps/conformance; WPL_SIDES, kinds of sides separated by commas: all,
// if empty.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { differencesOf } from './differences.mjs';
import { finderOf, handleOf, startMain } from './mains.mjs';

const { WPL_APPS: folder, WPL_SIDES: chosen } = process.env;
const built = JSON.parse(readFileSync(join(folder, 'conformance.json'), 'utf8'));
const sides = chosen ? chosen.split(',') : built.sides;

const TWO_MEMORIES = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 5, 5, 2, 0, 0, 0, 0]);
const hasMultiMemory = WebAssembly.validate(TWO_MEMORIES);
const WAYS = {
  ...(hasMultiMemory ? { 'multi-memory': {} } : {}),
  'no multi-memory': { prefer: 'portable', bridge: 'bridge_fb' },
};
const PAGE = 65536;
const SIZES = [
  0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 511, 512, 513, 2047, 2048, 2049, 3000,
];
const ROOM = 3100;

/** A check of an error: its code, and texts in its message. */
const hasCode =
  (code, ...texts) =>
  (error) => {
    assert.equal(error.code, code, error.stack);
    for (const text of texts) assert.ok(error.message.includes(text), `"${error.message}" lacks "${text}"`);
    return true;
  };

/** Fails at the first byte that differs. */
function assertSame(actual, expected, what) {
  const at = expected.findIndex((byte, index) => actual[index] !== byte);
  if (at >= 0 || actual.length !== expected.length)
    assert.fail(`${what}: ${actual[at]} instead of ${expected[at]} at byte ${at}`);
}

/** Checks that the buffer of a side that was opened is as at first, and writes into it. */
function checkNewMemory(side) {
  const bytes = side.views.bytes(side.exports.buffer(), 4096);
  assert.deepEqual([...bytes], new Array(4096).fill(0));
  bytes.fill(9, 0, 4);
}

/** Bytes that differ from place to place. */
function pattern(length, seed) {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) bytes[index] = index * 31 + (index >> 8) * 7 + seed * 17 + 1;
  return bytes;
}

for (const { side, main } of built.apps)
  if (sides.includes(side))
    for (const [way, options] of Object.entries(WAYS))
      describe(`${side} side, ${main} main, ${way}`, () => checkAll({ main, side }, options));

function checkAll(kinds, options) {
  const lazyName = `lazy_${kinds.side}`;
  const { failed, wrongPointer, wrongType, closed, variant, ...differs } = differencesOf(kinds.side);
  const { sharesRuntime, hasNoHandles, keepsCauses, endsMain, freeSlots } = differs;
  let createApp;
  let m; // main, see mains.mjs
  let app;
  let s; // the side's handle
  let area; // 4096 bytes of main's memory for any use
  let buffer; // the same in the side's
  let finder; // what the side finds
  // Only modules of Emscripten and C#: handles have neither addFunction nor views, which mains.mjs then makes.
  const lendsNone =
    ['emscripten', 'dotnet'].includes(kinds.side) &&
    kinds.main === 'emscripten' &&
    'handles lend no functions of JavaScript';

  before(async () => {
    const file = join(folder, `app_${kinds.main}_${kinds.side}.mjs`);
    createApp = (await import(pathToFileURL(file).href)).default;
    m = await startMain(createApp, kinds, options);
    ({ side: s, area } = m);
    app = m.app;
    buffer = s.exports.buffer();
    finder = finderOf(s, buffer + 2048);
  });

  test('open: main has run, the side is initialised', () => {
    assert.equal(app.main.state, 'ready');
    assert.equal(s.state, 'ready');
    // A main that brings its own memory has it only after the sides.
    assert.equal(s.variant, variant ?? options.prefer ?? (kinds.main === 'clang' ? 'portable' : 'direct'));
    assert.equal(s.exports.initialized(), 42);
    assert.equal(buffer % 16, 0);
    if (m.isWasm) assert.equal(app.main.exports.result_of_main(), 42, 'main() has called the side once');
  });

  test('calls of the side, with numbers of each type', () => {
    assert.equal(m.viaSide(2, 3), 5);
    assert.equal(s.exports.add(2147483647, 1), -2147483648);
    assert.equal(s.exports.next_i64(2n ** 62n), 2n ** 62n + 1n);
    assert.equal(s.exports.half_f64(3), 1.5);
    assert.equal(s.exports.half_f32(5), 2.5);
  });

  test("elements of main's memory, and of the side's", () => {
    const { views } = app.main;
    for (let index = 0; index < 100; index += 1) views.int32[area / 4 + index] = index - 50;
    assert.equal(s.exports.sum_of_main(area, 100), -50);
    s.exports.fill_main(area + 8, 3, -7);
    assert.deepEqual([...views.int32.subarray(area / 4, area / 4 + 6)], [-50, -49, -7, -7, -7, -45]);
    views.float64[area / 8] = Math.PI;
    assert.equal(s.exports.f64_of_main(area), Math.PI);
    views.bigInt64[area / 8] = -(2n ** 40n);
    assert.equal(s.exports.i64_of_main(area), -(2n ** 40n));
    s.views.int32[buffer / 4] = 123;
    if (!m.isWasm) return;
    assert.equal(app.main.exports.peek_side(buffer), 123);
    app.main.exports.poke_side(buffer + 4, -9);
    assert.equal(s.views.int32[buffer / 4 + 1], -9);
  });

  test("elements beyond the end of main's memory fail", () => {
    const end = app.main.memory.buffer.byteLength;
    assert.equal(s.exports.sum_of_main(end - 4, 1), app.main.views.int32.at(-1));
    assert.throws(() => s.exports.sum_of_main(end - 3, 1), hasCode('GUARDED_CALL_FAILED', `sum_of_main ${failed}`));
    assert.throws(() => s.exports.sum_of_main(-4, 2), hasCode('GUARDED_CALL_FAILED'));
    assert.throws(() => s.exports.fill_main(end, 1, 0), hasCode('GUARDED_CALL_FAILED'));
    assert.equal(s.exports.sum_of_main(end, 0), 0);
  });

  describe('copies', () => {
    const toSide = () => ({ to: s, at: buffer, from: app.main, first: area });
    const toMain = () => ({ to: app.main, at: area, from: s, first: buffer });
    const copies = {
      take: [(...range) => s.exports.take(...range), toSide],
      give: [(...range) => s.exports.give(...range), toMain],
      'send of main': [(...range) => app.main.exports.send(...range), toSide],
      'fetch of main': [(...range) => app.main.exports.fetch(...range), toMain],
    };
    for (const [title, [copy, places]] of Object.entries(copies)) {
      const isMains = title.endsWith('main');
      if (isMains && kinds.main === 'javascript') continue;

      test(`${title}: sizes and alignments`, () => {
        const { to, at, from, first } = places();
        for (const size of SIZES)
          for (const offset of [0, 1, 3, 8]) {
            const bytes = pattern(ROOM, size + offset);
            to.views.bytes(at, ROOM).fill(0xee);
            from.views.bytes(first, ROOM).set(bytes);
            copy(at + 16 - offset, first + offset, size);
            const expected = new Uint8Array(ROOM).fill(0xee);
            expected.set(bytes.subarray(offset, offset + size), 16 - offset);
            assertSame(to.views.bytes(at, ROOM), expected, `${size} bytes, offset ${offset}`);
          }
      });

      test(`${title}: at the ends of the memories`, () => {
        const { to, at, from, first } = places();
        const [end, last] = [to, from].map(({ memory }) => memory.buffer.byteLength);
        const kept = [to.views.bytes(end - 64, 64).slice(), from.views.bytes(last - 64, 64).slice()];
        from.views.bytes(last - 64, 64).set(pattern(64, 3));
        for (const size of [1, 4, 8, 64]) {
          copy(end - size, last - size, size);
          assert.deepEqual([...to.views.bytes(end - size, size)], [...pattern(64, 3).subarray(64 - size)]);
        }
        copy(at, last, 0);
        copy(end, first, 0);
        to.views.bytes(end - 64, 64).set(kept[0]);
        from.views.bytes(last - 64, 64).set(kept[1]);
      });

      // After main's own copies, main would have failed.
      test(`${title}: nothing beyond the ends`, { skip: isMains && 'the bridge is the same' }, () => {
        const { to, at, from, first } = places();
        const [end, last] = [to, from].map(({ memory }) => memory.buffer.byteLength);
        to.views.bytes(at, 64).fill(0xee);
        const kept = [...to.views.bytes(end - 64, 64)];
        for (const [dest, src, size] of [
          [at, last - 7, 8],
          [at, last, 1],
          [at, last + 1, 0],
          [end - 7, first, 8],
          [end, first, 1],
          [end + 1, first, 0],
          [at, -8, 16],
          [-8, first, 16],
          [at, first, -1],
        ]) {
          const range = `${dest}, ${src}, ${size}`;
          assert.throws(() => copy(dest, src, size), hasCode('GUARDED_CALL_FAILED', 'trapped'), range);
          assert.deepEqual([...to.views.bytes(at, 64)], new Array(64).fill(0xee), range);
          assert.deepEqual([...to.views.bytes(end - 64, 64)], kept, range);
        }
      });
    }
  });

  describe('function pointers', () => {
    test("main's, lent to the side and taken back", () => {
      const pointer = m.lend('add_one');
      assert.ok(pointer > 0);
      assert.equal(s.exports.call_ii(pointer, 41), 42);
      assert.equal(m.takeBack(pointer), true);
      assert.throws(() => s.exports.call_ii(pointer, 41), hasCode('GUARDED_CALL_FAILED'));
      assert.equal(s.exports.add(1, 1), 2);
    });

    test("main's, which the side takes over for one call", () => {
      const pointer = m.pointer('add_one');
      for (let round = 0; round < 100; round += 1) assert.equal(s.exports.call_main_pointer(pointer, round), round + 1);
      assert.equal(s.exports.call_main_pointer(0, 1), -1);
    });

    test("the side's, called by main and by JavaScript", () => {
      const pointer = s.exports.pointer_of_twice();
      assert.equal(s.exports.call_ii(pointer, 21), 42);
      if (!lendsNone) assert.equal(s.getFunction(pointer)(21), 42);
      assert.equal(m.borrow(pointer)(21), 42);
      if (!m.isWasm) return;
      assert.equal(app.main.exports.borrow(pointer), app.main.exports.borrow(pointer), 'one function, one pointer');
      const home = app.main.exports.lend(app.main.exports.borrow(pointer));
      if (sharesRuntime) assert.equal(s.exports.call_ii(home, 21), 42);
      else assert.equal(home, pointer, 'it comes home');
    });

    test('callbacks of JavaScript, what they throw, and late calls', { skip: lendsNone }, () => {
      const seen = [];
      const problem = new Error('enough');
      const pointer = s.addFunction((a, b) => {
        seen.push(a, b);
        if (a > 1) throw problem;
        return a + b;
      }, 'iii');
      assert.equal(s.exports.call_iii(pointer, 1, -2), -1);
      assert.throws(
        () => s.exports.call_iii(pointer, 2, 0),
        (error) =>
          error.code === 'GUARDED_CALL_FAILED' &&
          (keepsCauses ? error.cause === problem : error.message.includes('enough')),
      );
      assert.deepEqual(seen, [1, -2, 2, 0]);
      assert.equal(s.removeFunction(pointer), true);
      assert.throws(() => s.exports.call_iii(pointer, 1, 1), hasCode('GUARDED_CALL_FAILED', 'taken back'));
    });

    test('a call with the wrong type fails, and the side goes on', { skip: lendsNone }, () => {
      const pointer = s.addFunction((a) => a, 'dd');
      assert.throws(() => s.exports.call_ii(pointer, 1), hasCode('GUARDED_CALL_FAILED', wrongType));
      assert.throws(() => s.exports.call_ii(123456, 1), hasCode('GUARDED_CALL_FAILED', wrongPointer));
      s.removeFunction(pointer);
      assert.equal(s.exports.add(1, 1), 2);
    });

    test("main's, that fails in a call of the side: both go on, stacks where they were", () => {
      const stack = m.isWasm && app.main.exports.stack_here();
      const pointer = m.lend('trap_on');
      for (let round = 0; round < 100; round += 1)
        assert.throws(() => s.exports.call_ii(pointer, round), hasCode('GUARDED_CALL_FAILED', 'call_ii'));
      m.takeBack(pointer);
      assert.equal(app.main.state, 'ready');
      assert.equal(m.viaSide(1, 2), 3);
      if (m.isWasm) assert.equal(app.main.exports.stack_here(), stack);
    });
  });

  describe('what is found by name', () => {
    test("main's functions", () => {
      const pointer = finder.ask(1, 'add_one:ii');
      assert.equal(s.exports.call_ii(pointer, 1), 2);
      assert.equal(finder.ask(1, 'add_one:ii'), pointer);
      if (!hasNoHandles) assert.equal(finder.ask(1, 'add_one'), pointer);
    });

    test('a missing symbol', () => {
      assert.equal(finder.ask(1, 'add_oen:ii'), 0);
      assert.match(finder.error, /has no function "add_oen"; did you mean "add_one"/);
      assert.equal(finder.error, '');
    });

    test('a missing service, and a wrong handle', { skip: hasNoHandles }, () => {
      assert.equal(finder.ask(0, 'rb_nothing'), 0);
      assert.match(finder.error, /no service "rb_nothing"/);
      assert.equal(finder.ask(999, 'add_one'), 0);
      assert.match(finder.error, /999 is no handle/);
    });

    test('a wrong signature', () => {
      assert.equal(finder.ask(1, 'add_one:vi'), 0);
      assert.match(finder.error, /add_one is "ii", not "vi"/);
      assert.equal(finder.ask(1, 'getI32:vi'), 0);
      assert.match(finder.error, /getI32 is "ii", not "vi"/);
    });

    test('a name that is no text of this memory', { skip: hasNoHandles }, () => {
      assert.equal(s.exports.ask(1, 0), 0);
      assert.match(finder.error, /null pointer/);
      assert.equal(s.exports.ask(1, -16), 0);
      assert.match(finder.error, /outside the memory/);
    });

    test('accessor functions, its own module, no module', () => {
      app.main.views.int32[area / 4] = 77;
      assert.equal(s.exports.call_ii(finder.ask(1, 'getI32:ii'), area), 77);
      const own = finder.dlopen(s.name);
      assert.equal(s.exports.call_iii(finder.ask(own, 'add:iii'), 20, 22), 42);
      assert.equal(finder.dlopen('nobody'), 0);
      assert.match(finder.error, /there is no module "nobody"/);
    });

    test('by main', { skip: kinds.main === 'javascript' && 'main is JavaScript' }, () => {
      const handle = m.finder.dlopen(s.name);
      assert.equal(app.main.exports.call_iii(m.finder.ask(handle, 'add:iii'), 40, 2), 42);
      assert.equal(m.finder.ask(handle, 'add:ii'), 0);
      assert.match(m.finder.error, /add is "iii", not "ii"/);
      const guarded = m.finder.dlsymGuarded(handle, 'trap_deep:ii');
      assert.equal(app.main.exports.call_ii(guarded, 1), 0);
      assert.match(m.finder.callError, new RegExp(`${s.name}.trap_deep ${failed}`));
      assert.equal(app.main.state, 'ready');
    });
  });

  test('both memories grow in the middle of a call', () => {
    const sizes = [s, app.main].map(({ memory }) => memory.buffer.byteLength);
    app.main.views.int32[area / 4] = 1000;
    const pointer = m.lend('grow_main');
    for (let round = 1; round < 4; round += 1) {
      assert.equal(s.exports.grow_mid_call(pointer, area, 1), 1014);
      assert.ok(s.memory.buffer.byteLength >= sizes[0] + round * PAGE);
      assert.ok(app.main.memory.buffer.byteLength >= sizes[1] + round * PAGE);
    }
    m.takeBack(pointer);
    const pages = s.exports.grow(1);
    assert.equal(s.memory.buffer.byteLength, pages * PAGE);
    s.views.uint8[pages * PAGE - 1] = 5;
    s.exports.give(area, pages * PAGE - 1, 1);
    assert.equal(app.main.views.uint8[area], 5);
  });

  test('failures leave the side usable, its stack where it was', () => {
    const stack = s.exports.stack_here();
    for (let round = 0; round < 500; round += 1)
      assert.throws(() => s.exports.trap_deep(round), hasCode('GUARDED_CALL_FAILED', `${s.name}.trap_deep ${failed}`));
    assert.throws(() => s.exports.trap_now(), hasCode('GUARDED_CALL_FAILED', 'unreachable'));
    assert.equal(s.exports.stack_here(), stack);
    assert.equal(s.state, 'ready');
    assert.equal(m.viaSide(1, 2), 3);
  });

  const withoutGuard = `a failure of the side that nothing guards ${endsMain ? 'ends main' : 'is an error text'}`;
  test(withoutGuard, { skip: kinds.main === 'javascript' && 'JavaScript guards' }, async () => {
    const own = await startMain(createApp, kinds, options);
    const pointer = own.finder.ask(own.finder.dlopen(s.name), 'trap_deep:ii');
    if (!endsMain) {
      assert.equal(own.module.exports.call_ii(pointer, 1), 0);
      assert.match(own.finder.callError, new RegExp(`${s.name}.trap_deep ${failed}`));
      assert.equal(own.module.exports.add_one(1), 2);
      return;
    }
    assert.throws(
      () => own.module.exports.call_ii(pointer, 1),
      hasCode('UNGUARDED_CALL_FAILED', 'call_ii trapped', s.name),
    );
    assert.equal(own.module.state, 'failed');
    assert.throws(() => own.module.exports.add_one(1), hasCode('MODULE_FAILED'));
    assert.equal(app.main.state, 'ready', 'of another app');
  });

  describe('a lazy side of the same file', () => {
    test('is closed at first', () => {
      const lazy = app.modules[lazyName];
      assert.equal(lazy.state, 'closed');
      assert.throws(() => lazy.exports, hasCode('MODULE_CLOSED'));
      assert.equal(finder.dlopen(lazyName), 0);
      assert.match(finder.error, /is a lazy side that is not open/);
      assert.throws(() => app.close(s.name), hasCode('STATIC_MODULE'));
    });

    test('has functions and variables, and can be opened again', async () => {
      const count = s.exports.count_up();
      let counted = sharesRuntime ? count : 0;
      for (let round = 0; round < 3; round += 1) {
        const lazy = handleOf(await app.open(lazyName));
        assert.equal(lazy.exports.initialized(), 42);
        assert.deepEqual([lazy.exports.count_up(), lazy.exports.count_up()], [counted + 1, counted + 2]);
        if (sharesRuntime) counted += 2;
        else checkNewMemory(lazy);
        app.main.views.int32[area / 4] = 5;
        assert.equal(lazy.exports.sum_of_main(area, 1), 5);
        const pointer = lendsNone ? 0 : lazy.addFunction(() => round, 'ii');
        if (pointer) assert.equal(lazy.exports.call_ii(pointer, 0), round);
        assert.equal(app.close(lazyName), true);
        assert.throws(() => lazy.exports, hasCode('MODULE_CLOSED'));
      }
      assert.equal(s.exports.count_up(), (sharesRuntime ? counted : count) + 1);
      assert.throws(() => app.close(lazyName), hasCode('MODULE_CLOSED'));
    });

    test('is open as long as somebody has it open', async () => {
      const lazy = handleOf(await app.open(lazyName));
      const handle = finder.dlopen(lazyName);
      assert.ok(handle > 1);
      const pointer = finder.ask(handle, 'add:iii');
      assert.equal(s.exports.call_iii(pointer, 1, 2), 3);
      assert.equal(app.close(lazyName), !finder.keepsOpen);
      if (finder.keepsOpen) {
        assert.equal(lazy.state, 'ready');
        assert.equal(finder.dlclose(handle), 0);
      }
      assert.equal(lazy.state, 'closed');
      assert.equal(finder.ask(handle, 'add:iii'), 0);
      assert.ok(finder.error.includes(closed));
      assert.throws(() => s.exports.call_iii(pointer, 1, 2), hasCode('GUARDED_CALL_FAILED', wrongPointer));
      assert.equal(s.exports.add(1, 2), 3);
    });

    test('cannot be closed while it runs', { skip: lendsNone }, async () => {
      const lazy = handleOf(await app.open(lazyName));
      const pointer = lazy.addFunction(() => {
        assert.throws(() => app.close(lazyName), hasCode('MODULE_BUSY'));
        return 1;
      }, 'ii');
      assert.equal(lazy.exports.call_ii(pointer, 0), 1);
      assert.equal(app.close(lazyName), true);
    });

    test('is closed and opened after a trap', async () => {
      const lazy = handleOf(await app.open(lazyName));
      assert.throws(() => lazy.exports.trap_deep(1), hasCode('GUARDED_CALL_FAILED'));
      assert.equal(app.close(lazyName), true);
      await app.open(lazyName);
      assert.equal(lazy.exports.add(1, 2), 3);
      assert.equal(app.close(lazyName), true);
    });

    test('opened and closed often leaves no slots behind', { skip: lendsNone }, async () => {
      const nextSlot = () => {
        const pointer = s.addFunction(() => 0, 'i');
        s.removeFunction(pointer);
        return pointer;
      };
      const useOnce = async (a) => {
        await app.open(lazyName);
        const handle = finder.dlopen(lazyName);
        assert.equal(s.exports.call_iii(finder.ask(handle, 'add:iii'), a, 1), a + 1);
        if (finder.keepsOpen) finder.dlclose(handle);
        assert.equal(app.close(lazyName), true);
      };
      await useOnce(0);
      const first = nextSlot();
      for (let round = 0; round < 2 * freeSlots; round += 1) await useOnce(round);
      assert.ok(nextSlot() - first < freeSlots, `pointer ${nextSlot()} after ${first}`);
    });
  });
}
