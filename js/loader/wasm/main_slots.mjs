// Wasm functions that call functions of main, for a module that is instantiated before main is: each calls an entry of
// a table, which is set when main is there.
import { functionBytes, leb, moduleBytes, pushParameters, signedLeb, typeBytes } from './wasm_writer.mjs';

/**
 * @param {string} signature
 * @param {number} index of its type and of its entry
 */
const slotCode = (signature, index) =>
  // i32.const, call_indirect
  functionBytes([...pushParameters(signature), 0x41, ...signedLeb(index), 0x11, ...leb(index), 0]);

/**
 * Makes one small module for all functions that a module imports from main.
 * @param {Record<string, string>} signatures e.g. { report: 'vi' }
 * @returns {{ functions: Record<string, Function>, table: WebAssembly.Table }} table: entries in the order of the names
 */
export function makeSlots(signatures) {
  const names = Object.keys(signatures);
  const types = Object.values(signatures);
  const bytes = moduleBytes([
    [1, types.map(typeBytes)],
    [3, types.map((_, index) => leb(index))],
    [4, [[0x70, 0, ...leb(types.length)]]], // a table of as many functions
    [
      7,
      [
        [1, 116, 1, 0], // export "t", the table
        ...types.map((_, index) => {
          const name = [...String(index)].map((digit) => digit.charCodeAt(0));
          return [name.length, ...name, 0, ...leb(index)];
        }),
      ],
    ],
    [10, types.map(slotCode)],
  ]);
  const { t, ...functions } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  return {
    functions: Object.fromEntries(names.map((name, index) => [name, /** @type {Function} */ (functions[index])])),
    table: /** @type {WebAssembly.Table} */ (t),
  };
}
