// Wasm functions that call another one and catch exceptions of certain tags.
import { getOrCreate } from '../base/lazy_map.mjs';
import { functionBytes, moduleBytes, pushParameters, typeBytes } from './wasm_writer.mjs';

/**
 * Compiled once per signature and number of tags; a pure cache, shared by all apps of a page.
 * @type {Map<string, WebAssembly.Module>}
 */
const catchingModules = /* @__PURE__ */ new Map();

const CALLEE = 0;
const CAUGHT = 1;
const OWN = 2;

/**
 * try (call callee) catch tag (call caught with the tag's number), for each tag; "caught" throws. These are the
 * instructions of the first exception proposal, which every engine with exceptions has: emcc uses them too.
 * @param {string} signature
 * @param {number} tags
 */
function catchingCode(signature, tags) {
  const result = signature[0] === 'v' ? 0x40 : typeBytes(signature).at(-1);
  const clauses = Array.from({ length: tags }, (_, tag) => [0x07, tag, 0x41, tag, 0x10, CAUGHT, 0x00]).flat();
  const start = [0x06, /** @type {number} */ (result)];
  return functionBytes([...start, ...pushParameters(signature), 0x10, CALLEE, ...clauses, 0x0b]);
}

/**
 * @param {string} signature
 * @param {number} tags
 */
const catchingBytes = (signature, tags) =>
  moduleBytes([
    [1, [typeBytes(signature), typeBytes('vii'), typeBytes('vi')]],
    [
      2,
      [
        [1, 104, 1, 102, 0, 0], // import "h" "f", function of type 0
        [1, 104, 1, 99, 0, 1], // import "h" "c", function of type 1
        ...Array.from({ length: tags }, (_, tag) => [1, 104, 1, 48 + tag, 4, 0, 2]), // import "h" "0", tag of type 2
      ],
    ],
    [3, [[0]]],
    [7, [[1, 102, 0, OWN]]], // export "f"
    [10, [catchingCode(signature, tags)]],
  ]);

/**
 * Makes a wasm function that calls another one, from wasm to wasm; what it throws under one of the tags is given to
 * whenCaught, which must throw.
 * Cost: one tiny instance; the compiled file is cached. Nothing in a call but the call.
 * @param {string} signature e.g. "vii"
 * @param {Function} func exported wasm function
 * @param {WebAssembly.Tag[]} tags of one i32, as those of C++ exceptions and longjmp() are; up to 10
 * @param {(thrown: WebAssembly.Exception) => never} whenCaught
 * @returns {Function} exported wasm function
 */
export function makeCatchingThunk(signature, func, tags, whenCaught) {
  const compiled = getOrCreate(
    catchingModules,
    `${signature}${tags.length}`,
    () => new WebAssembly.Module(catchingBytes(signature, tags.length)),
  );
  const caught = (/** @type {number} */ address, /** @type {number} */ tag) =>
    whenCaught(new WebAssembly.Exception(tags[tag], [address]));
  const h = { f: func, c: caught, ...Object.fromEntries(tags.map((tag, index) => [index, tag])) };
  return /** @type {Function} */ (new WebAssembly.Instance(compiled, { h }).exports.f);
}
