// Writes the helper that is merged into a module to make its direct file: functions from wat/accessor.wat and wat/bridge.wat
// with the names by which the module imports them, and the globals that these use. The .wat files stay the one place that says
// what these functions do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Import module of the memories of other modules in a direct file; the field is the other module's name. */
const MEMORY_MODULE = 'wpl:memory';

/** By this name the helper finds the memory of the module that it is merged into. */
export const OWN_MODULE = 'wpl:own';

const TOKEN = /;;.*|\(;[^]*?;\)|"(?:[^"\\]|\\.)*"|[()]|[^\s()";]+/g;

/** A .wat file as nested lists of words. */
function parse(text) {
  const stack = [[]];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith(';') || token.startsWith('(;')) continue;
    if (token === '(') stack.push([]);
    else if (token === ')') stack.at(-2).push(stack.pop());
    else stack.at(-1).push(token);
  }
  return stack[0][0];
}

function print(form, words) {
  if (!Array.isArray(form)) return words[form] ?? form;
  return `(${form.map((part) => print(part, words)).join(' ')})`;
}

/** The exported functions with a body, by name, and the imported globals, by identifier. */
function partsOf(file) {
  const bodies = new Map();
  const globals = new Map();
  for (const form of parse(readFileSync(file, 'utf8'))) {
    if (form[0] === 'import' && form[3][0] === 'global') globals.set(form[3][1], form);
    if (form[0] !== 'func' || form[1]?.[0] !== 'export') continue;
    bodies.set(JSON.parse(form[1][1]), form.slice(2));
  }
  return { bodies, globals };
}

/** Number of instructions of a body. Whatever follows `param`, `result` and `local` is none. */
function sizeOf(body) {
  const count = (form) => (Array.isArray(form) && !['param', 'result', 'local'].includes(form[0])
    ? 1 + form.map(count).reduce((sum, part) => sum + part, 0) : 0);
  return body.map(count).reduce((sum, part) => sum + part, 0);
}

/** The words of a body, such as names of instructions and identifiers. */
const wordsOf = (body) => body.flat(Infinity);

/**
 * The functions over other modules' memories that a module imports, written over those memories themselves.
 * @param {object} parts
 * @param {string} parts.wat folder of accessor.wat and bridge.wat
 * @param {string[]} parts.others modules whose memories it reaches, by the names that C uses: `main` for the main module
 * @param {Set<string>} parts.wanted names that it imports, such as sorter_getI32
 * @param {boolean} parts.hasMemory whether it has a memory of its own; without one there are no copies
 * @param {string} [parts.ownMemory] identifier of its memory
 * @param {string} [parts.prefix] of the functions' exported names
 * @returns {{ globals: string[], functions: string[], names: string[], memories: string[], usesOwn: boolean, largest: number,
 *   features: string[] }} imports of globals, definitions, names without the prefix, modules whose memories they reach, whether
 *   they need the module's own memory, number of instructions of the largest one that is worth inlining at every call (those
 *   with a loop are not), features beyond those that every helper needs
 */
export function helperFunctions({ wat, others, wanted, hasMemory, ownMemory = '$own_memory', prefix = '' }) {
  const accessor = partsOf(join(wat, 'accessor.wat'));
  const bridge = partsOf(join(wat, 'bridge.wat'));
  const found = { globals: [], functions: [], names: [], memories: [], usesOwn: false, largest: 0, features: [] };
  const add = (other, name, body, words, usesBoth) => {
    const full = `${other}_${name}`;
    if (!wanted.has(full) || (usesBoth && !hasMemory)) return;
    found.names.push(full);
    addOnce(found.memories, other);
    found.usesOwn ||= usesBoth;
    const used = wordsOf(body);
    if (!used.includes('loop')) found.largest = Math.max(found.largest, sizeOf(body));
    if (used.some((word) => word.startsWith('v128'))) addOnce(found.features, 'simd');
    for (const [id, form] of bridge.globals) if (used.includes(id)) addOnce(found.globals, `  ${print(form, {})}`);
    found.functions.push(`  (func $${prefix}${full} (export "${prefix}${full}") ${body.map((form) => print(form, words)).join(' ')})`);
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

function addOnce(list, item) {
  if (!list.includes(item)) list.push(item);
}

/** Identifier of another module's memory in a helper. */
export const memoryOf = (name) => `$memory_of_${name}`;

/**
 * A helper for one module that stays a file of its own: it imports the others' memories, and that of the module.
 * @param {object} parts as for helperFunctions
 * @returns {{ text: string, names: string[], memories: string[], usesOwn: boolean, largest: number, features: string[] }} text
 *   of the helper, and what helperFunctions tells
 */
export function mergeHelper(parts) {
  const { globals, functions, ...found } = helperFunctions(parts);
  const imports = found.memories.map((other) => `  (import "${MEMORY_MODULE}" "${other}" (memory ${memoryOf(other)} 0))`);
  if (found.usesOwn) imports.push(`  (import "${OWN_MODULE}" "memory" (memory $own_memory 0))`);
  return { ...found, text: `(module\n${[...imports, ...globals, ...functions].join('\n')}\n)\n` };
}
