// WebAssembly code for values in 8-byte slots, by signature letter. An offset in LEB128 follows loads and stores.

/**
 * Value types.
 * @type {Readonly<Record<string, number>>}
 */
export const VALUE_BYTES = /* @__PURE__ */ Object.freeze({ i: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c });

/**
 * Loads: opcode and alignment.
 * @type {Readonly<Record<string, number[]>>}
 */
export const LOADS = /* @__PURE__ */ Object.freeze({ i: [0x28, 2], j: [0x29, 3], f: [0x2a, 2], d: [0x2b, 3] });

/**
 * Stores: opcode and alignment.
 * @type {Readonly<Record<string, number[]>>}
 */
export const STORES = /* @__PURE__ */ Object.freeze({ i: [0x36, 2], j: [0x37, 3], f: [0x38, 2], d: [0x39, 3] });

/**
 * Code for a zero.
 * @param {string} letter of the type; v: none
 * @returns {number[]}
 */
export function zeroCode(letter) {
  /** @type {Record<string, number[]>} */
  const codes = { v: [], i: [0x41, 0], j: [0x42, 0], f: [0x43, 0, 0, 0, 0], d: [0x44, 0, 0, 0, 0, 0, 0, 0, 0] };
  return codes[letter];
}
