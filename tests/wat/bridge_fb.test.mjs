// What only bridge_fb.wasm can get wrong: it works through functions that other code supplies.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { largeCopies } from '../../js/loader/memory/large_copies.mjs';
import {
  DIRECTIONS,
  GIB,
  LAST_ADDRESS,
  MAX_PAGES,
  PAGE,
  SIZES,
  assertSameBytes,
  assertTraps,
  bytes,
  fillPattern,
  instantiateFixture,
  makeAccessor,
  makeBlocks,
  makeHost,
  makePair,
  memoryOf,
  roles,
} from './support.mjs';

/** Functions over a memory that first call `before(function name, address, size)`. */
function watched(memory, before) {
  const accessor = Object.entries(makeAccessor(memory)).map(([name, fn]) => [
    name,
    (address, value) => {
      before(name, address, Number(/\d+$/.exec(name)?.[0] ?? 0) / 8);
      return fn(address, value);
    },
  ]);
  const blocks = makeBlocks(memory);
  const hooks = Object.keys(blocks).map((name) => [name, (address, size) => before(name, address >>> 0, size >>> 0)]);
  const fixture = instantiateFixture('watched_blocks', { module: blocks, before: Object.fromEntries(hooks) });
  return { ...Object.fromEntries(accessor), ...fixture };
}

describe('bridge_fb: memories that grow in the middle of a copy', () => {
  for (const direction of DIRECTIONS) {
    // 103 bytes are two checks, a get and a set for 64, 16, 16, 4, 2 and 1 bytes; 3000 two checks.
    for (const [size, growAt] of [...[1, 2, 3, 4, 5, 6, 8, 10, 14].map((at) => [103, at]), [3000, 1], [3000, 2]]) {
      test(`${direction}: ${size} bytes, both grow at access ${growAt}`, () => {
        let accesses = 0;
        const pair = makePair('bridge_fb', {
          wrap: (_, which, memory) =>
            watched(memory, () => {
              accesses += 1;
              if (accesses === growAt) {
                pair.main.grow(1);
                pair.side.grow(1);
              }
            }),
        });
        const { dest, src } = roles(pair, direction);
        fillPattern(bytes(src), 'main');
        pair.bridge[`${direction}_memcpy`](PAGE - size, PAGE - size - 8, size);
        assert.equal(dest.buffer.byteLength, 2 * PAGE);
        assertSameBytes(bytes(dest, PAGE - size, size), bytes(src, PAGE - size - 8, size), 'copy');
        assert.ok(bytes(dest, 0, PAGE - size).every((byte) => byte === 0));
        assert.ok(bytes(dest, PAGE).every((byte) => byte === 0));
      });
    }

    test(`${direction}: a range that growth makes valid during the check is copied`, () => {
      const pair = makePair('bridge_fb', {
        wrap: (_, which, memory) =>
          watched(memory, (name, address, size) => {
            if (address + size > memory.buffer.byteLength) memory.grow(1);
          }),
      });
      const { dest, src } = roles(pair, direction);
      fillPattern(bytes(src), 'main');
      pair.bridge[`${direction}_memcpy`](PAGE - 10, PAGE - 20, 40);
      assertSameBytes(bytes(dest, PAGE - 10, 40), bytes(src, PAGE - 20, 40), 'copy');
    });
  }
});

