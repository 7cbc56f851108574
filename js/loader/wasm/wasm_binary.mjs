// Reads what build and loader need to know of a .wasm file: imports, exports with their types, limits of memories.
// Source: WebAssembly core specification 2.0, section 5.5 (binary format, modules).

/** @typedef {string | null} Signature letters v i j f d, the result first (`vii`); null: types that have no letter */

/**
 * Limits of a memory, in pages of 64 KiB, or of a table.
 * @typedef {{ initial: number, maximum: number | null, shared: boolean, address: 'i32' | 'i64' }} Limits
 */

/**
 * @typedef {{ module: string, name: string, kind: 'function', signature: Signature }
 *   | { module: string, name: string, kind: 'table', element: 'funcref' | 'other', limits: Limits }
 *   | { module: string, name: string, kind: 'memory', limits: Limits }
 *   | { module: string, name: string, kind: 'global' | 'tag' }} WasmImport
 */

/**
 * @typedef {{ name: string, kind: 'function', signature: Signature }
 *   | { name: string, kind: 'table' | 'memory' | 'global' | 'tag', index: number }} WasmExport
 */

/** @typedef {Limits & { imported: boolean }} WasmMemory */

/**
 * What the build needs to know of a module; memories in index order.
 * @typedef {{ imports: WasmImport[], exports: WasmExport[], memories: WasmMemory[] }} WasmModule
 */

/** Ids of the sections that are read. */
export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
};
/** Kinds of imports and exports in the order of their numbers. */
export const KINDS = /** @type {const} */ (['function', 'table', 'memory', 'global', 'tag']);
/** @type {Record<number, string | undefined>} */
const VALUE_LETTERS = { 0x7f: 'i', 0x7e: 'j', 0x7d: 'f', 0x7c: 'd' };

const FUNCREF = 0x70;

