// Which WebAssembly features a module was built with, as binaryen's tools call them. Binaryen must be told: without it
// would refuse the module, and with more than those an optimiser may put in instructions that the user's engines lack.
/** @import { Section } from './wasm_sections.mjs' */
import { PREFIX, noOperands, readInstruction, visitCode } from './wasm_code.mjs';
import { Reader, SECTION, readLimits, readReferenceType } from '../../loader/wasm/wasm_binary.mjs';

/** @typedef {(feature: string) => void} Use what is called with each feature that is found */

/**
 * Where LLVM's name of a feature is not binaryen's (emcc: tools/extract_metadata.py).
 * @type {Record<string, string>}
 */
const BINARYEN_NAMES = { atomics: 'threads', simd128: 'simd', 'nontrapping-fptoint': 'nontrapping-float-to-int' };

/**
 * Instructions beyond the first version of WebAssembly.
 * @type {[first: number, last: number, feature: string][]}
 */
const INSTRUCTIONS = [
  [0x06, 0x0a, 'exception-handling'],
  [0x12, 0x13, 'tail-call'],
  [0x18, 0x19, 'exception-handling'],
  [0x1c, 0x1c, 'reference-types'],
  [0x1f, 0x1f, 'exception-handling'],
  [0x25, 0x26, 'reference-types'],
  [0xc0, 0xc4, 'sign-ext'],
  [0xd0, 0xd2, 'reference-types'],
  [0xfc * PREFIX, 0xfc * PREFIX + 7, 'nontrapping-float-to-int'],
  [0xfc * PREFIX + 8, 0xfc * PREFIX + 9, 'bulk-memory'],
  [0xfc * PREFIX + 10, 0xfc * PREFIX + 11, 'bulk-memory-opt'],
  [0xfc * PREFIX + 12, 0xfc * PREFIX + 14, 'bulk-memory'],
  [0xfc * PREFIX + 15, 0xfc * PREFIX + 17, 'reference-types'],
  [0xfd * PREFIX, 0xfd * PREFIX + 0xff, 'simd'],
  [0xfd * PREFIX + 0x100, 0xfd * PREFIX + 0x1ff, 'relaxed-simd'],
  [0xfe * PREFIX, 0xfe * PREFIX + 0xff, 'threads'],
];

const TRY_TABLE = 0x1f;
const FUNCREF = 0x70;
const V128 = 0x7b;
const END = 0x0b;

/** @param {number} instruction */
function featureOf(instruction) {
  return INSTRUCTIONS.find(([first, last]) => instruction >= first && instruction <= last)?.[2];
}

/**
 * An initial value is one constant; sums and products of constants came later.
 * @param {Reader} reader
 * @param {Use} use
 */
function visitInitialValue(reader, use) {
  const found = noOperands();
  for (let count = 0; ; count += 1) {
    const instruction = readInstruction(reader, found);
    if (instruction === END) return;
    if (count > 0) use('extended-const');
    const feature = featureOf(instruction);
    if (feature) use(feature);
  }
}

/**
 * Numbers are the oldest types, then vectors; references have the lower codes.
 * @param {Reader} reader
 * @param {Use} use
 */
function visitValueType(reader, use) {
  const code = reader.bytes[reader.position];
  if (code === V128) use('simd');
  else if (code < V128) use('reference-types');
  readReferenceType(reader);
}

/**
 * @param {Reader} reader
 * @param {Use} use
 */
function visitTableType(reader, use) {
  if (reader.bytes[reader.position] !== FUNCREF) use('reference-types');
  readReferenceType(reader);
  readLimits(reader);
}

/**
 * @param {Reader} reader
 * @param {Use} use
 */
function visitMemoryType(reader, use) {
  const { shared, address } = readLimits(reader);
  if (shared) use('threads');
  if (address === 'i64') use('memory64');
}

