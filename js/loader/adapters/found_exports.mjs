// Memory and table of modules whose exports have any names, or minified ones: found by kind.

/** @import { ModuleExports } from '../app/module_instance.mjs' */
import { MAIN_API } from '../base/parts.mjs';
import { MAIN_SLOTS } from '../base/main_names.mjs';

/**
 * @param {ModuleExports} exports of an instance
 * @param {string} [name] of the memory, where there are several
 * @returns {WebAssembly.Memory | null}
 */
export function findMemory(exports, name) {
  if (name !== undefined && exports[name] instanceof WebAssembly.Memory) return exports[name];
  return Object.values(exports).find((value) => value instanceof WebAssembly.Memory) ?? null;
}

/**
 * The table of function pointers: what most toolchains call so, or the first one. wasm-bindgen exports one of
 * JavaScript values besides.
 * @param {ModuleExports} exports of an instance
 * @returns {WebAssembly.Table | null}
 */
export function findFunctionTable(exports) {
  const own = MAIN_API ? { ...exports, [MAIN_SLOTS]: null } : exports;
  return [exports.__indirect_function_table, ...Object.values(own)].find(isFunctionTable) ?? null;
}

/**
 * @param {unknown} value
 * @returns {value is WebAssembly.Table} whether it is a table that function pointers can index
 */
export function isFunctionTable(value) {
  return value instanceof WebAssembly.Table && takesFunctionsOnly(value);
}

/**
 * No engine says of what type a table is.
 * @param {WebAssembly.Table} table
 */
function takesFunctionsOnly(table) {
  if (table.length === 0) return true;
  const last = table.length - 1;
  const before = table.get(last);
  try {
    table.set(last, 0);
  } catch {
    return true;
  }
  table.set(last, before);
  return false;
}
