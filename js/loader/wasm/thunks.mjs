// Turns a JavaScript function into a wasm function, so that it can live in a table of another module.
import { getOrCreate } from '../base/lazy_map.mjs';
import { moduleBytes, typeBytes } from './wasm_writer.mjs';

/**
 * Compiled once per signature; a pure cache, shared by all apps of a page.
 * @type {Map<string, WebAssembly.Module>}
 */
const thunkModules = /* @__PURE__ */ new Map();

/** @param {string} signature */
const thunkBytes = (signature) =>
  moduleBytes([
    [1, [typeBytes(signature)]],
    [2, [[1, 104, 1, 102, 0, 0]]], // import "h" "f", function of type 0
    [7, [[1, 102, 0, 0]]], // export it as "f"
  ]);

/**
 * Makes a wasm function of the given signature that calls a JavaScript function.
 * Cost: one tiny instance, about 10 us; the compiled file is cached per signature. Up to 100 parameters.
 * @param {string} signature e.g. "iii"
 * @param {Function} func called with numbers (bigint for j)
 * @returns {Function} an exported wasm function
 */
export function makeThunk(signature, func) {
  const compiled = getOrCreate(thunkModules, signature, () => new WebAssembly.Module(thunkBytes(signature)));
  return /** @type {Function} */ (new WebAssembly.Instance(compiled, { h: { f: func } }).exports.f);
}
