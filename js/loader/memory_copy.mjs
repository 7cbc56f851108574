// From which size on a copy between two memories goes by memory.copy and not by a loop (wat/bridge.wat, direct and fused
// files), in engines with multi-memory.
//
// In V8, memory.copy across memories is a memmove and beats every loop from some 512 bytes on. In SpiderMonkey it takes 1.8
// times as long as a memmove, and the loop is faster at every size. So memory.copy is compared with the memmove that each
// engine has in TypedArray.prototype.set. Both are native code: how far the engine has optimised anything does not matter.
import { createBridge } from './helpers.mjs';

/** Where memory.copy is a memmove: the size from which on it is faster than the loop (V8, x86-64). */
const FROM_512 = 512;

/** All copies by the loop: no size is above this one. */
const NEVER = 0xffffffff;

/** memory.copy is a memmove if it takes at most this many times as long; between 1 in V8 and 1.8 in SpiderMonkey. */
const SAME = 1.35;

/** The clock must move within this many copies of 64 KiB, some 0.5 ms; else it is too coarse. */
const PATIENCE = 256;

/** Milliseconds; the coarsest clock that can be used, and the least time for a measurement: once, and in all. */
const COARSEST = 0.125;
const SLICE = 0.05;
const ENOUGH = 0.3;

/**
 * Decides by measuring, in less than a millisecond unless something else takes the processor meanwhile.
 *
 * A page that is not isolated may have a clock of 1 ms, by which this would take some 10 ms. The loop is the choice there: it
 * is never worse than 0.35 of the best, and the browser with such a clock is Firefox, where it is the best.
 * @param {object} parts
 * @param {() => void} parts.byEngine one copy by TypedArray.prototype.set
 * @param {() => void} parts.byMemoryCopy the same copy by memory.copy
 * @param {() => number} parts.now milliseconds
 * @returns {number} bytes
 */
export function chooseMemoryCopyFrom({ byEngine, byMemoryCopy, now }) {
  byMemoryCopy(); // compiles it
  let tick = tickOf(now, byEngine);
  if (tick > COARSEST) tick = tickOf(now, byEngine); // something else had the processor, or the clock is coarse
  if (tick > COARSEST) return NEVER;
  const slice = Math.max(SLICE, 4 * tick);
  const begin = now();
  let [engine, memoryCopy] = [Infinity, Infinity];
  for (let round = 0; round < 3; round += 1) {
    engine = Math.min(engine, timeOf(byEngine, slice, now));
    memoryCopy = Math.min(memoryCopy, timeOf(byMemoryCopy, slice, now));
    // A slow memory.copy must be seen three times: whatever else runs on the machine makes it slow, too.
    if (memoryCopy <= SAME * engine && now() - begin >= ENOUGH) break;
  }
  return memoryCopy <= SAME * engine ? FROM_512 : NEVER;
}

/** The step of the clock, infinite if it does not move in time. The clock has just moved afterwards. */
function tickOf(now, copy) {
  const before = now();
  for (let count = 0; count < PATIENCE; count += 1) {
    copy();
    const after = now();
    if (after > before) return after - before;
  }
  return Infinity;
}

/** Milliseconds that one copy takes. */
function timeOf(copy, slice, now) {
  const begin = now();
  for (let count = 0; ; ) {
    for (let turn = 0; turn < 8; turn += 1) copy();
    count += 8;
    const passed = now() - begin;
    if (passed >= slice) return passed / count;
  }
}

/** What was measured in this page: the engine stays the same. */
let measured = null;

/**
 * The size from which on copies go by memory.copy, measured once a page.
 * @param {Record<string, Uint8Array>} helpers wasm bytes
 * @returns {number} bytes
 */
export function measuredMemoryCopyFrom(helpers) {
  if (measured === null) {
    const parts = scratchCopies(helpers);
    if (parts === null) return NEVER; // not kept: there may be memories another time
    measured = chooseMemoryCopyFrom({ ...parts, now: () => performance.now() });
  }
  return measured;
}

/** A copy of 64 KiB between two memories of that size, both ways; null where the engine has no more memories. */
function scratchCopies(helpers) {
  try {
    const [main, side] = [1, 2].map(() => new WebAssembly.Memory({ initial: 1, maximum: 1 }));
    const none = () => 0;
    const host = { mts_addFnPtr: none, stm_addFnPtr: none, mts_removeFnPtr: none, stm_removeFnPtr: none };
    const bridge = createBridge(helpers, 'bridge', { memory: main }, { memory: side }, host, 0);
    const [from, to] = [main, side].map(({ buffer }) => new Uint8Array(buffer));
    return { byEngine: () => to.set(from), byMemoryCopy: () => bridge.mts_memcpy(0, 0, from.length) };
  } catch {
    return null;
  }
}
