// Writes the module that is merged into a side to make its direct file, where the side calls functions of main: each
// calls an entry of a table, which the loader sets when main is there (js/loader/wasm/main_slots.mjs does the same for
// portable files).
/** @import { Signatures } from '../common/records.d.ts' */
/** @import { WasmImport } from '../../loader/wasm/wasm_binary.mjs' */
import { MAIN, MAIN_SLOTS } from '../../loader/base/main_names.mjs';
import { BuildError } from '../common/build_error.mjs';

/** @type {Record<string, string>} */
const TYPES = { i: 'i32', j: 'i64', f: 'f32', d: 'f64' };

/**
 * What the functions are called until they are merged, so that they clash with no export of the side.
 * @param {string} name
 */
export const slotName = (name) => `${MAIN_SLOTS}:${name}`;

/**
 * @param {WasmImport[]} imports of a module
 * @returns {Signatures} those from main, in the order of the module's description
 */
export function mainFunctions(imports) {
  const functions = imports.flatMap((item) => (item.module === MAIN && item.kind === 'function' ? [item] : []));
  return Object.fromEntries(functions.map(({ name, signature }) => [name, signature]));
}

/**
 * @param {string} name of the side, for the error
 * @param {Signatures} functions that it calls
 * @returns {string} WebAssembly text
 */
export function slotModule(name, functions) {
  const entries = Object.entries(functions);
  const lines = entries.map(([field, signature], index) => {
    if (signature === null) {
      throw new BuildError(
        `${name}: the function \`${field}\` of main has types that are not numbers. Functions of main that sides call take and ` +
          'return numbers and addresses.',
      );
    }
    const parameters = [...signature.slice(1)];
    const type = [
      ...parameters.map((letter) => `(param ${TYPES[letter]})`),
      signature[0] === 'v' ? '' : `(result ${TYPES[signature[0]]})`,
    ].join(' ');
    const values = parameters.map((_, local) => `(local.get ${local})`).join(' ');
    return `  (func (export ${JSON.stringify(slotName(field))}) ${type} (call_indirect ${type} ${values} (i32.const ${index})))`;
  });
  return `(module\n  (table (export "${MAIN_SLOTS}") ${entries.length} ${entries.length} funcref)\n${lines.join('\n')}\n)\n`;
}
