// What only bridge_fb.wasm can get wrong: it works through accessors that other code supplies.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DIRECTIONS, GIB, LAST_ADDRESS, PAGE, SIZES, assertSameBytes, assertTraps, bytes, fillPattern, helperModule,
  instantiateFixture, makeHost, makePair, roles } from './support.mjs';

/** An accessor whose functions first call `before(function name, address)`. */
const watchedAccessor = (accessor, before) => Object.fromEntries(Object.entries(accessor).map(([name, fn]) => [
  name,
  (address, value) => {
    before(name, address);
    return fn(address, value);
  },
]));

describe('bridge_fb: memories that grow in the middle of a copy', () => {
  for (const direction of DIRECTIONS) {
    for (const growAt of [1, 2, 3, 4, 10, 29]) {
      test(`${direction}: both grow at access ${growAt}`, () => {
        let accesses = 0;
        const pair = makePair('bridge_fb', {
          wrap: (accessor) => watchedAccessor(accessor, () => {
            accesses += 1;
            if (accesses === growAt) {
              pair.main.grow(1);
              pair.side.grow(1);
            }
          }),
        });
        const { dest, src } = roles(pair, direction);
        fillPattern(bytes(src), 'main');
        pair.bridge[`${direction}_memcpy`](PAGE - 103, PAGE - 111, 103);
        assert.equal(dest.buffer.byteLength, 2 * PAGE);
        assertSameBytes(bytes(dest, PAGE - 103, 103), bytes(src, PAGE - 111, 103), 'copy');
        assert.ok(bytes(dest, 0, PAGE - 103).every((byte) => byte === 0));
        assert.ok(bytes(dest, PAGE).every((byte) => byte === 0));
      });
    }

    test(`${direction}: a range that growth makes valid during the check is copied`, () => {
      const pair = makePair('bridge_fb', {
        wrap: (accessor, which) => watchedAccessor(accessor, (_, address) => {
          if (address >= pair[which].buffer.byteLength) pair[which].grow(1);
        }),
      });
      const { dest, src } = roles(pair, direction);
      fillPattern(bytes(src), 'main');
      pair.bridge[`${direction}_memcpy`](PAGE - 10, PAGE - 20, 40);
      assertSameBytes(bytes(dest, PAGE - 10, 40), bytes(src, PAGE - 20, 40), 'copy');
    });
  }
});

describe('bridge_fb: use of the accessors', () => {
  for (const direction of DIRECTIONS) {
    const [to, from] = direction === 'mts' ? ['side', 'main'] : ['main', 'side'];

    test(`${direction}: only reads src, and writes nothing before both ranges are checked`, () => {
      const log = [];
      const pair = makePair('bridge_fb', {
        wrap: (accessor, which) => watchedAccessor(accessor, (name, address) => log.push({ which, name, address })),
      });
      pair.bridge[`${direction}_memcpy`](100, 200, 31);
      const sets = log.filter(({ name }) => name.startsWith('set'));
      assert.ok(sets.every(({ which }) => which === to));
      const checks = log.slice(0, log.indexOf(sets[0]));
      assert.ok(checks.some(({ which, address }) => which === to && address === 130));
      assert.ok(checks.some(({ which, address }) => which === from && address === 230));
      // Every byte is written once: 3 x 8 + 4 + 2 + 1.
      assert.deepEqual(sets.map(({ name, address }) => [name, address]),
        [['setI64', 100], ['setI64', 108], ['setI64', 116], ['setI32', 124], ['setI16', 128], ['setI8', 130]]);
    });

    test(`${direction}: an error of an accessor passes through`, () => {
      const thrown = new Error('accessor');
      const pair = makePair('bridge_fb', {
        wrap: (accessor, which) => (which === from ? watchedAccessor(accessor, () => { throw thrown; }) : accessor),
      });
      assert.throws(() => pair.bridge[`${direction}_memcpy`](0, 0, 8), (error) => error === thrown);
      for (const size of SIZES) {
        assert.throws(() => pair.bridge[`${direction}_memcpy${size}`](0, 0), (error) => error === thrown);
      }
    });
  }
});

describe('bridge_fb: copies of more than 2 GiB', () => {
  for (const direction of DIRECTIONS) {
    // The counting accessor stands for a memory of 4 GiB; it notes whether each byte goes where it belongs, in order.
    const cases = [
      { dest: 0, src: 0, size: 2 * GIB },
      { dest: 5, src: 1000, size: 2 * GIB + 15 },
      { dest: 2 * GIB - 9, src: 3, size: 2 * GIB + 9 },
    ];
    for (const { dest, src, size } of cases) {
      test(`${direction}: dest ${dest}, src ${src}, size ${size}`, () => {
        const counting = instantiateFixture('counting_accessor');
        const { exports } = new WebAssembly.Instance(helperModule('bridge_fb'),
          { main: counting, side: counting, host: makeHost().host });
        counting.expect(dest, src);
        exports[`${direction}_memcpy`](dest, src, size);
        assert.equal(counting.bytes(), BigInt(size));
        assert.equal(counting.wrong(), 0n);
      });
    }

    test(`${direction}: an end above 4 GiB traps even where an accessor accepts every address`, () => {
      const counting = instantiateFixture('counting_accessor');
      const { exports } = new WebAssembly.Instance(helperModule('bridge_fb'),
        { main: counting, side: counting, host: makeHost().host });
      counting.expect(0, 0);
      const beyond = [[2, 0, LAST_ADDRESS], [0, 2, LAST_ADDRESS], [LAST_ADDRESS, 0, 2], [0, LAST_ADDRESS, 2]];
      for (const [dest, src, size] of beyond) {
        assert.throws(() => exports[`${direction}_memcpy`](dest, src, size), WebAssembly.RuntimeError);
      }
      assert.equal(counting.bytes(), 0n);
    });
  }
});

test('bridge_fb: a trap of the check is the out-of-bounds error of the engine', () => {
  const { main, side, bridge } = makePair('bridge_fb');
  assertTraps(() => bridge.mts_memcpy(LAST_ADDRESS, 0, LAST_ADDRESS), [main, side]);
});
