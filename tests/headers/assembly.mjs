// What the assembler text of a compiler says: functions, their calls, and the names of imports and exports.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { compile } from './compiler.mjs';

/** The assembler text of a file of this folder, compiled without a warning. */
export function assemble(file, options) {
  const { accepted, output, messages } = compile('c++', [
    ...['-std=c++20', '-O2', '-DNDEBUG', '-Wall', '-Wextra', '-Werror', '-Wno-return-type-c-linkage'],
    ...options,
    ...['-S', join(import.meta.dirname, file), '-o', '-'],
  ]);
  assert.ok(accepted, messages);
  return output;
}

/** @returns {Map<string, string>} each function's body */
export function functionsOf(text) {
  const functions = text.matchAll(/^([A-Za-z_]\w*):[^\n]*\n([\s\S]*?)^\s*end_function/gm);
  return new Map([...functions].map(([, name, body]) => [name, body]));
}

/** @returns {string[]} names of the functions that a body calls, `indirect` for call_indirect */
export function callsOf(body) {
  const found = body.matchAll(/^\s*(?:return_)?call(_indirect)?\s+([^\s#]+)/gm);
  return [...found].map(([, indirect, name]) => (indirect ? 'indirect' : name));
}

/** @param {'import' | 'export'} kind @returns {Map<string, string>} names of wasm imports or exports by symbol */
export function named(text, kind) {
  const found = text.matchAll(new RegExp(`^\\s*\\.${kind}_name\\s+(\\S+), (\\S+)`, 'gm'));
  return new Map([...found].map(([, symbol, name]) => [symbol, name]));
}
