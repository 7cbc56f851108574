// C# functions as wasm functions of their own signatures: one small module for all exports of a side.
//
// Parameters and result travel in a block of 8-byte slots on the runtime's stack: first the status, then the
// parameters, whose first slot gets the result. If the status is not 0 that slot has address and size of the
// exception's text.
import { leb, moduleBytes, signedLeb, typeBytes } from '../../wasm/wasm_writer.mjs';
import { LOADS, STORES, VALUE_BYTES, zeroCode } from './slot_code.mjs';

/** Imported functions, by index in the module, with their types. */
const SAVE = 0;
const ALLOC = 1;
const RESTORE = 2;
const INVOKE = 3;
const FAILED = 4;
const FORGET = 5;
const HOST = [
  ['save', 'i'],
  ['alloc', 'ii'],
  ['restore', 'vi'],
  ['invoke', 'vii'],
  ['failed', 'viii'],
  ['forget', 'v'],
];

/**
 * Globals: the stack pointer when the side's outermost call on the stack began; whether this instance's last call
 * failed.
 */
const OUTER = 0;
const DIRTY = 1;

/** @typedef {(value: number) => number[]} Code the code of an instruction */

/** @type {Code} */
const get = (index) => [0x20, ...leb(index)];
/** @type {Code} */
const set = (index) => [0x21, ...leb(index)];
/** @type {Code} */
const call = (index) => [0x10, index];
/** @type {Code} */
const number = (value) => [0x41, ...signedLeb(value)];
/** @type {Code} */
const globalGet = (index) => [0x23, index];
/** @type {Code} */
const globalSet = (index) => [0x24, index];
/** @type {(code: number[]) => number[]} */
const when = (code) => [0x04, 0x40, ...code, 0x0b];

/**
 * The code of one function.
 * @param {string} signature
 * @param {number} method what invoke() takes
 * @param {number} place of the export in its side, for failed()
 * @returns {number[]}
 */
function functionCode(signature, method, place) {
  const count = signature.length - 1;
  const [sp, block] = [count, count + 1];
  /** @type {Code} */
  const slot = (index) => leb(8 * index);
  const letter = signature[0];
  const endCall = [
    ...get(sp),
    ...call(RESTORE),
    ...globalGet(OUTER),
    ...get(sp),
    0x46,
    ...when([...number(0), ...globalSet(OUTER)]), // eq
  ];
  const code = [
    ...globalGet(DIRTY),
    ...when([...number(0), ...globalSet(DIRTY), ...call(FORGET)]),
    ...call(SAVE),
    ...set(sp),
    // A call that a trap ended left its mark behind: the stack is above it by now, and it counts as none.
    ...globalGet(OUTER),
    ...get(sp),
    0x4d,
    ...when([...get(sp), ...globalSet(OUTER)]), // le_u
    ...number(8 * (Math.max(count, 1) + 1)),
    ...call(ALLOC),
    ...set(block),
    ...get(block),
    ...number(0),
    ...STORES.i,
    ...slot(0),
    ...[...signature.slice(1)].flatMap((type, index) => [
      ...get(block),
      ...get(index),
      ...STORES[type],
      ...slot(index + 1),
    ]),
    ...number(method),
    ...get(block),
    ...call(INVOKE),
    ...get(block),
    ...LOADS.i,
    ...slot(0),
    ...when([
      ...number(1),
      ...globalSet(DIRTY),
      ...number(place),
      ...get(block),
      ...LOADS.i,
      ...leb(8),
      ...get(block),
      ...LOADS.i,
      ...leb(12),
      ...endCall,
      ...call(FAILED),
      ...zeroCode(letter),
      0x0f, // return
    ]),
    ...(letter === 'v' ? [] : [...get(block), ...LOADS[letter], ...slot(1)]),
    ...endCall,
    0x0b,
  ];
  const body = [1, 2, VALUE_BYTES.i, ...code]; // two locals
  return [...leb(body.length), ...body];
}

/**
 * A module of all exports of a side: function k is exported as "k".
 * @param {Array<{ signature: string, method: number }>} exports
 * @returns {WebAssembly.Module} imports "h": the runtime's functions and memory, failed(place, address, size),
 *   forget(), and the mutable global outer
 */
export function compileExports(exports) {
  const types = [...HOST.map(([, signature]) => signature), ...exports.map(({ signature }) => signature)];
  /** @type {(name: string) => number[]} */
  const text = (name) => [name.length, ...new TextEncoder().encode(name)];
  /** @type {(name: string, rest: number[]) => number[]} */
  const item = (name, rest) => [...text('h'), ...text(name), ...rest];
  return new WebAssembly.Module(
    moduleBytes([
      [1, types.map(typeBytes)],
      [
        2,
        [
          ...HOST.map(([name], index) => item(name, [0, index])),
          item('memory', [2, 0, 0]),
          item('outer', [3, VALUE_BYTES.i, 1]),
        ],
      ],
      [3, exports.map((_, index) => leb(HOST.length + index))],
      [6, [[VALUE_BYTES.i, 1, 0x41, 0, 0x0b]]], // dirty
      [7, exports.map((_, index) => [...text(String(index)), 0, ...leb(HOST.length + index)])],
      [10, exports.map(({ signature, method }, index) => functionCode(signature, method, index))],
    ]),
  );
}
