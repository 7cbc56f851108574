// bridge.wasm and bridge_fb.wasm: the same tests for both, with memories of a few pages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DIRECTIONS,
  EDGES,
  FN_PTR_FUNCTIONS,
  GIB,
  LAST_ADDRESS,
  PAGE,
  SIZES,
  assertSameBytes,
  assertTraps,
  bytes,
  copyOf,
  describeBridges,
  fillPattern,
  makeHost,
  makePair,
  roles,
} from './support.mjs';

const fillBoth = ({ main, side }) => {
  fillPattern(bytes(main), 'main');
  fillPattern(bytes(side), 'side');
};

/** Copies and compares all bytes of both memories with what a byte array would hold. */
function assertCopies(pair, direction, dest, src, size, copy) {
  const memories = roles(pair, direction);
  const expected = { dest: copyOf('dest', bytes(memories.dest)), src: copyOf('src', bytes(memories.src)) };
  expected.dest.set(expected.src.subarray(src, src + size), dest);
  assert.equal(copy(), undefined);
  const what = `${direction} dest ${dest} src ${src} size ${size}`;
  assertSameBytes(bytes(memories.dest), expected.dest, `${what}: destination`);
  assertSameBytes(bytes(memories.src), expected.src, `${what}: source`);
}

describeBridges('memcpy', (name) => {
  for (const direction of DIRECTIONS) {
    test(`${direction}: every alignment of dest and src, sizes 0 to 40`, () => {
      const pair = makePair(name);
      fillBoth(pair);
      const memcpy = pair.bridge[`${direction}_memcpy`];
      const { dest, src } = roles(pair, direction);
      const clean = bytes(dest).slice(0, 256);
      const source = bytes(src).slice(0, 256);
      for (let destOffset = 0; destOffset < 16; destOffset += 1) {
        for (let srcOffset = 0; srcOffset < 16; srcOffset += 1) {
          for (let size = 0; size <= 40; size += 1) {
            const [to, from] = [64 + destOffset, 128 + srcOffset];
            bytes(dest).set(clean);
            memcpy(to, from, size);
            const expected = clean.slice();
            expected.set(source.subarray(from, from + size), to);
            const what = `dest ${to} src ${from} size ${size}`;
            assertSameBytes(bytes(dest, 0, 256), expected, `${what}: destination`);
            assertSameBytes(bytes(src, 0, 256), source, `${what}: source`);
          }
        }
      }
    });

    test(`${direction}: sizes at which the copy changes its way, aligned and not, and the bytes around`, () => {
      const pair = makePair(name, { main: 2, side: 2 });
      const memcpy = pair.bridge[`${direction}_memcpy`];
      for (const size of EDGES) {
        for (const [to, from] of [
          [64, 128],
          [65, 128],
          [64, 131],
          [71, 71],
          [PAGE - 5, 3],
          [3, PAGE - 5],
        ]) {
          fillBoth(pair);
          assertCopies(pair, direction, to, from, size, () => memcpy(to, from, size));
        }
      }
    });

    test(`${direction}: from and to the very ends of memories of different sizes`, () => {
      const pair = makePair(name, { main: 1, side: 2 });
      const { dest, src } = roles(pair, direction);
      const [destEnd, srcEnd] = [dest.buffer.byteLength, src.buffer.byteLength];
      const memcpy = pair.bridge[`${direction}_memcpy`];
      for (const size of [0, 1, 7, 8, 9, 255, ...EDGES, PAGE]) {
        for (const to of [0, destEnd - size]) {
          for (const from of [0, srcEnd - size]) {
            fillBoth(pair);
            assertCopies(pair, direction, to, from, size, () => memcpy(to, from, size));
          }
        }
      }
    });

    test(`${direction}: traps one past the end of either memory and writes nothing`, () => {
      const pair = makePair(name, { main: 1, side: 2 });
      fillBoth(pair);
      const { dest, src } = roles(pair, direction);
      const [destEnd, srcEnd] = [dest.buffer.byteLength, src.buffer.byteLength];
      const memcpy = pair.bridge[`${direction}_memcpy`];
      for (const size of [0, 1, 7, 8, 9, 40, 255, ...EDGES, PAGE]) {
        const faults = [
          [destEnd - size + 1, 0],
          [0, srcEnd - size + 1],
          [destEnd - size + 1, srcEnd - size + 1],
        ];
        for (const [to, from] of faults) {
          assertTraps(() => memcpy(to, from, size), [dest, src], `dest ${to} src ${from} size ${size}`);
        }
      }
      // The smaller memory's end counts for the smaller memory only.
      assertTraps(() => memcpy(0, 0, PAGE + 1), [dest, src]);
    });

    test(`${direction}: size 0 passes at the very end and traps beyond it`, () => {
      const pair = makePair(name, { main: 1, side: 2 });
      fillBoth(pair);
      const { dest, src } = roles(pair, direction);
      const [destEnd, srcEnd] = [dest.buffer.byteLength, src.buffer.byteLength];
      const memcpy = pair.bridge[`${direction}_memcpy`];
      for (const [to, from] of [
        [0, 0],
        [destEnd, 0],
        [0, srcEnd],
        [destEnd, srcEnd],
      ]) {
        assertCopies(pair, direction, to, from, 0, () => memcpy(to, from, 0));
      }
      for (const beyond of [1, 8, PAGE, 2 * GIB - destEnd, LAST_ADDRESS - destEnd]) {
        assertTraps(() => memcpy(destEnd + beyond, 0, 0), [dest, src], `dest ${beyond} beyond`);
      }
      for (const beyond of [1, 8, PAGE, 2 * GIB - srcEnd, LAST_ADDRESS - srcEnd]) {
        assertTraps(() => memcpy(0, srcEnd + beyond, 0), [dest, src], `src ${beyond} beyond`);
      }
    });

    test(`${direction}: huge sizes and addresses trap, none wraps around`, () => {
      const pair = makePair(name);
      fillBoth(pair);
      const memcpy = pair.bridge[`${direction}_memcpy`];
      const watched = [pair.main, pair.side];
      for (const size of [PAGE + 1, 2 * GIB - 1, 2 * GIB, 2 * GIB + 8, LAST_ADDRESS - 7, LAST_ADDRESS]) {
        for (const [to, from] of [
          [0, 0],
          [16, 0],
          [0, 16],
          [16, 16],
          [PAGE, PAGE],
        ]) {
          assertTraps(() => memcpy(to, from, size), watched, `dest ${to} src ${from} size ${size}`);
        }
      }
      // addr + size is 0, 1, 8 or 16 in 32 bits.
      for (const size of [1, 8, 16, 64, 511, 512, 2048, PAGE]) {
        for (const end of [0, 1, 8, 16]) {
          const address = (end - size) >>> 0;
          if (address + size <= PAGE) continue;
          assertTraps(() => memcpy(address, 0, size), watched, `dest ${address} size ${size}`);
          assertTraps(() => memcpy(0, address, size), watched, `src ${address} size ${size}`);
          assertTraps(() => memcpy(address, address, size), watched, `both ${address} size ${size}`);
        }
      }
    });

    test(`${direction}: empty memories`, () => {
      const pair = makePair(name, { main: 0, side: 0 });
      const memcpy = pair.bridge[`${direction}_memcpy`];
      memcpy(0, 0, 0);
      assertTraps(() => memcpy(0, 0, 1), []);
      assertTraps(() => memcpy(1, 0, 0), []);
      assertTraps(() => memcpy(0, 1, 0), []);
    });

    test(`${direction}: one memory empty`, () => {
      for (const pages of [
        { main: 0, side: 1 },
        { main: 1, side: 0 },
      ]) {
        const pair = makePair(name, pages);
        const memcpy = pair.bridge[`${direction}_memcpy`];
        memcpy(0, 0, 0);
        assertTraps(() => memcpy(0, 0, 1), [pair.main, pair.side]);
      }
    });

    test(`${direction}: sees either memory grow, large copies too`, () => {
      const pair = makePair(name);
      const memcpy = pair.bridge[`${direction}_memcpy`];
      const { dest, src } = roles(pair, direction);
      for (const size of [100, 700, 5000]) {
        fillBoth(pair);
        memcpy(0, 0, size); // whatever is kept of the memories is from before they grow
        const [destEnd, srcEnd] = [dest.buffer.byteLength, src.buffer.byteLength];
        assertTraps(() => memcpy(destEnd - 10, 0, size), [dest, src]);
        dest.grow(1);
        fillBoth(pair);
        assertCopies(pair, direction, destEnd - 10, 7, size, () => memcpy(destEnd - 10, 7, size));
        assertTraps(() => memcpy(0, srcEnd - 10, size), [dest, src]);
        src.grow(1);
        fillBoth(pair);
        assertCopies(pair, direction, destEnd, srcEnd - 10, size, () => memcpy(destEnd, srcEnd - 10, size));
      }
    });

    test(`${direction}: sees either memory grow`, () => {
      const pair = makePair(name);
      const memcpy = pair.bridge[`${direction}_memcpy`];
      const { dest, src } = roles(pair, direction);
      fillBoth(pair);
      assertTraps(() => memcpy(PAGE, 0, 40), [dest, src]);
      dest.grow(1);
      fillBoth(pair);
      assertCopies(pair, direction, PAGE - 3, 5, 40, () => memcpy(PAGE - 3, 5, 40));
      assertTraps(() => memcpy(0, PAGE - 3, 40), [dest, src]);
      src.grow(2);
      fillBoth(pair);
      assertCopies(pair, direction, 2 * PAGE - 40, 3 * PAGE - 40, 40, () => memcpy(2 * PAGE - 40, 3 * PAGE - 40, 40));
      assertTraps(() => memcpy(2 * PAGE - 39, 0, 40), [dest, src]);
      assertTraps(() => memcpy(0, 3 * PAGE - 39, 40), [dest, src]);
    });
  }
});

