// Functions of any signature as block functions, int f(long* block), which the unmodified .NET runtime can call.
//
// A block is an array of 8-byte slots in the runtime's memory: parameter k in slot k, and the result takes the place of
// the first. The slot after them is the thunk's own: it gets the stack pointers of the called module and of the
// runtime.
import { getOrCreate } from '../../base/lazy_map.mjs';
import { leb, moduleBytes, typeBytes } from '../../wasm/wasm_writer.mjs';
import { LOADS, STORES } from './slot_code.mjs';

/**
 * Compiled once per signature; a pure cache, shared by all apps of a page.
 * @type {Map<string, WebAssembly.Module>}
 */
const blockModules = /* @__PURE__ */ new Map();

/** Imported functions, by index in the module: the target, the stack pointers of target and runtime, the frame. */
const TARGET = 0;
const TARGET_STACK = 1;
const OWN_STACK = 2;
const FRAME = 3;

/**
 * @param {string} signature
 * @returns {number} where in a block the thunk keeps two stack pointers, in bytes
 */
export function scratchOffset(signature) {
  return 8 * Math.max(signature.length - 1, 1);
}

/**
 * @param {string} signature
 * @returns {number[]}
 */
function blockCode(signature) {
  const scratch = scratchOffset(signature);
  const block = [0x20, 0]; // local.get
  const call = (/** @type {number} */ index) => [0x10, index];
  const letter = signature[0];
  const code = [
    0, // no locals
    ...block,
    ...call(TARGET_STACK),
    ...STORES.i,
    ...leb(scratch),
    ...block,
    ...call(OWN_STACK),
    ...STORES.i,
    ...leb(scratch + 4),
    ...(letter === 'v' ? [] : block),
    ...[...signature.slice(1)].flatMap((type, index) => [...block, ...LOADS[type], ...leb(8 * index)]),
    ...call(TARGET),
    ...(letter === 'v' ? [] : [...STORES[letter], 0]),
    0x0b,
  ];
  return [...leb(code.length), ...code];
}

/** What the runtime calls: the JavaScript frame, with the number of this function. */
const ENTRY_CODE = /* @__PURE__ */ Object.freeze([8, 0, 0x20, 0, 0x23, 0, 0x10, FRAME, 0x0b]);

/** @type {(signature: string) => ReturnType<typeof moduleBytes>} */
const blockBytes = (signature) =>
  moduleBytes([
    [1, [signature, 'i', 'iii', 'vi', 'ii'].map(typeBytes)],
    [
      2,
      [
        [1, 104, 1, 102, 0, 0], // import "h" "f", function of type 0
        [1, 104, 1, 115, 0, 1], // import "h" "s", function of type 1
        [1, 104, 1, 111, 0, 1], // import "h" "o", function of type 1
        [1, 104, 1, 103, 0, 2], // import "h" "g", function of type 2
        [1, 104, 1, 109, 2, 0, 0], // import "h" "m", memory
        [1, 104, 1, 110, 3, 0x7f, 1], // import "h" "n", mutable global i32
      ],
    ],
    [3, [[3], [4]]],
    [
      7,
      [
        [1, 98, 0, 4], // export "b", function 4
        [1, 101, 0, 5], // export "e", function 5
      ],
    ],
    [10, [blockCode(signature), ENTRY_CODE]],
  ]);

/**
 * Makes the block function of a target.
 * Cost: one small instance; the compiled file is cached per signature.
 * @param {string} signature of the target
 * @param {{ func: Function, stack: () => number, ownStack: () => number, memory: WebAssembly.Memory }} target
 * @param {(block: number, number: number) => number} frame
 * @param {WebAssembly.Global} number of the function, for the frame
 * @returns {{ entry: Function, run: Function }} exported wasm functions: entry(block) calls the frame, run(block) the
 *   target
 * @throws {WebAssembly.LinkError} if the target has another type
 */
export function makeBlockThunk(signature, { func, stack, ownStack, memory }, frame, number) {
  const compiled = getOrCreate(blockModules, signature, () => new WebAssembly.Module(blockBytes(signature)));
  const h = { f: func, s: stack, o: ownStack, g: frame, m: memory, n: number };
  const { b, e } = new WebAssembly.Instance(compiled, { h }).exports;
  return { entry: /** @type {Function} */ (e), run: /** @type {Function} */ (b) };
}

/** run(block, number): calls the block function of that number in a table. */
const RUN_CODE = /* @__PURE__ */ Object.freeze([9, 0, 0x20, 0, 0x20, 1, 0x11, 1, 0, 0x0b]);

const runnerBytes = () =>
  moduleBytes([
    [1, [typeBytes('vii'), typeBytes('vi')]],
    [2, [[1, 104, 1, 116, 1, 0x70, 0, 0]]], // import "h" "t", table of functions
    [3, [[0]]],
    [7, [[1, 114, 0, 0]]], // export "r"
    [10, [RUN_CODE]],
  ]);

/**
 * Makes the one function through which a frame calls all block functions.
 * @param {WebAssembly.Table} table of them
 * @returns {(block: number, number: number) => void}
 */
export function makeBlockRunner(table) {
  const { r } = new WebAssembly.Instance(new WebAssembly.Module(runnerBytes()), { h: { t: table } }).exports;
  return /** @type {(block: number, number: number) => void} */ (r);
}
