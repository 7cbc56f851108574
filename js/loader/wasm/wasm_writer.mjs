// The few parts of WebAssembly's binary format that small modules made at run time need.

/** @type {Readonly<Record<string, number>>} */
const VALUE_TYPES = /* @__PURE__ */ Object.freeze({ i: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c });

/**
 * An unsigned number as LEB128.
 * @param {number} value
 * @returns {number[]}
 */
export function leb(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/**
 * A signed number as LEB128, as constants are written.
 * @param {number} value an i32
 * @returns {number[]}
 */
export function signedLeb(value) {
  const bytes = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const byte = rest & 0x7f;
    if (rest >> 6 === 0 || rest >> 6 === -1) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

/**
 * A function type.
 * @param {string} signature letters, the result first
 * @returns {number[]}
 */
export function typeBytes(signature) {
  const parameters = [...signature.slice(1)].map((letter) => VALUE_TYPES[letter]);
  const results = signature[0] === 'v' ? [] : [VALUE_TYPES[signature[0]]];
  return [0x60, ...leb(parameters.length), ...parameters, results.length, ...results];
}

/**
 * Instructions that push all parameters of a function.
 * @param {string} signature letters, the result first
 * @returns {number[]}
 */
export const pushParameters = (signature) =>
  Array.from({ length: signature.length - 1 }, (_, index) => [0x20, ...leb(index)]).flat(); // local.get of each

/**
 * A function of the code section that has no further locals.
 * @param {number[]} instructions without the end of the function
 * @returns {number[]}
 */
export function functionBytes(instructions) {
  const code = [0, ...instructions, 0x0b];
  return [...leb(code.length), ...code];
}

/**
 * A module of sections.
 * @param {Array<[number, ReadonlyArray<readonly number[]>]>} sections pairs of section number and its items, in order
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function moduleBytes(sections) {
  const body = sections.flatMap(([id, items]) => {
    const content = [...leb(items.length), ...items.flat()];
    return [id, ...leb(content.length), ...content];
  });
  return new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...body]);
}