/** Reads the parts of a binary one after another; throws where they reach beyond the end. */
export class Reader {
  /**
   * @param {Uint8Array} bytes
   * @param {number} start
   * @param {number} end
   */
  constructor(bytes, start, end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  byte() {
    if (this.position >= this.end) throw new Error('the file ends inside a section');
    return this.bytes[this.position++];
  }

  /** An unsigned LEB128 number below 2^53. */
  unsigned() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  name() {
    const length = this.unsigned();
    const start = this.position;
    this.position += length;
    if (this.position > this.end) throw new Error('the file ends inside a name');
    return new TextDecoder().decode(this.bytes.subarray(start, this.position));
  }

  /**
   * @template Item
   * @param {(reader: Reader) => Item} readItem
   * @returns {Item[]}
   */
  list(readItem) {
    const length = this.unsigned();
    if (length > this.end - this.position) throw new Error('the file ends inside a list');
    return Array.from({ length }, () => readItem(this));
  }
}

/**
 * Limits of a memory or table: https://webassembly.github.io/spec/core/binary/types.html#limits (bit 2: 64-bit).
 * @param {Reader} reader
 * @returns {Limits}
 */
export function readLimits(reader) {
  const flags = reader.byte();
  const initial = reader.unsigned();
  const maximum = flags & 1 ? reader.unsigned() : null;
  return { initial, maximum, shared: (flags & 2) !== 0, address: flags & 4 ? 'i64' : 'i32' };
}

/**
 * Skips a reference type, which newer proposals write in two parts; returns the first.
 * @param {Reader} reader
 * @returns {number}
 */
export function readReferenceType(reader) {
  const code = reader.byte();
  if (code === 0x63 || code === 0x64) reader.unsigned();
  return code;
}

/**
 * @param {Reader} reader
 * @returns {Signature}
 */
function readFunctionType(reader) {
  const form = reader.byte();
  if (form !== 0x60)
    throw new Error(`it has types beyond WebAssembly 2.0 (form 0x${form.toString(16)}, as WebAssembly GC has them)`);
  /** @param {Reader} type */
  const letter = (type) => VALUE_LETTERS[readReferenceType(type)];
  const parameters = reader.list(letter);
  const results = reader.list(letter);
  if (results.length > 1 || [...parameters, ...results].includes(undefined)) return null;
  return (results[0] ?? 'v') + parameters.join('');
}

/**
 * @param {Reader} reader
 * @param {Signature[]} types by their numbers
 * @returns {WasmImport}
 */
export function readImport(reader, types) {
  const names = { module: reader.name(), name: reader.name() };
  const kind = KINDS[reader.byte()];
  switch (kind) {
    case 'function':
      return { ...names, kind, signature: types[reader.unsigned()] };
    case 'memory':
      return { ...names, kind, limits: readLimits(reader) };
    case 'table':
      return {
        ...names,
        kind,
        element: readReferenceType(reader) === FUNCREF ? 'funcref' : 'other',
        limits: readLimits(reader),
      };
    case 'tag':
      reader.byte();
      reader.unsigned();
      return { ...names, kind };
    default:
      readReferenceType(reader); // or a number's
      reader.byte();
      return { ...names, kind };
  }
}

/**
 * @param {Reader} reader
 * @param {Signature[]} functions by their numbers
 * @returns {WasmExport}
 */
function readExport(reader, functions) {
  const name = reader.name();
  const kind = KINDS[reader.byte()];
  const index = reader.unsigned();
  return kind === 'function' ? { name, kind, signature: functions[index] } : { name, kind, index };
}

/** A file of WebAssembly, version 1, begins so. */
const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/**
 * @param {Uint8Array} bytes
 * @returns {boolean} whether they begin as a WebAssembly module does
 */
export const isWasm = (bytes) => WASM_MAGIC.every((byte, index) => bytes[index] === byte);

/**
 * A section of a file: its id, where it begins with that id, and its content, of which the reader has read nothing.
 * @typedef {{ id: number, at: number, content: Reader }} WasmSection
 */

/**
 * @param {Uint8Array} bytes a WebAssembly module
 * @returns {WasmSection[]} in the file's order
 * @throws {Error} with the reason, where bytes are not a complete WebAssembly module
 */
export function listSections(bytes) {
  if (!isWasm(bytes)) throw new Error('not a WebAssembly module (version 1)');
  const sections = [];
  const file = new Reader(bytes, WASM_MAGIC.length, bytes.length);
  while (file.position < file.end) {
    const at = file.position;
    const id = file.byte();
    const length = file.unsigned();
    const start = file.position;
    file.position += length;
    if (file.position > file.end) throw new Error(`the file ends inside section ${id}`);
    sections.push({ id, at, content: new Reader(bytes, start, file.position) });
  }
  return sections;
}

/**
 * @param {Uint8Array} bytes a WebAssembly module
 * @returns {WasmModule}
 * @throws {Error} with the reason, where bytes are not a complete WebAssembly module
 */
export function readWasm(bytes) {
  const sections = new Map(listSections(bytes).map(({ id, content }) => [id, content]));
  /**
   * @template Item
   * @param {number} id of a section that is a list
   * @param {(reader: Reader) => Item} item
   * @returns {Item[]}
   */
  const read = (id, item) => sections.get(id)?.list(item) ?? [];
  const types = read(SECTION.type, readFunctionType);
  const imports = read(SECTION.import, (reader) => readImport(reader, types));
  const functions = [
    ...imports.flatMap((item) => (item.kind === 'function' ? [item.signature] : [])),
    ...read(SECTION.function, (reader) => types[reader.unsigned()]),
  ];
  const memories = [
    ...imports.flatMap((item) => (item.kind === 'memory' ? [{ ...item.limits, imported: true }] : [])),
    ...read(SECTION.memory, readLimits).map((limits) => ({ ...limits, imported: false })),
  ];
  const exports = read(SECTION.export, (reader) => readExport(reader, functions));
  return { imports, exports, memories };
}