describeBridges('memcpy1, 2, 4, 8', (name) => {
  for (const direction of DIRECTIONS) {
    for (const size of SIZES) {
      test(`${direction}_memcpy${size}: every alignment, first and last place`, () => {
        const pair = makePair(name, { main: 1, side: 2 });
        const { dest, src } = roles(pair, direction);
        const memcpy = pair.bridge[`${direction}_memcpy${size}`];
        const places = (memory) => [...Array(16).keys(), memory.buffer.byteLength - size];
        for (const to of places(dest)) {
          for (const from of places(src)) {
            fillBoth(pair);
            assertCopies(pair, direction, to, from, size, () => memcpy(to, from));
          }
        }
      });

      test(`${direction}_memcpy${size}: every byte value`, () => {
        const pair = makePair(name);
        const { dest, src } = roles(pair, direction);
        for (let byte = 0; byte < 256; byte += 1) {
          bytes(src).fill(byte, 0, size);
          bytes(dest).fill(~byte, 0, 16);
          pair.bridge[`${direction}_memcpy${size}`](4, 0);
          assert.ok(bytes(dest, 0, 16).every((b, i) => b === ((i >= 4 && i < 4 + size ? byte : ~byte) & 0xff)));
        }
      });

      test(`${direction}_memcpy${size}: traps beyond either end and writes nothing`, () => {
        const pair = makePair(name, { main: 1, side: 2 });
        fillBoth(pair);
        const { dest, src } = roles(pair, direction);
        const memcpy = pair.bridge[`${direction}_memcpy${size}`];
        const outside = (memory) => {
          const end = memory.buffer.byteLength;
          const places = [end, end + 1, 2 * GIB - 1, 2 * GIB, LAST_ADDRESS - size + 1, LAST_ADDRESS];
          for (let address = end - size + 1; address < end; address += 1) places.push(address);
          return places;
        };
        for (const to of outside(dest)) assertTraps(() => memcpy(to, 0), [dest, src], `dest ${to}`);
        for (const from of outside(src)) assertTraps(() => memcpy(0, from), [dest, src], `src ${from}`);
        assertTraps(() => memcpy(LAST_ADDRESS, LAST_ADDRESS), [dest, src]);
      });

      test(`${direction}_memcpy${size}: sees either memory grow`, () => {
        const pair = makePair(name);
        const { dest, src } = roles(pair, direction);
        const memcpy = pair.bridge[`${direction}_memcpy${size}`];
        assertTraps(() => memcpy(PAGE, 0), [dest, src]);
        assertTraps(() => memcpy(0, PAGE), [dest, src]);
        dest.grow(1);
        src.grow(1);
        fillBoth(pair);
        assertCopies(pair, direction, PAGE, 2 * PAGE - size, size, () => memcpy(PAGE, 2 * PAGE - size));
      });
    }
  }
});

