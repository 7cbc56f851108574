// What the tests of abi.json share: its functions by groups, the types of functions in a wasm file, and a compiler for
// C.
//
// Environment: WPL_HELPERS_DIR, WPL_EMSCRIPTEN_ROOT, WPL_WORK_DIR (a folder for what is compiled).

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KINDS, Reader, SECTION } from '../../js/loader/wasm/wasm_binary.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const readSource = (path) => readFileSync(join(ROOT, path), 'utf8');

export const ABI = JSON.parse(readSource('abi/abi.json'));

export const ACCESS_MODES = ['DIRECT', 'IMPORT', 'ACCESSOR', 'POINTER', 'NONE'];

/** Signatures of all functions of some groups, by name. */
export const signaturesOf = (...groups) =>
  Object.fromEntries(
    groups.flatMap((group) => Object.entries(ABI[group].functions).map(([name, { signature }]) => [name, signature])),
  );

/** Names of the functions of some groups. */
export const namesOf = (...groups) => Object.keys(signaturesOf(...groups));

/** Results and parameters of a signature, each a string of letters. */
export function splitSignature(signature) {
  const [, several, one, parameters] = /^(?:\((\w+)\)|(\w))(\w*)$/.exec(signature);
  return { results: several ?? (one === 'v' ? '' : one), parameters };
}

const LETTERS = new Map([
  [0x7f, 'i'],
  [0x7e, 'j'],
  [0x7d, 'f'],
  [0x7c, 'd'],
  [0x7b, 'V'],
]);

function readType(reader) {
  const form = reader.byte();
  if (form !== 0x60) throw new Error(`a type of form ${form} is not a function`);
  const letters = () => reader.list(() => LETTERS.get(reader.byte()) ?? '?').join('');
  const parameters = letters();
  const results = letters();
  return (results.length > 1 ? `(${results})` : results || 'v') + parameters;
}

/** Skips what an import that is not a function has behind its kind. */
function skipImport(reader, kind) {
  if (kind === 'tag') return (reader.byte(), reader.unsigned());
  if (kind === 'global') return (reader.byte(), reader.byte());
  if (kind === 'table') reader.byte();
  const flags = reader.byte();
  reader.unsigned();
  if (flags & 1) reader.unsigned();
}

/**
 * Imported and exported functions of a wasm file. Unlike readWasm of the build it knows v128 and several results.
 * @param {Uint8Array} bytes
 * @returns {{ imports: Record<string, string>, exports: Record<string, string>, others: string[] }} signatures, of
 *   imports by `module.name`; exports that are not functions
 */
export function functionsIn(bytes) {
  const sections = new Map();
  const file = new Reader(bytes, 8, bytes.length);
  while (file.position < file.end) {
    const id = file.byte();
    const length = file.unsigned();
    sections.set(id, new Reader(bytes, file.position, file.position + length));
    file.position += length;
  }
  const read = (id, item) => sections.get(id)?.list(item) ?? [];
  const types = read(SECTION.type, readType);
  const functions = [];
  const found = { imports: {}, exports: {}, others: [] };
  read(SECTION.import, (reader) => {
    const name = `${reader.name()}.${reader.name()}`;
    const kind = KINDS[reader.byte()];
    if (kind !== 'function') return skipImport(reader, kind);
    functions.push((found.imports[name] = types[reader.unsigned()]));
  });
  functions.push(...read(SECTION.function, (reader) => types[reader.unsigned()]));
  read(SECTION.export, (reader) => {
    const name = reader.name();
    const kind = KINDS[reader.byte()];
    const index = reader.unsigned();
    if (kind === 'function') found.exports[name] = functions[index];
    else found.others.push(name);
  });
  return found;
}

export const helperBytes = (name) => readFileSync(join(process.env.WPL_HELPERS_DIR, `${name}.wasm`));

/** The keys in another order: two lists are equal whatever their order. */
export const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Renames the keys of an object. */
export const renamed = (object, rename) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [rename(name), value]));

/** A path in the folder of what is compiled. */
export function workFile(name) {
  const file = join(process.env.WPL_WORK_DIR, name);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

export function writeWorkFile(name, text) {
  const file = workFile(name);
  writeFileSync(file, text);
  return file;
}

const run = (command, options) =>
  execFileSync(command, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });

const emscripten = (tool) => join(process.env.WPL_EMSCRIPTEN_ROOT, tool);

let clang;

/** Runs Emscripten's clang for wasm32 without a C library; fails with what clang says. */
export function runClang(options) {
  clang ??= join(run(emscripten('em-config'), ['LLVM_ROOT']).trim(), 'clang');
  return run(clang, ['--target=wasm32', `-I${ROOT}include`, ...options]);
}

/** Checks C++20 with Emscripten's standard library; fails with what the compiler says. */
export const runEmpp = (options) =>
  run(emscripten('em++'), ['-std=c++20', '-fsyntax-only', `-I${ROOT}include`, ...options]);
