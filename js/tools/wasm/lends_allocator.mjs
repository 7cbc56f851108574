// Whether a module lends an allocator to others: whether its wpl_malloc (include/wasm_pseudo_link/detail/allocator.h)
// allocates. In a module where nothing calls malloc it returns 0: LLVM has removed the call, or, at -O0, wasm-ld has
// pointed it at a function that traps ("undefined_weak:...").
import { Reader, SECTION, readImport } from '../../loader/wasm/wasm_binary.mjs';
import { noOperands, readInstruction } from './wasm_code.mjs';
import { readSections } from './wasm_sections.mjs';

const UNREACHABLE = 0x00;
const END = 0x0b;
/** call, call_indirect, return_call, return_call_indirect */
const CALLS = new Set([0x10, 0x11, 0x12, 0x13]);

/**
 * @param {Uint8Array} bytes of the .wasm
 * @returns {boolean} true also where the code cannot be read
 */
export function lendsAllocator(bytes) {
  const sections = readSections(bytes);
  /** @param {number} id */
  const at = (id) => {
    const section = sections.find((candidate) => candidate.id === id);
    return section && new Reader(bytes, section.start, section.end);
  };
  const index = at(SECTION.export)
    ?.list(readFunctionExport)
    .find(({ name }) => name === 'wpl_malloc')?.index;
  if (index === undefined) return false;
  const imported = (at(SECTION.import)?.list((reader) => readImport(reader, [])) ?? []).filter(
    ({ kind }) => kind === 'function',
  ).length;
  const bodies = at(SECTION.code)?.list(readBody) ?? [];
  try {
    return calls(bodies[index - imported]).some((callee) => callee < imported || !traps(bodies[callee - imported]));
  } catch {
    return true;
  }
}

/** @param {Reader} reader */
function readFunctionExport(reader) {
  const name = reader.name();
  const kind = reader.byte();
  const index = reader.unsigned();
  return kind === 0 ? { name, index } : { name: '', index };
}

/** @param {Reader} reader */
function readBody(reader) {
  const length = reader.unsigned();
  const body = new Reader(reader.bytes, reader.position, reader.position + length);
  reader.position = body.end;
  return body;
}

/**
 * @param {Reader} body
 * @returns {{ instruction: number, callee: number }[]} callee: -1 where none is named
 */
function instructions({ bytes, position, end }) {
  const reader = new Reader(bytes, position, end);
  reader.list((local) => (local.unsigned(), local.byte())); // locals are numbers in C
  const found = noOperands();
  const all = [];
  while (reader.position < end) all.push({ instruction: readInstruction(reader, found), callee: found.callee });
  return all;
}

/** @param {Reader} body */
const calls = (body) =>
  instructions(body).flatMap(({ instruction, callee }) => (CALLS.has(instruction) ? [callee] : []));

/** @param {Reader} body */
const traps = (body) => instructions(body).every(({ instruction }) => [UNREACHABLE, END].includes(instruction));
