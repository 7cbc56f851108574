// Memories and tables that a file defines itself: how large they may become, and the same file with less.
/** @import { Limits, Reader } from './wasm_binary.mjs' */
import { SECTION, listSections, readLimits, readReferenceType } from './wasm_binary.mjs';
import { leb } from './wasm_writer.mjs';

/** @typedef {{ pages: number, entries: number }} MostLimits of each memory, in pages of 64 KiB, and of each table */

/** A table whose entries have a value from the start: https://webassembly.github.io/spec/core/binary/modules.html */
const INITIALISED_TABLE = 0x40;

/** @param {Reader} reader */
function readTable(reader) {
  const start = reader.position;
  if (readReferenceType(reader) === INITIALISED_TABLE) throw new Error('it has a table with initial values');
  return { type: reader.bytes.subarray(start, reader.position), limits: readLimits(reader) };
}

/**
 * @param {Uint8Array} bytes a WebAssembly module
 * @returns {Limits[]} of the tables that it defines
 * @throws {Error} with the reason, for tables of a kind that is not known here
 */
export function ownTables(bytes) {
  const { content } = sectionOf(bytes, SECTION.table) ?? {};
  return content?.list(readTable).map(({ limits }) => limits) ?? [];
}

/**
 * @param {Uint8Array} bytes a WebAssembly module
 * @returns {boolean} whether it has a start function, which runs as soon as the module is instantiated
 */
export const hasStart = (bytes) => sectionOf(bytes, SECTION.start) !== undefined;

/**
 * @param {Uint8Array} bytes
 * @param {number} id
 */
const sectionOf = (bytes, id) => listSections(bytes).find((section) => section.id === id);

/**
 * Lowers the maxima of a module's own memories and tables, so that the engine itself enforces them.
 * @param {Uint8Array} bytes a module whose memories and tables are neither shared nor 64-bit, and no larger initially
 * @param {MostLimits} most
 * @returns {Uint8Array<ArrayBuffer>} the changed module
 */
export function capLimits(bytes, { pages, entries }) {
  const parts = [bytes.subarray(0, 8)];
  for (const { id, at, content } of listSections(bytes)) {
    if (id === SECTION.memory)
      parts.push(
        limitsSection(
          id,
          content.list(readLimits).map((limits) => capped(limits, pages)),
        ),
      );
    else if (id === SECTION.table)
      parts.push(
        limitsSection(
          id,
          content.list(readTable).map(({ type, limits }) => [...type, ...capped(limits, entries)]),
        ),
      );
    else parts.push(bytes.subarray(at, content.end));
  }
  return joinBytes(parts);
}

/**
 * @param {Limits} limits
 * @param {number} most
 */
const capped = ({ initial, maximum }, most) => [1, ...leb(initial), ...leb(Math.min(maximum ?? most, most))];

/**
 * @param {number} id
 * @param {number[][]} items
 */
function limitsSection(id, items) {
  const content = [...leb(items.length), ...items.flat()];
  return Uint8Array.from([id, ...leb(content.length), ...content]);
}

/** @param {Uint8Array[]} parts */
function joinBytes(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
