// Walks over the instructions of a WebAssembly module, one by one.
// Source: WebAssembly core specification 3.0, section 5.4 (binary format, instructions); the threads proposal; and the
// older exception handling instructions that emcc still makes (try, catch, rethrow, delegate, catch_all).
/** @import { Reader } from '../../loader/wasm/wasm_binary.mjs' */
import { readReferenceType } from '../../loader/wasm/wasm_binary.mjs';

/**
 * What an instruction names: the function of a call, the memory of an access, the table of an indirect call; whether
 * its block has a function type.
 * @typedef {{ callee: number, memory: number, table: number, blockTypeIndex: boolean }} Operands
 */

/** @typedef {(reader: Reader, found: Operands) => void} ReadImmediates */

/** @typedef {[first: number, last: number, read: ReadImmediates]} Range */

/** Instructions with a prefix byte are numbered prefix * 65536 + their own number. */
export const PREFIX = 0x10000;

/** @type {(count: number) => ReadImmediates} */
const unsigned = (count) => (reader) => {
  for (let index = 0; index < count; index += 1) reader.unsigned();
};
/** @type {(count: number) => ReadImmediates} */
const bytes = (count) => (reader) => {
  reader.position += count;
};
const none = () => {};
/** @type {(readItem: (reader: Reader) => void) => ReadImmediates} */
const list = (readItem) => (reader) => {
  reader.list(readItem);
};

/**
 * Alignment and offset of an access; bit 6 of the alignment says that the number of the memory lies between them.
 * @type {ReadImmediates}
 */
function memoryArgument(reader, found) {
  if (reader.unsigned() & 0x40) found.memory = reader.unsigned();
  reader.unsigned();
}

/**
 * Nothing, one value type, or the number of a function type: a signed number, negative for the first two.
 * @type {ReadImmediates}
 */
function blockType(reader, found) {
  const first = reader.bytes[reader.position];
  found.blockTypeIndex = first >= 0x80 || first < 0x40;
  if (found.blockTypeIndex) reader.unsigned();
  else readReferenceType(reader);
}

/** @type {ReadImmediates} */
function tryTable(reader, found) {
  blockType(reader, found);
  reader.list((r) => (r.byte() < 2 ? unsigned(2)(r, found) : r.unsigned()));
}

/**
 * How to read what follows an instruction.
 * @type {Range[]}
 */
const IMMEDIATES = [
  [0x00, 0x01, none],
  [0x02, 0x04, blockType],
  [0x05, 0x05, none],
  [0x06, 0x06, blockType],
  [0x07, 0x09, unsigned(1)],
  [0x0a, 0x0b, none],
  [0x0c, 0x0d, unsigned(1)],
  [0x0e, 0x0e, (reader) => (reader.list((r) => r.unsigned()), reader.unsigned())],
  [0x0f, 0x0f, none],
  [0x10, 0x10, (reader, found) => (found.callee = reader.unsigned())],
  [0x11, 0x11, (reader, found) => (reader.unsigned(), (found.table = reader.unsigned()))],
  [0x12, 0x12, (reader, found) => (found.callee = reader.unsigned())],
  [0x13, 0x13, (reader, found) => (reader.unsigned(), (found.table = reader.unsigned()))],
  [0x18, 0x18, unsigned(1)],
  [0x19, 0x1b, none],
  [0x1c, 0x1c, list(readReferenceType)],
  [0x1f, 0x1f, tryTable],
  [0x20, 0x26, unsigned(1)],
  [0x28, 0x3e, memoryArgument],
  [0x3f, 0x40, (reader, found) => (found.memory = reader.unsigned())],
  [0x41, 0x42, unsigned(1)],
  [0x43, 0x43, bytes(4)],
  [0x44, 0x44, bytes(8)],
  [0x45, 0xc4, none],
  [0xd0, 0xd0, unsigned(1)],
  [0xd1, 0xd1, none],
  [0xd2, 0xd2, unsigned(1)],
];

/** @type {Range[]} */
const IMMEDIATES_0XFC = [
  [0, 7, none],
  [8, 8, unsigned(2)],
  [9, 9, unsigned(1)],
  [10, 10, unsigned(2)],
  [11, 11, unsigned(1)],
  [12, 12, unsigned(2)],
  [13, 13, unsigned(1)],
  [14, 14, unsigned(2)],
  [15, 17, unsigned(1)],
];

/** @type {Range[]} */
const IMMEDIATES_0XFD = [
  [0, 11, memoryArgument],
  [12, 13, bytes(16)],
  [14, 20, none],
  [21, 34, bytes(1)],
  [35, 83, none],
  [84, 91, (reader, found) => (memoryArgument(reader, found), bytes(1)(reader, found))],
  [92, 93, memoryArgument],
  [94, 0x113, none],
];

/** @type {Range[]} */
const IMMEDIATES_0XFE = [
  [0, 2, memoryArgument],
  [3, 3, bytes(1)],
  [0x10, 0x4e, memoryArgument],
];

/**
 * @param {Range[]} ranges
 * @param {number} base
 * @returns {[number, ReadImmediates][]}
 */
const byNumber = (ranges, base) =>
  ranges.flatMap(([first, last, read]) =>
    Array.from(
      { length: last - first + 1 },
      (_, index) => /** @type {[number, ReadImmediates]} */ ([base + first + index, read]),
    ),
  );

const READERS = new Map([
  ...byNumber(IMMEDIATES, 0),
  ...byNumber(IMMEDIATES_0XFC, 0xfc * PREFIX),
  ...byNumber(IMMEDIATES_0XFD, 0xfd * PREFIX),
  ...byNumber(IMMEDIATES_0XFE, 0xfe * PREFIX),
]);

/** @returns {Operands} */
export const noOperands = () => ({ callee: -1, memory: 0, table: 0, blockTypeIndex: false });

/**
 * Reads one instruction.
 * @param {Reader} reader
 * @param {Operands} found overwritten with what the instruction names
 * @returns {number} the instruction; PREFIX * 0xfd + 12 for number 12 of prefix 0xfd
 * @throws {Error} at an instruction that is not known here
 */
export function readInstruction(reader, found) {
  Object.assign(found, noOperands());
  const first = reader.byte();
  const instruction = first >= 0xfb && first <= 0xfe ? first * PREFIX + reader.unsigned() : first;
  const readImmediates = READERS.get(instruction);
  if (!readImmediates)
    throw new Error(`unknown instruction 0x${first.toString(16)} (${instruction % PREFIX}) at byte ${reader.position}`);
  readImmediates(reader, found);
  return instruction;
}

/**
 * Visits every instruction of a code section, in order.
 * @param {Reader} reader at the start of the section's content; at its end afterwards
 * @param {(instruction: number, found: Operands, start: number, end: number) => void} visit start and end: its place in
 *   the file
 */
export function visitCode(reader, visit) {
  const found = noOperands();
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const length = reader.unsigned();
    const end = reader.position + length;
    reader.list((r) => (r.unsigned(), readReferenceType(r))); // locals
    while (reader.position < end) {
      const start = reader.position;
      visit(readInstruction(reader, found), found, start, reader.position);
    }
  }
}
