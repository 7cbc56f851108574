// Large copies between two memories where there is no multi-memory: by the engine's own copy between typed arrays.

/**
 * The host functions by which bridge_fb copies large ranges, which it has found to be in bounds.
 * @param {WebAssembly.Memory} main
 * @param {WebAssembly.Memory} side
 * @returns {Record<string, (dest: number, src: number, size: number) => void>} addresses and size come as signed numbers
 */
export function largeCopies(main, side) {
  return { mts_copyLarge: copyBetween(main, side), stm_copyLarge: copyBetween(side, main) };
}

/** A kept view of the destination and a new one of the source are faster than two of either kind (Node 20, WebKitGTK). */
function copyBetween(source, destination) {
  let kept = new Uint8Array(0);
  return (dest, src, size) => {
    // A memory that grows gets a new buffer; a view of the old one is never used.
    if (kept.buffer !== destination.buffer) kept = new Uint8Array(destination.buffer);
    kept.set(new Uint8Array(source.buffer, src >>> 0, size >>> 0), dest >>> 0);
  };
}
