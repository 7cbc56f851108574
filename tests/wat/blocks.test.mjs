// blocks.wasm: the check of a range, and pieces of 16 and 64 bytes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  GIB,
  LAST_ADDRESS,
  MAX_PAGES,
  PAGE,
  assertSameBytes,
  assertTraps,
  bytes,
  fillPattern,
  instantiateFixture,
  makeBlocks,
  memoryOf,
} from './support.mjs';

test('checkRange: passes up to the very end, traps one further, never wraps around', () => {
  for (const pages of [0, 1, 3, 40_000, MAX_PAGES]) {
    const memory = memoryOf(pages);
    const { checkRange } = makeBlocks(memory);
    const end = pages * PAGE;
    const right = [
      [0, 0],
      [0, end],
      [end, 0],
      [end - 1, 1],
      [end - 64, 64],
      [end >>> 1, end - (end >>> 1)],
    ];
    for (const [address, size] of right) {
      // 4 GiB is no 32-bit number: of a memory of 65,536 pages the last byte is as far as one can go.
      if (address < 0 || address > LAST_ADDRESS || size > LAST_ADDRESS) continue;
      assert.equal(checkRange(address, size), undefined, `${pages} pages, ${address}, ${size}`);
    }
    const wrong = [
      [end + 1, 0],
      [end, 1],
      [end - 1, 2],
      [0, end + 1],
      [LAST_ADDRESS, LAST_ADDRESS],
      [1, LAST_ADDRESS],
      [2 * GIB, 2 * GIB + 1],
      [LAST_ADDRESS, 2],
      [LAST_ADDRESS - 62, 64],
    ];
    for (const [address, size] of wrong) {
      if (address < 0 || address > LAST_ADDRESS || size > LAST_ADDRESS || address + size <= end) continue;
      assertTraps(() => checkRange(address, size), [], `${pages} pages, ${address}, ${size}`);
    }
  }
});

test('checkRange: sees the memory grow', () => {
  const memory = memoryOf(1);
  const { checkRange } = makeBlocks(memory);
  assertTraps(() => checkRange(PAGE - 1, 2), [memory]);
  memory.grow(1);
  checkRange(PAGE - 1, PAGE + 1);
  assertTraps(() => checkRange(PAGE - 1, PAGE + 2), [memory]);
});

for (const size of [16, 64]) {
  test(`pieces of ${size} bytes: every byte in its place, at every alignment and both ends`, () => {
    const [from, to] = [memoryOf(1), memoryOf(2)];
    const move = instantiateFixture('block_moves', { from: makeBlocks(from), to: makeBlocks(to) })[`move${size}`];
    fillPattern(bytes(from), 'main');
    for (const dest of [...Array(17).keys(), 2 * PAGE - size]) {
      for (const src of [...Array(17).keys(), PAGE - size]) {
        fillPattern(bytes(to), 'side');
        const expected = bytes(to).slice();
        expected.set(bytes(from, src, size), dest);
        move(dest, src);
        assertSameBytes(bytes(to), expected, `dest ${dest} src ${src}`);
      }
    }
  });

  test(`pieces of ${size} bytes: one that is partly out of bounds traps and writes nothing`, () => {
    const [from, to] = [memoryOf(1), memoryOf(1)];
    const move = instantiateFixture('block_moves', { from: makeBlocks(from), to: makeBlocks(to) })[`move${size}`];
    fillPattern(bytes(from), 'main');
    for (let beyond = 1; beyond <= size; beyond += 1) {
      assertTraps(() => move(PAGE - size + beyond, 0), [from, to], `dest ${beyond} beyond`);
      assertTraps(() => move(0, PAGE - size + beyond), [from, to], `src ${beyond} beyond`);
    }
    for (const address of [2 * GIB, LAST_ADDRESS - size + 1, LAST_ADDRESS - 15, LAST_ADDRESS]) {
      assertTraps(() => move(address, 0), [from, to], `dest ${address}`);
      assertTraps(() => move(0, address), [from, to], `src ${address}`);
    }
  });
}

test('pieces above 2 GiB, up to the last byte of 4 GiB', () => {
  const [from, to] = [memoryOf(MAX_PAGES), memoryOf(MAX_PAGES)];
  const { move16, move64 } = instantiateFixture('block_moves', { from: makeBlocks(from), to: makeBlocks(to) });
  for (const [move, size] of [
    [move16, 16],
    [move64, 64],
  ]) {
    const [dest, src] = [LAST_ADDRESS + 1 - size, 3 * GIB + 5];
    fillPattern(bytes(from, src, size), 'main');
    move(dest, src);
    assertSameBytes(bytes(to, dest, size), bytes(from, src, size), `${size} bytes`);
  }
});