/** @type {Record<number, (reader: Reader, use: Use) => void>} */
const VISITORS = {
  [SECTION.type]: (reader, use) => {
    reader.list((type) => {
      if (type.byte() !== 0x60) throw new Error('a type that is no function type');
      /** @param {Reader} item */
      const readType = (item) => visitValueType(item, use);
      type.list(readType);
      if (type.list(readType).length > 1) use('multivalue');
    });
  },
  [SECTION.import]: (reader, use) => {
    reader.list((item) => {
      item.name();
      item.name();
      const kind = item.byte();
      if (kind === 0) item.unsigned();
      else if (kind === 1) visitTableType(item, use);
      else if (kind === 2) visitMemoryType(item, use);
      else if (kind === 3) {
        visitValueType(item, use);
        if (item.byte() === 1) use('mutable-globals');
      } else {
        use('exception-handling');
        item.byte();
        item.unsigned();
      }
    });
  },
  [SECTION.table]: (reader, use) => {
    if (reader.list((table) => visitTableType(table, use)).length > 1) use('reference-types');
  },
  [SECTION.memory]: (reader, use) => {
    if (reader.list((memory) => visitMemoryType(memory, use)).length > 1) use('multimemory');
  },
  [SECTION.global]: (reader, use) => {
    reader.list((global) => {
      visitValueType(global, use);
      if (global.byte() === 1) use('mutable-globals'); // it may be exported
      visitInitialValue(global, use);
    });
  },
  [SECTION.element]: (reader, use) => {
    reader.list((segment) => {
      const flags = segment.unsigned();
      if (flags !== 0) use(flags & 1 ? 'bulk-memory' : 'reference-types');
      if ((flags & 3) === 2) segment.unsigned();
      if (!(flags & 1)) visitInitialValue(segment, use);
      if (flags & 3) {
        if (flags & 4) readReferenceType(segment);
        else segment.byte();
      }
      segment.list((item) => (flags & 4 ? visitInitialValue(item, use) : item.unsigned()));
    });
  },
  [SECTION.code]: (reader, use) => {
    visitCode(reader, (instruction, found) => {
      const feature = featureOf(instruction);
      if (feature) use(feature);
      if (instruction === TRY_TABLE) use('reference-types'); // it catches references to exceptions
      if (found.blockTypeIndex) use('multivalue');
      if (found.table !== 0) use('reference-types');
      if (found.memory !== 0) use('multimemory');
    });
  },
  [SECTION.data]: (reader, use) => {
    reader.list((segment) => {
      const flags = segment.unsigned();
      if (flags === 1) use('bulk-memory');
      if (flags === 2 && segment.unsigned() !== 0) use('multimemory');
      if (flags !== 1) visitInitialValue(segment, use);
      const length = segment.unsigned();
      segment.position += length;
    });
  },
  [SECTION.tag]: (reader, use) => use('exception-handling'),
};

/**
 * The section in which LLVM notes what it compiled for; emcc leaves it in links that it does not optimise.
 * @param {Section[]} sections
 */
function readTargetFeatures(sections) {
  const section = sections.find(({ name }) => name === 'target_features');
  if (!section) return null;
  const reader = new Reader(section.bytes, section.start, section.end);
  return reader
    .list((item) => ({ used: item.byte() === 0x2b, name: item.name() }))
    .filter(({ used }) => used)
    .map(({ name }) => name);
}

/**
 * The features that a module was compiled with, where it still says so; else those that its binary makes use of.
 * @param {Section[]} sections
 * @returns {string[]} binaryen's names, sorted
 * @throws {Error} where the binary has an instruction that is not known here
 */
export function featuresOf(sections) {
  const declared = readTargetFeatures(sections);
  if (declared) return declared.map((name) => BINARYEN_NAMES[name] ?? name).sort();
  const used = new Set();
  for (const { id, bytes, start, end } of sections)
    VISITORS[id]?.(new Reader(bytes, start, end), (name) => used.add(name));
  return [...used].sort();
}
