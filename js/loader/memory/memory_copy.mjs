// From which size on a copy between two memories goes by memory.copy and not by a loop (wat/bridge.wat, direct and
// fused files), in engines with multi-memory.
//
// In V8, memory.copy across memories is a memmove and beats every loop from some 512 bytes on. In SpiderMonkey it takes
// up to 3 times as long as a memmove, and the loop is faster at most sizes (docs/performance.md).

/** Where memory.copy is a memmove: the size from which on it is faster than the loop (V8, x86-64). */
const FROM_512 = 512;

/** All copies by the loop: no size is above this one. */
const NEVER = 0xffffffff;

/**
 * The size from which on copies go by memory.copy unless an option says otherwise.
 *
 * SpiderMonkey is told by the columnNumber of its errors, which no other engine's have. A wrong guess costs speed and
 * nothing else. Measuring it instead takes two more memories and a millisecond or two of each start, and is impossible
 * where the clock moves in steps of 1 ms, as Firefox's does in pages that are not isolated.
 * @returns {number} bytes
 */
export function usualMemoryCopyFrom() {
  return 'columnNumber' in new Error() ? NEVER : FROM_512;
}
