// Writes the helper that is merged into a module to make its direct file: functions from wat/accessor.wat and
// wat/bridge.wat with the names by which the module imports them, and the globals that these use. The .wat files stay
// the one place that says what these functions do.

/** @typedef {string | Form[]} Form a word, or a list in parentheses */

/** @typedef {Form[]} Body forms of a function after its name */

/**
 * What functions over other modules' memories need, and are.
 * @typedef {object} HelperFunctions
 * @property {string[]} globals imports of globals
 * @property {string[]} functions definitions
 * @property {string[]} names without the prefix
 * @property {string[]} memories modules whose memories they reach
 * @property {boolean} usesOwn whether they need the module's own memory
 * @property {number} largest number of instructions of the largest one that is worth inlining at every call (those with
 *   a loop are not)
 * @property {string[]} features beyond those that every helper needs
 */

/**
 * @typedef {object} HelperRequest
 * @property {string} wat folder of accessor.wat and bridge.wat
 * @property {string[]} others modules whose memories it reaches, by the names that C uses: `main` for the main module
 * @property {Set<string>} wanted names that it imports, such as sorter_getI32
 * @property {boolean} hasMemory whether it has a memory of its own; without one there are no copies
 * @property {string} [ownMemory] identifier of its memory
 * @property {string} [prefix] of the functions' exported names
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Import module of the memories of other modules in a direct file; the field is the other module's name. */
const MEMORY_MODULE = 'wpl:memory';

/** By this name the helper finds the memory of the module that it is merged into. */
export const OWN_MODULE = 'wpl:own';

const TOKEN = /;;.*|\(;[^]*?;\)|"(?:[^"\\]|\\.)*"|[()]|[^\s()";]+/g;

/**
 * A .wat file as nested lists of words.
 * @param {string} text
 * @returns {Form[]} the module
 */
function parse(text) {
  /** @type {Form[][]} */
  const stack = [[]];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith(';') || token.startsWith('(;')) continue;
    if (token === '(') stack.push([]);
    else if (token === ')') (stack.at(-2) ?? []).push(stack.pop() ?? []);
    else (stack.at(-1) ?? []).push(token);
  }
  return listOf(stack[0][0]);
}

/**
 * @param {Form} form
 * @returns {Form[]} of a word, none
 */
const listOf = (form) => (Array.isArray(form) ? form : []);

/**
 * @param {Form} form
 * @param {Record<string, string>} words in place of others
 * @returns {string}
 */
function print(form, words) {
  if (!Array.isArray(form)) return words[form] ?? form;
  return `(${form.map((part) => print(part, words)).join(' ')})`;
}

/**
 * The exported functions with a body, by name, and the imported globals, by identifier.
 * @param {string} file
 */
function partsOf(file) {
  /** @type {Map<string, Body>} */
  const bodies = new Map();
  /** @type {Map<Form, Form>} */
  const globals = new Map();
  for (const form of parse(readFileSync(file, 'utf8')).map(listOf)) {
    const [keyword, first, , third] = form;
    const [exportWord, name] = listOf(first ?? '');
    const [globalWord, id] = listOf(third ?? '');
    if (keyword === 'import' && globalWord === 'global') globals.set(id, form);
    if (keyword === 'func' && exportWord === 'export') bodies.set(JSON.parse(String(name)), form.slice(2));
  }
  return { bodies, globals };
}

/**
 * Number of instructions of a body. Whatever follows `param`, `result` and `local` is none.
 * @param {Body} body
 */
function sizeOf(body) {
  /**
   * @param {Form} form
   * @returns {number}
   */
  const count = (form) =>
    Array.isArray(form) && !['param', 'result', 'local'].includes(String(form[0]))
      ? 1 + form.map(count).reduce((sum, part) => sum + part, 0)
      : 0;
  return body.map(count).reduce((sum, part) => sum + part, 0);
}

/**
 * The words of a body, such as names of instructions and identifiers.
 * @param {Body} body
 * @returns {string[]}
 */
const wordsOf = (body) => body.flatMap((form) => (Array.isArray(form) ? wordsOf(form) : [form]));

/**
 * The functions over other modules' memories that a module imports, written over those memories themselves.
 * @param {HelperRequest} request
 * @returns {HelperFunctions}
 */
export function helperFunctions({ wat, others, wanted, hasMemory, ownMemory = '$own_memory', prefix = '' }) {
  const accessor = partsOf(join(wat, 'accessor.wat'));
  const bridge = partsOf(join(wat, 'bridge.wat'));
  /** @type {HelperFunctions} */
  const found = { globals: [], functions: [], names: [], memories: [], usesOwn: false, largest: 0, features: [] };
  /**
   * @param {string} other
   * @param {string} name
   * @param {Body} body
   * @param {Record<string, string>} words
   * @param {boolean} usesBoth
   */
  const add = (other, name, body, words, usesBoth) => {
    const full = `${other}_${name}`;
    if (!wanted.has(full) || (usesBoth && !hasMemory)) return;
    found.names.push(full);
    addOnce(found.memories, other);
    found.usesOwn ||= usesBoth;
    const used = wordsOf(body);
    if (!used.includes('loop')) found.largest = Math.max(found.largest, sizeOf(body));
    if (used.some((word) => word.startsWith('v128'))) addOnce(found.features, 'simd');
    for (const [id, form] of bridge.globals)
      if (used.includes(String(id))) addOnce(found.globals, `  ${print(form, {})}`);
    found.functions.push(
      `  (func $${prefix}${full} (export "${prefix}${full}") ${body.map((form) => print(form, words)).join(' ')})`,
    );
  };
  for (const other of others) {
    const memory = memoryOf(other);
    for (const [name, body] of accessor.bodies) add(other, name, body, { $module: memory }, false);
    // Of two sides the one that asks plays main, as in the loader.
    const words = other === 'main' ? { $main: memory, $side: ownMemory } : { $main: ownMemory, $side: memory };
    for (const [name, body] of bridge.bodies) add(other, name, body, words, true);
  }
  return found;
}

/**
 * @param {string[]} list
 * @param {string} item
 */
function addOnce(list, item) {
  if (!list.includes(item)) list.push(item);
}

/**
 * Identifier of another module's memory in a helper.
 * @param {string} name
 */
export const memoryOf = (name) => `$memory_of_${name}`;

/**
 * A helper for one module that stays a file of its own: it imports the others' memories, and that of the module.
 * @param {HelperRequest} request
 * @returns {HelperFunctions & { text: string }} text of the helper, and what helperFunctions tells
 */
export function mergeHelper(request) {
  const found = helperFunctions(request);
  const imports = found.memories.map(
    (other) => `  (import "${MEMORY_MODULE}" "${other}" (memory ${memoryOf(other)} 0))`,
  );
  if (found.usesOwn) imports.push(`  (import "${OWN_MODULE}" "memory" (memory $own_memory 0))`);
  return { ...found, text: `(module\n${[...imports, ...found.globals, ...found.functions].join('\n')}\n)\n` };
}
