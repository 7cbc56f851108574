// Makes small real wasm modules for the tests out of WebAssembly text.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FEATURES = [
  '--enable-bulk-memory',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-exception-handling',
  '--enable-sign-ext',
];
const wasmAs = process.env.WPL_WASM_AS ?? 'wasm-as';
const cache = process.env.WPL_WAT_CACHE ?? join(tmpdir(), `wpl-loader-wat-${process.getuid?.() ?? 0}`);

const assembled = new Map();

/**
 * Assembles text with binaryen's wasm-as; the same text is assembled once per cache folder.
 * @param {string} text
 * @param {string} [features] further options of wasm-as, such as "--enable-gc"
 * @returns {Uint8Array}
 */
export function assemble(text, features = '') {
  const key = features + text;
  if (!assembled.has(key))
    assembled.set(key, assembleOnce(text, [...FEATURES, ...features.split(' ').filter(Boolean)]));
  return assembled.get(key);
}

function assembleOnce(text, features) {
  const name = createHash('sha256').update(features.join()).update(text).digest('hex').slice(0, 32);
  const wasm = join(cache, `${name}.wasm`);
  if (!existsSync(wasm)) {
    mkdirSync(cache, { recursive: true });
    const own = join(cache, `${name}.${process.pid}`);
    writeFileSync(`${own}.wat`, text);
    execFileSync(wasmAs, [...features, `${own}.wat`, '-o', `${own}.wasm`], { stdio: 'pipe' });
    renameSync(`${own}.wasm`, wasm);
  }
  return readFileSync(wasm);
}

/** Function types that `call_<signature>` exports exist for. */
const CALLS = ['v', 'i', 'vi', 'vii', 'viii', 'ii', 'iii', 'iiii', 'iiiii', 'ji', 'jj', 'dd', 'di', 'vij'];
const TYPES = { i: 'i32', j: 'i64', f: 'f32', d: 'f64' };

function callExport(signature) {
  const parameters = [...signature.slice(1)].map((letter) => TYPES[letter]).join(' ');
  const result = signature[0] === 'v' ? '' : `(result ${TYPES[signature[0]]})`;
  const count = signature.length - 1;
  const gets = Array.from({ length: count }, (_, index) => `(local.get ${index + 1})`).join(' ');
  const type = `${parameters ? `(param ${parameters})` : ''} ${result}`;
  return `(type $t_${signature} (func ${type}))
  (func (export "call_${signature}") (param i32) ${type} (call_indirect (type $t_${signature}) ${gets} (local.get 0)))`;
}

/**
 * The text of a module as emcc would make it: memory, table, stack pointer, and exports by which a test can call any
 * function pointer (call_<signature>).
 * @param {object} parts
 * @param {string} [parts.imports] import lines
 * @param {string} [parts.body] functions, data
 * @param {'import' | 'export'} [parts.memory]
 * @param {boolean} [parts.bridge] imports env.rbBridge and exports it as `ask`
 * @param {string} [parts.table] limits of the table
 * @returns {string}
 */
export function moduleText({ imports = '', body = '', memory = 'import', bridge = true, table = '8' } = {}) {
  return `(module
  ${memory === 'import' ? '(import "env" "memory" (memory $memory 2 32768))' : ''}
  ${bridge ? '(import "env" "rbBridge" (func $rbBridge (param i32 i32) (result i32)))' : ''}
  ${imports}
  ${memory === 'export' ? '(memory $memory (export "memory") 2 32768)' : ''}
  (table $table (export "__indirect_function_table") ${table} funcref)
  (global $sp (mut i32) (i32.const 65536))
  (func (export "emscripten_stack_get_current") (result i32) (global.get $sp))
  (func (export "_emscripten_stack_restore") (param i32) (global.set $sp (local.get 0)))
  (func $enter (export "enter") (param i32) (global.set $sp (i32.sub (global.get $sp) (local.get 0))))
  ${bridge ? '(func (export "ask") (param i32 i32) (result i32) (call $rbBridge (local.get 0) (local.get 1)))' : ''}
  ${CALLS.map(callExport).join('\n  ')}
  ${body})`;
}
