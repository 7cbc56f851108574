// Large copies between two memories where there is no multi-memory: by the engine's own copy between typed arrays.

/**
 * The host functions by which bridge_fb copies large ranges, which it has found to be in bounds.
 * @param {WebAssembly.Memory} main
 * @param {WebAssembly.Memory} side
 * @returns {Record<string, (dest: number, src: number, size: number) => void>} addresses and size come as signed
 *   numbers
 */
export function largeCopies(main, side) {
  return { mts_copyLarge: copyBetween(main, side), stm_copyLarge: copyBetween(side, main) };
}

/**
 * A memory that grows gets a new buffer, and views of the old one are empty from then on: so a view tells by itself
 * whether it still holds, which is faster than to ask the memory for its buffer (27 of 138 ns at 4 KiB in Node 20). For
 * the source a new view on the kept one's buffer is faster than its subarray().
 * @param {WebAssembly.Memory} source
 * @param {WebAssembly.Memory} destination
 * @returns {(dest: number, src: number, size: number) => void}
 */
function copyBetween(source, destination) {
  let from = new Uint8Array(0);
  let to = from;
  return (dest, src, size) => {
    if (from.length === 0) from = new Uint8Array(source.buffer);
    if (to.length === 0) to = new Uint8Array(destination.buffer);
    to.set(new Uint8Array(from.buffer, src >>> 0, size >>> 0), dest >>> 0);
  };
}
