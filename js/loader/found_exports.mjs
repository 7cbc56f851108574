// Memory and table of modules whose exports have any names, or minified ones: found by kind.

const valuesOfKind = (exports, kind) => Object.values(exports).filter((value) => value instanceof kind);

/**
 * @param {Record<string, unknown>} exports of an instance
 * @param {string} [name] of the memory, where there are several
 * @returns {WebAssembly.Memory | null}
 */
export function findMemory(exports, name) {
  if (name !== undefined && exports[name] instanceof WebAssembly.Memory) return exports[name];
  return valuesOfKind(exports, WebAssembly.Memory)[0] ?? null;
}

/**
 * The table of function pointers. wasm-bindgen exports one of JavaScript values besides.
 * @param {Record<string, unknown>} exports of an instance
 * @returns {WebAssembly.Table | null}
 */
export function findFunctionTable(exports) {
  return valuesOfKind(exports, WebAssembly.Table).find(takesFunctionsOnly) ?? null;
}

/** No engine says of what type a table is. */
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
