// Takes a .wasm file apart into its sections and puts it together again with some of them changed.
// Source: WebAssembly core specification 3.0, section 5.5 (binary format, modules).
import { KINDS, Reader, SECTION, readImport } from '../../loader/wasm/wasm_binary.mjs';

/** @import { WasmImport } from '../../loader/wasm/wasm_binary.mjs' */

/**
 * A section: name of a custom one, else ''; its content lies from start to end of bytes.
 * @typedef {{ id: number, name: string, bytes: Uint8Array, start: number, end: number }} Section
 */

/** @typedef {typeof KINDS[number]} Kind */

const HEADER_BYTES = 8;

/**
 * @param {Uint8Array} bytes a WebAssembly module
 * @returns {Section[]} in the file's order
 */
export function readSections(bytes) {
  const sections = [];
  const file = new Reader(bytes, HEADER_BYTES, bytes.length);
  while (file.position < file.end) {
    const id = file.byte();
    const length = file.unsigned();
    const end = file.position + length;
    if (end > file.end) throw new Error(`the file ends inside section ${id}`);
    const content = new Reader(bytes, file.position, end);
    const name = id === SECTION.custom ? content.name() : '';
    sections.push({ id, name, bytes, start: content.position, end });
    file.position = end;
  }
  return sections;
}

/**
 * A number as unsigned LEB128.
 * @param {number} number
 */
export function encodeUnsigned(number) {
  const bytes = [];
  let rest = number;
  do {
    const more = rest > 127;
    bytes.push((rest % 128) + (more ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
}

/**
 * A name with its length before it.
 * @param {string} name
 */
export function encodeName(name) {
  const text = Buffer.from(name);
  return Buffer.concat([encodeUnsigned(text.length), text]);
}

/**
 * Puts a module together from sections.
 * @param {Section[]} sections
 * @returns {Buffer}
 */
export function joinSections(sections) {
  /** @type {Uint8Array[]} */
  const parts = [Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])];
  for (const { id, name, bytes, start, end } of sections) {
    const prefix = id === SECTION.custom ? encodeName(name) : Buffer.alloc(0);
    parts.push(Buffer.from([id]), encodeUnsigned(prefix.length + end - start), prefix, bytes.subarray(start, end));
  }
  return Buffer.concat(parts);
}

/**
 * @param {Section} section
 * @param {Uint8Array} content
 */
const withContent = (section, content) => ({ ...section, bytes: content, start: 0, end: content.length });

/**
 * Changes each item of a list section.
 * @template Item
 * @param {Section[]} sections
 * @param {number} id of the section
 * @param {(reader: Reader) => Item} readItem
 * @param {(item: Item) => Buffer | null} change gives the new encoding of the item, or null to leave it out
 * @param {Buffer[]} [added] encodings of further items
 */
function changeItems(sections, id, readItem, change, added = []) {
  /** @param {Section} section */
  const rewrite = (section) => {
    const reader = new Reader(section.bytes, section.start, section.end);
    const kept = reader
      .list(readItem)
      .map(change)
      .filter((item) => item !== null);
    const items = [...kept, ...added];
    return withContent(section, Buffer.concat([encodeUnsigned(items.length), ...items]));
  };
  if (!sections.some((section) => section.id === id)) throw new Error(`the module has no section ${id}`);
  return sections.map((section) => (section.id === id ? rewrite(section) : section));
}

/** @param {Reader} reader */
function readExport(reader) {
  const name = reader.name();
  const start = reader.position;
  const kind = KINDS[reader.byte()];
  const index = reader.unsigned();
  return { name, kind, index, rest: reader.bytes.subarray(start, reader.position) };
}

/**
 * Changes the names of a module's exports.
 * @param {Section[]} sections
 * @param {(item: { name: string, kind: Kind, index: number }) => string | null} rename the new name; null: no longer
 *   exported
 * @param {{ name: string, kind: Kind, index: number }[]} [added] further exports
 * @returns {Section[]} new sections
 */
export function changeExports(sections, rename, added = []) {
  /**
   * @param {string} name
   * @param {Uint8Array} rest
   */
  const encode = (name, rest) => Buffer.concat([encodeName(name), rest]);
  /** @param {ReturnType<typeof readExport>} item */
  const change = (item) => {
    const name = rename(item);
    return name === null ? null : encode(name, item.rest);
  };
  const further = added.map(({ name, kind, index }) =>
    encode(name, Buffer.concat([Buffer.from([KINDS.indexOf(kind)]), encodeUnsigned(index)])),
  );
  return changeItems(sections, SECTION.export, readExport, change, further);
}

/**
 * Changes the names of a module's imports.
 * @param {Section[]} sections
 * @param {(item: WasmImport) => { module: string, name: string }} rename
 * @returns {Section[]} new sections
 */
export function changeImports(sections, rename) {
  /** @param {Reader} reader */
  const readItem = (reader) => {
    const start = reader.position;
    reader.name();
    reader.name();
    const rest = reader.position;
    reader.position = start;
    const item = readImport(reader, []);
    return { ...item, rest: reader.bytes.subarray(rest, reader.position) };
  };
  return changeItems(sections, SECTION.import, readItem, (item) => {
    const { module, name } = rename(item);
    return Buffer.concat([encodeName(module), encodeName(name), item.rest]);
  });
}
