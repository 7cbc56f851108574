// Wasm functions that stand for others which come later: from their second call on, they call from wasm to wasm.
import { getOrCreate } from '../base/lazy_map.mjs';
import { moduleBytes, typeBytes } from './wasm_writer.mjs';

/**
 * Compiled once per signature; a pure cache, shared by all apps of a page.
 * @type {Map<string, WebAssembly.Module>}
 */
const lateModules = /* @__PURE__ */ new Map();

/** @param {string} signature */
function lateCode(signature) {
  const parameters = Array.from({ length: signature.length - 1 }, (_, index) => [0x20, index]).flat(); // local.get
  const code = [0, ...parameters, 0x41, 0, 0x11, 0, 0, 0x0b]; // call_indirect of entry 0
  return [code.length, ...code];
}

/** @param {string} signature */
const lateBytes = (signature) =>
  moduleBytes([
    [1, [typeBytes(signature)]],
    [2, [[1, 104, 1, 102, 0, 0]]], // import "h" "f", function of type 0
    [3, [[0]]],
    [4, [[0x70, 0, 1]]], // a table of 1 function
    [
      7,
      [
        [1, 102, 0, 1], // export "f", function 1
        [1, 116, 1, 0], // export "t", the table
      ],
    ],
    [9, [[0, 0x41, 0, 0x0b, 1, 0]]], // "h" "f" is in it at first
    [10, [lateCode(signature)]],
  ]);

/**
 * Makes a wasm function that asks for another one when it is first called, and calls that one from then on.
 * Cost: one tiny instance; the compiled file is cached per signature. Later calls cost no more than direct ones (V8).
 * @param {string} signature e.g. "vii"
 * @param {() => Function} find gives the function; asked again at the next call as long as it is no wasm function
 * @returns {Function} exported wasm function
 */
export function lateFunction(signature, find) {
  const compiled = getOrCreate(lateModules, signature, () => new WebAssembly.Module(lateBytes(signature)));
  /** @param {unknown[]} args */
  const first = (...args) => {
    const func = find();
    keep(func);
    return func(...args);
  };
  const { f, t } = /** @type {{ f: Function, t: WebAssembly.Table }} */ (
    new WebAssembly.Instance(compiled, { h: { f: first } }).exports
  );
  /** @param {Function} func */
  const keep = (func) => {
    try {
      t.set(0, func);
    } catch {
      // A function of JavaScript, which says what is not there yet.
    }
  };
  return f;
}