describe('bridge_fb: use of the functions over the memories', () => {
  for (const direction of DIRECTIONS) {
    const [to, from] = direction === 'mts' ? ['side', 'main'] : ['main', 'side'];

    /** What a copy does, in order. */
    function logOf(...args) {
      const log = [];
      const large = (name) => (dest, src, size) => log.push({ which: 'host', name, dest, src, size });
      const pair = makePair('bridge_fb', {
        host: { ...makeHost().host, mts_copyLarge: large('mts_copyLarge'), stm_copyLarge: large('stm_copyLarge') },
        wrap: (_, which, memory) => watched(memory, (name, address, size) => log.push({ which, name, address, size })),
      });
      pair.bridge[`${direction}_memcpy`](...args);
      return log;
    }

    test(`${direction}: only reads src, and writes nothing before both ranges are checked`, () => {
      const log = logOf(100, 200, 95);
      assert.deepEqual(log.slice(0, 2), [
        { which: to, name: 'checkRange', address: 100, size: 95 },
        { which: from, name: 'checkRange', address: 200, size: 95 },
      ]);
      const sets = log.filter(({ name }) => name.startsWith('set'));
      assert.ok(sets.every(({ which }) => which === to));
      // Every byte is written once: 64 + 16 + 8 + 4 + 2 + 1.
      assert.deepEqual(
        sets.map(({ name, address }) => [name, address]),
        [
          ['setV128x4', 100],
          ['setV128', 164],
          ['setI64', 180],
          ['setI32', 188],
          ['setI16', 192],
          ['setI8', 194],
        ],
      );
    });

    test(`${direction}: from 2048 bytes on the host copies, once both ranges are checked`, () => {
      assert.ok(logOf(0, 0, 2047).every(({ which }) => which !== 'host'));
      const log = logOf(100, 200, 2048);
      assert.deepEqual(
        log.map(({ name }) => name),
        ['checkRange', 'checkRange', `${direction}_copyLarge`],
      );
      assert.deepEqual(log[2], { which: 'host', name: `${direction}_copyLarge`, dest: 100, src: 200, size: 2048 });
    });

    test(`${direction}: an error of an accessor passes through`, () => {
      const thrown = new Error('accessor');
      const pair = makePair('bridge_fb', {
        wrap: (functions, which, memory) =>
          which === from
            ? watched(memory, () => {
                throw thrown;
              })
            : functions,
      });
      for (const size of [8, 16, 64, 4000]) {
        assert.throws(
          () => pair.bridge[`${direction}_memcpy`](0, 0, size),
          (error) => error === thrown,
        );
      }
      for (const size of SIZES) {
        assert.throws(
          () => pair.bridge[`${direction}_memcpy${size}`](0, 0),
          (error) => error === thrown,
        );
      }
    });
  }
});

describe('bridge_fb: copies of more than 2 GiB', () => {
  for (const direction of DIRECTIONS) {
    const cases = [
      { dest: 0, src: 0, size: 2 * GIB },
      { dest: 5, src: 1000, size: 2 * GIB + 15 },
      { dest: 2 * GIB - 9, src: 3, size: 2 * GIB + 9 },
      { dest: 0, src: 1, size: LAST_ADDRESS },
    ];
    for (const { dest, src, size } of cases) {
      test(`${direction}: dest ${dest}, src ${src}, size ${size} reach the host as they are`, () => {
        const calls = [];
        const note = (...args) => calls.push(args.map((number) => number >>> 0));
        const host = { ...makeHost().host, [`${direction}_copyLarge`]: note };
        const pair = makePair('bridge_fb', { main: MAX_PAGES, side: MAX_PAGES, host });
        pair.bridge[`${direction}_memcpy`](dest, src, size);
        assert.deepEqual(calls, [[dest, src, size]]);
      });
    }
  }
});

describe('the host copies of bridge_fb', () => {
  for (const direction of DIRECTIONS) {
    test(`${direction}: addresses come as signed numbers`, () => {
      const memories = { main: memoryOf(MAX_PAGES), side: memoryOf(MAX_PAGES) };
      const copy = largeCopies(memories.main, memories.side)[`${direction}_copyLarge`];
      const { dest, src } = roles(memories, direction);
      const [to, from, size] = [LAST_ADDRESS + 1 - 3000, 2 * GIB + 77, 3000];
      fillPattern(bytes(src, from, size), 'main');
      copy(to | 0, from | 0, size);
      assertSameBytes(bytes(dest, to, size), bytes(src, from, size), 'copy');
    });

    test(`${direction}: no view from before a growth is used, whichever memory grows`, () => {
      const memories = { main: memoryOf(1), side: memoryOf(1) };
      const copy = largeCopies(memories.main, memories.side)[`${direction}_copyLarge`];
      const { dest, src } = roles(memories, direction);
      for (const grow of [() => {}, () => dest.grow(1), () => src.grow(1), () => dest.grow(0), () => src.grow(0)]) {
        grow();
        bytes(dest).fill(0);
        fillPattern(bytes(src), 'main');
        copy(dest.buffer.byteLength - 2500, 9, 2500);
        assertSameBytes(bytes(dest, dest.buffer.byteLength - 2500), bytes(src, 9, 2500), 'copy');
      }
    });
  }
});

test('bridge_fb: a trap of the check is the out-of-bounds error of the engine', () => {
  const { main, side, bridge } = makePair('bridge_fb');
  assertTraps(() => bridge.mts_memcpy(LAST_ADDRESS, 0, LAST_ADDRESS), [main, side]);
});
