// A function with its context as one wasm function: what a callback with captures is in the table of another module.
import { getOrCreate } from '../base/lazy_map.mjs';
import { moduleBytes, typeBytes } from '../wasm/wasm_writer.mjs';

/**
 * Compiled once per signature; a pure cache, shared by all apps of a page.
 * @type {Map<string, WebAssembly.Module>}
 */
const boundModules = /* @__PURE__ */ new Map();

/**
 * The signature of the function that is bound: the context comes first.
 * @param {string} signature
 */
const withContext = (signature) => `${signature[0]}i${signature.slice(1)}`;

/** @param {string} signature */
function boundCode(signature) {
  const parameters = Array.from({ length: signature.length - 1 }, (_, index) => [0x20, index]).flat(); // local.get
  // If it was revoked (global 1), call "d", which throws; else call "f" with the context (global 0).
  const code = [0, 0x23, 1, 0x04, 0x40, 0x10, 1, 0x0b, 0x23, 0, ...parameters, 0x10, 0, 0x0b];
  return [code.length, ...code];
}

/**
 * Up to 50 parameters, so that every size and index here is one byte.
 * @param {string} signature
 */
const boundBytes = (signature) =>
  moduleBytes([
    [1, [typeBytes(withContext(signature)), typeBytes('v'), typeBytes(signature)]],
    [
      2,
      [
        [1, 104, 1, 102, 0, 0], // import "h" "f", function of type 0
        [1, 104, 1, 100, 0, 1], // import "h" "d", function of type 1
        [1, 104, 1, 99, 3, 0x7f, 0], // import "h" "c", constant global i32
      ],
    ],
    [3, [[2]]],
    [6, [[0x7f, 1, 0x41, 0, 0x0b]]], // mutable global i32, 0 at first
    [
      7,
      [
        [1, 98, 0, 2], // export "b", function 2
        [1, 107, 3, 1], // export "k", global 1
      ],
    ],
    [10, [boundCode(signature)]],
  ]);

/** Most parameters that a bound function can have, without the context. */
export const MOST_BOUND_PARAMETERS = 50;

/**
 * Binds a function to a context: calling the result with (a, b) calls func(context, a, b), from wasm to wasm. Wherever
 * the result was copied to by then, revoke() makes each further call call whenRevoked() instead, which must throw.
 * Cost: one tiny instance; the compiled file is cached per signature.
 * @param {string} signature of the result, e.g. "vii"
 * @param {Function} func exported wasm function that takes an i32 and then what the signature says
 * @param {number} context
 * @param {() => never} whenRevoked
 * @returns {{ func: Function, revoke: () => void }} func: exported wasm function
 * @throws {WebAssembly.LinkError} if func has another type
 */
export function bindFunction(signature, func, context, whenRevoked) {
  const compiled = getOrCreate(boundModules, signature, () => new WebAssembly.Module(boundBytes(signature)));
  const { b, k } = /** @type {{ b: Function, k: WebAssembly.Global }} */ (
    new WebAssembly.Instance(compiled, { h: { f: func, d: whenRevoked, c: context } }).exports
  );
  const revoke = () => {
    k.value = 1;
  };
  return { func: b, revoke };
}
