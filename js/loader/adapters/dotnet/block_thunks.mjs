// Functions of any signature as block functions, int f(long* block), which the unmodified .NET runtime can call.
//
// A block is an array of 8-byte slots in the runtime's memory: parameter k in slot k, and the result takes the place of
// the first. The slot after them is the thunk's own: it gets the stack pointers of the called module and of the runtime.
import { leb, moduleBytes, typeBytes } from '../../wasm_writer.mjs';
import { LOADS, STORES } from './slot_code.mjs';

/** Compiled once per signature; a pure cache, shared by all apps of a page. */
const blockModules = new Map();

/** Imported functions, by index in the module: the target, and the stack pointers of target and runtime. */
const TARGET = 0;
const TARGET_STACK = 1;
const OWN_STACK = 2;

/**
 * @param {string} signature
 * @returns {number} where in a block the thunk keeps two stack pointers, in bytes
 */
export function scratchOffset(signature) {
  return 8 * Math.max(signature.length - 1, 1);
}

function blockCode(signature) {
  const scratch = scratchOffset(signature);
  const block = [0x20, 0]; // local.get
  const call = (index) => [0x10, index];
  const letter = signature[0];
  const code = [
    0, // no locals
    ...block, ...call(TARGET_STACK), ...STORES.i, ...leb(scratch),
    ...block, ...call(OWN_STACK), ...STORES.i, ...leb(scratch + 4),
    ...(letter === 'v' ? [] : block),
    ...[...signature.slice(1)].flatMap((type, index) => [...block, ...LOADS[type], ...leb(8 * index)]),
    ...call(TARGET),
    ...(letter === 'v' ? [] : [...STORES[letter], 0]),
    0x0b,
  ];
  return [...leb(code.length), ...code];
}

const blockBytes = (signature) =>
  moduleBytes([
    [1, [signature, 'i', 'vi'].map(typeBytes)],
    [
      2,
      [
        [1, 104, 1, 102, 0, 0], // import "h" "f"
        [1, 104, 1, 115, 0, 1], // import "h" "s"
        [1, 104, 1, 111, 0, 1], // import "h" "o"
        [1, 104, 1, 109, 2, 0, 0], // import "h" "m", memory
      ],
    ],
    [3, [[2]]],
    [7, [[1, 98, 0, 3]]], // export "b"
    [10, [blockCode(signature)]],
  ]);

/**
 * Makes the block function of a target.
 * Cost: one small instance; the compiled file is cached per signature.
 * @param {string} signature of the target
 * @param {{ func: Function, stack: Function, ownStack: Function, memory: WebAssembly.Memory }} target
 * @returns {(block: number) => void} exported wasm function
 * @throws {WebAssembly.LinkError} if the target has another type
 */
export function makeBlockThunk(signature, { func, stack, ownStack, memory }) {
  let compiled = blockModules.get(signature);
  if (!compiled) blockModules.set(signature, (compiled = new WebAssembly.Module(blockBytes(signature))));
  return new WebAssembly.Instance(compiled, { h: { f: func, s: stack, o: ownStack, m: memory } }).exports.b;
}
