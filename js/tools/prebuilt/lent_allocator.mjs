// The allocator that a module lends to others, wpl_malloc and wpl_free (include/wasm_pseudo_link/detail/allocator.h),
// for modules that were built without these headers: their own malloc and free, by a second name.

/** @import { WasmExport } from '../../loader/wasm/wasm_binary.mjs' */

const ALLOCATOR = { wpl_malloc: { name: 'malloc', signature: 'ii' }, wpl_free: { name: 'free', signature: 'vi' } };

/**
 * @param {WasmExport[]} exports of the wasm file
 * @param {Record<string, string>} [names] readable names of exports that are called otherwise in the file
 * @returns {Record<string, string>} more such names, none unless there are both functions
 */
export function lentAllocator(exports, names = {}) {
  /** @type {Record<string, string>} */
  const added = {};
  for (const [lent, { name, signature }] of Object.entries(ALLOCATOR)) {
    if (lent in names || exports.some((item) => item.name === lent)) return {};
    const inFile = names[name] ?? name;
    const own = exports.find((item) => item.name === inFile);
    if (own?.kind !== 'function' || own.signature !== signature) return {};
    added[lent] = inFile;
  }
  return added;
}
