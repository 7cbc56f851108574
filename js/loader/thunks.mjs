// Turns a JavaScript function into a wasm function, so that it can live in a table of another module.

const VALUE_TYPES = Object.freeze({ i: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c });

/** Compiled once per signature; a pure cache, shared by all apps of a page. */
const thunkModules = new Map();

function thunkBytes(signature) {
  const parameters = [...signature.slice(1)].map((letter) => VALUE_TYPES[letter]);
  const results = signature[0] === 'v' ? [] : [VALUE_TYPES[signature[0]]];
  const type = [1, 0x60, parameters.length, ...parameters, results.length, ...results];
  return new Uint8Array([
    0,
    97,
    115,
    109,
    1,
    0,
    0,
    0,
    1,
    type.length,
    ...type,
    2,
    7,
    1,
    1,
    104,
    1,
    102,
    0,
    0, // import "h" "f", function of type 0
    7,
    5,
    1,
    1,
    102,
    0,
    0, // export it as "f"
  ]);
}

/**
 * Makes a wasm function of the given signature that calls a JavaScript function.
 * Cost: one tiny instance, about 10 us; the compiled file is cached per signature. Up to 100 parameters.
 * @param {string} signature e.g. "iii"
 * @param {Function} func called with numbers (bigint for j)
 * @returns {Function} an exported wasm function
 */
export function makeThunk(signature, func) {
  let compiled = thunkModules.get(signature);
  if (!compiled) thunkModules.set(signature, (compiled = new WebAssembly.Module(thunkBytes(signature))));
  return new WebAssembly.Instance(compiled, { h: { f: func } }).exports.f;
}
