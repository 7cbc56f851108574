// From which size on a copy between two memories goes by memory.copy and not by a loop (wat/bridge.wat, direct and fused
// files), in engines with multi-memory.
//
// In V8, memory.copy across memories is a memmove and beats every loop from some 512 bytes on. In SpiderMonkey it is slower
// than the loop at every size, and takes 3 times as long as a memmove of 16 KiB. So memory.copy is compared with the memmove
// that each engine has in TypedArray.prototype.set. Both are native code, so that little depends on how far the engine has
// optimised its callers. 16 KiB is where they differ most, since all of it stays in the processor's nearest cache.
import { createBridge } from './helpers.mjs';

/** Where memory.copy is a memmove: the size from which on it is faster than the loop (V8, x86-64). */
const FROM_512 = 512;

/** All copies by the loop: no size is above this one. */
const NEVER = 0xffffffff;

/** Bytes of a copy that is measured. */
const MEASURED = 0x4000;

/** memory.copy is a memmove if it takes at most this many times as long; between 1.2 in V8 and 3.2 in SpiderMonkey. */
const SAME = 1.9;

/** Copies in a row, each too short for any clock. */
const TURN = 8;

/** The clock must move within this many turns, some 0.5 ms; else it is too coarse. */
const PATIENCE = 512;

/** Turns before anything is measured: the first calls are slow. */
const WARM = 32;

/** Milliseconds; the coarsest clock that can be used, and the least time for a measurement. */
const COARSEST = 0.125;
const SLICE = 0.05;

/**
 * Decides by measuring, in a millisecond or two unless something else takes the processor meanwhile.
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
  for (let turns = 0; turns < WARM; turns += 1) [byEngine, byMemoryCopy].forEach(takeTurn);
  let tick = tickOf(now, byEngine);
  if (tick > COARSEST) tick = tickOf(now, byEngine); // something else had the processor, or the clock is coarse
  if (tick > COARSEST) return NEVER;
  const slice = Math.max(SLICE, 4 * tick);
  const [least, most] = slice > COARSEST ? [1, 3] : [3, 8];
  let [engine, memoryCopy] = [Infinity, Infinity];
  for (let round = 1; round <= most; round += 1) {
    engine = Math.min(engine, timeOf(byEngine, slice, now));
    memoryCopy = Math.min(memoryCopy, timeOf(byMemoryCopy, slice, now));
    // A slow memory.copy must be seen each time: whatever else runs on the machine makes it slow, too.
    if (memoryCopy <= SAME * engine && round >= least) break;
  }
  return memoryCopy <= SAME * engine ? FROM_512 : NEVER;
}

/** The step of the clock, infinite if it does not move in time. The clock has just moved afterwards. */
function tickOf(now, copy) {
  const before = now();
  for (let turns = 0; turns < PATIENCE; turns += 1) {
    takeTurn(copy);
    const after = now();
    if (after > before) return after - before;
  }
  return Infinity;
}

/** Milliseconds that a turn takes. */
function timeOf(copy, slice, now) {
  const begin = now();
  for (let turns = 1; ; turns += 1) {
    takeTurn(copy);
    const passed = now() - begin;
    if (passed >= slice) return passed / turns;
  }
}

function takeTurn(copy) {
  for (let count = 0; count < TURN; count += 1) copy();
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

/** A copy between two memories, by both ways; null where the engine has no more memories. */
function scratchCopies(helpers) {
  try {
    const [main, side] = [1, 2].map(() => new WebAssembly.Memory({ initial: 1, maximum: 1 }));
    const none = () => 0;
    const host = { mts_addFnPtr: none, stm_addFnPtr: none, mts_removeFnPtr: none, stm_removeFnPtr: none };
    const bridge = createBridge(helpers, 'bridge', { memory: main }, { memory: side }, host, 0);
    const [from, to] = [main, side].map(({ buffer }) => new Uint8Array(buffer, 0, MEASURED));
    return { byEngine: () => to.set(from), byMemoryCopy: () => bridge.mts_memcpy(0, 0, MEASURED) };
  } catch {
    return null;
  }
}
