// bridge.wasm and bridge_fb.wasm on memories above 2 GiB. Engines commit pages when touched, so this costs little.

import { test } from 'node:test';
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
  describeBridges,
  fillPattern,
  makePair,
  roles,
} from './support.mjs';

const TOP = LAST_ADDRESS + 1;
const WINDOW = 4096;

describeBridges('above 2 GiB', (name) => {
  for (const direction of DIRECTIONS) {
    test(`${direction}: copies across 2 GiB, above it and up to the last byte of 4 GiB`, () => {
      const pair = makePair(name, { main: MAX_PAGES, side: MAX_PAGES });
      const { dest, src } = roles(pair, direction);
      const memcpy = pair.bridge[`${direction}_memcpy`];
      // Each size at each pair of places, of which some need all bits of the address.
      const places = (size) => [64, 2 * GIB - (size >>> 1), 2 * GIB, 3 * GIB + 3, TOP - size];
      for (const size of [0, 1, 7, 40, 64, 511, 1000, 2049]) {
        for (const to of places(size)) {
          for (const from of places(size)) {
            fillPattern(bytes(src, from, size), 'main');
            memcpy(to, from, size);
            const what = `dest ${to} src ${from} size ${size}`;
            assertSameBytes(bytes(dest, to, size), bytes(src, from, size), what);
            // 2 GiB away, where an address that lost its highest bit would land, and beside the range: zeros.
            const elsewhere = [
              [(to + 2 * GIB) % TOP, size],
              [to - 64, 64],
              [to + size, Math.min(64, TOP - to - size)],
            ];
            for (const [address, length] of elsewhere) {
              const room = Math.min(length, TOP - address);
              if (address < to + size && to < address + room) continue;
              assertSameBytes(bytes(dest, address, room), new Uint8Array(room), `${what}: at ${address}`);
            }
            bytes(dest, to, size).fill(0);
            bytes(src, from, size).fill(0);
          }
        }
      }
    });

    test(`${direction}: size 0 at the highest address passes, one byte too many traps`, () => {
      const pair = makePair(name, { main: MAX_PAGES, side: MAX_PAGES });
      const memcpy = pair.bridge[`${direction}_memcpy`];
      memcpy(LAST_ADDRESS, LAST_ADDRESS, 0);
      memcpy(LAST_ADDRESS, LAST_ADDRESS, 1);
      const ends = [pair.main, pair.side].flatMap((memory) => [bytes(memory, 0, WINDOW), bytes(memory, TOP - WINDOW)]);
      ends.forEach((view, i) => fillPattern(view, i < 2 ? 'main' : 'side'));
      const faults = [
        [LAST_ADDRESS, 0, 2],
        [0, LAST_ADDRESS, 2],
        [LAST_ADDRESS - 6, 0, 8],
        [0, LAST_ADDRESS - 6, 8],
        [LAST_ADDRESS, LAST_ADDRESS, LAST_ADDRESS],
        [2, 0, LAST_ADDRESS],
        [0, 2, LAST_ADDRESS],
        [2 * GIB + 1, 0, 2 * GIB],
        [0, 2 * GIB + 1, 2 * GIB],
      ];
      for (const [to, from, size] of faults) {
        assertTraps(() => memcpy(to, from, size), ends, `dest ${to} src ${from} size ${size}`);
      }
    });

    test(`${direction}: the end of a memory between 2 and 4 GiB`, () => {
      const pages = 40_000;
      const end = pages * PAGE;
      const pair = makePair(name, { main: pages, side: pages + 1 });
      const { dest, src } = roles(pair, direction);
      const [destEnd, srcEnd] = direction === 'mts' ? [end + PAGE, end] : [end, end + PAGE];
      const memcpy = pair.bridge[`${direction}_memcpy`];
      fillPattern(bytes(src, srcEnd - 100), 'main');
      memcpy(destEnd - 100, srcEnd - 100, 100);
      assertSameBytes(bytes(dest, destEnd - 100), bytes(src, srcEnd - 100), 'copy');
      memcpy(destEnd, srcEnd, 0);
      const watched = [bytes(dest, destEnd - WINDOW), bytes(src, srcEnd - WINDOW), bytes(dest, 0, WINDOW)];
      for (const size of [0, 1, 100, 513, 2048]) {
        assertTraps(() => memcpy(destEnd - size + 1, 0, size), watched, `dest, size ${size}`);
        assertTraps(() => memcpy(0, srcEnd - size + 1, size), watched, `src, size ${size}`);
      }
      assertTraps(() => memcpy(0, 0, end + PAGE + 1), watched);
    });

    for (const size of SIZES) {
      test(`${direction}_memcpy${size}: above 2 GiB`, () => {
        const pair = makePair(name, { main: MAX_PAGES, side: MAX_PAGES });
        const { dest, src } = roles(pair, direction);
        const memcpy = pair.bridge[`${direction}_memcpy${size}`];
        const places = [32, 2 * GIB - 1, 2 * GIB, 3 * GIB + 7, TOP - size];
        for (const to of places) {
          for (const from of places) {
            fillPattern(bytes(src, from, size), 'main');
            memcpy(to, from);
            assertSameBytes(bytes(dest, to, size), bytes(src, from, size), `dest ${to} src ${from}`);
            bytes(dest, to, size).fill(0);
            bytes(src, from, size).fill(0);
          }
        }
        assertSameBytes(bytes(dest, 0, WINDOW), new Uint8Array(WINDOW), 'the start of dest');
        for (let address = TOP - size + 1; address < TOP; address += 1) {
          const watched = [bytes(dest, 0, 16), bytes(dest, TOP - 16), bytes(src, TOP - 16)];
          assertTraps(() => memcpy(address, 0), watched, `dest ${address}`);
          assertTraps(() => memcpy(0, address), watched, `src ${address}`);
        }
      });
    }
  }
});