describeBridges('function pointers', (name) => {
  for (const fn of FN_PTR_FUNCTIONS) {
    test(`${fn}: calls the host function of that name, argument and result unchanged`, () => {
      const { host, calls } = makeHost((_, fnPtr) => fnPtr + 100);
      const { bridge } = makePair(name, { host });
      assert.equal(bridge[fn](7), 107);
      assert.equal(bridge[fn](0), 100);
      assert.equal(bridge[fn](0xffff_ffff), 99);
      assert.deepEqual(calls, [
        [fn, 7],
        [fn, 0],
        [fn, -1],
      ]);
    });

    test(`${fn}: lets an error of the host function through`, () => {
      const thrown = new Error('host');
      const { host } = makeHost(() => {
        throw thrown;
      });
      const { bridge } = makePair(name, { host });
      assert.throws(
        () => bridge[fn](1),
        (error) => error === thrown,
      );
    });

    test(`${fn}: may grow both memories, and the bridge sees it`, () => {
      const { host } = makeHost(() => {
        pair.main.grow(1);
        pair.side.grow(2);
        return 1;
      });
      const pair = makePair(name, { host });
      for (const direction of DIRECTIONS) {
        assertTraps(() => pair.bridge[`${direction}_memcpy`](PAGE, PAGE, 100), [pair.main, pair.side]);
      }
      pair.bridge[fn](1);
      for (const direction of DIRECTIONS) {
        fillBoth(pair);
        assertCopies(pair, direction, PAGE - 9, PAGE - 50, 100, () =>
          pair.bridge[`${direction}_memcpy`](PAGE - 9, PAGE - 50, 100),
        );
      }
    });
  }
});

describeBridges('directions', (name) => {
  test('mts writes the side only, stm writes main only', () => {
    for (const suffix of ['memcpy', ...SIZES.map((size) => `memcpy${size}`)]) {
      const pair = makePair(name);
      bytes(pair.main).fill(1);
      bytes(pair.side).fill(2);
      pair.bridge[`mts_${suffix}`](0, 0, 1);
      assert.equal(bytes(pair.side)[0], 1);
      assert.ok(bytes(pair.main).every((byte) => byte === 1));
      bytes(pair.side).fill(2);
      pair.bridge[`stm_${suffix}`](0, 0, 1);
      assert.equal(bytes(pair.main)[0], 2);
      assert.ok(bytes(pair.side).every((byte) => byte === 2));
    }
  });

  test('two bridges over one main memory keep their sides apart', () => {
    const one = makePair(name);
    const other = makePair(name, { main: one.main });
    bytes(one.main).fill(7);
    other.bridge.mts_memcpy(0, 0, 64);
    assert.ok(bytes(one.side).every((byte) => byte === 0));
    assert.ok(bytes(other.side, 0, 64).every((byte) => byte === 7));
  });
});
