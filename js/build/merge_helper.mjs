// Writes the helper that is merged into a module to make its direct file: functions from wat/accessor.wat and wat/bridge.wat
// with the names by which the module imports them. The .wat files stay the one place that says what these functions do.
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

/** The exported functions with a body, by name. */
function functionsOf(file) {
  const bodies = new Map();
  for (const form of parse(readFileSync(file, 'utf8'))) {
    if (form[0] !== 'func' || form[1]?.[0] !== 'export') continue;
    bodies.set(JSON.parse(form[1][1]), form.slice(2));
  }
  return bodies;
}

/** Number of instructions of a body. Whatever follows `param`, `result` and `local` is none. */
function sizeOf(body) {
  const count = (form) => (Array.isArray(form) && !['param', 'result', 'local'].includes(form[0])
    ? 1 + form.map(count).reduce((sum, part) => sum + part, 0) : 0);
  return body.map(count).reduce((sum, part) => sum + part, 0);
}

/**
 * @param {object} parts
 * @param {string} parts.wat folder of accessor.wat and bridge.wat
 * @param {'main'|'side'} parts.role what the module is; it says which memory of the bridge is its own
 * @param {string[]} parts.others modules whose memories it reaches
 * @param {Set<string>} parts.wanted names that it imports, such as sorter_getI32
 * @param {boolean} parts.hasMemory whether it has a memory of its own; without one there are no copies
 * @returns {{ text: string, names: string[], memories: string[], usesOwn: boolean, largest: number }} text of the
 *   helper, names of its functions, modules whose memories it imports, whether it needs the module's own memory, number of
 *   instructions of its largest function
 */
export function mergeHelper({ wat, role, others, wanted, hasMemory }) {
  const accessor = functionsOf(join(wat, 'accessor.wat'));
  const bridge = functionsOf(join(wat, 'bridge.wat'));
  const names = [];
  const functions = [];
  const reached = new Set();
  let usesOwn = false;
  let largest = 0;
  const add = (other, name, body, words, usesBoth) => {
    const full = `${other}_${name}`;
    if (!wanted.has(full) || (usesBoth && !hasMemory)) return;
    names.push(full);
    reached.add(other);
    usesOwn ||= usesBoth;
    largest = Math.max(largest, sizeOf(body));
    functions.push(`  (func $${full} (export "${full}") ${body.map((form) => print(form, words)).join(' ')})`);
  };
  for (const other of others) {
    const memory = `$memory_of_${other}`;
    for (const [name, body] of accessor) add(other, name, body, { $module: memory }, false);
    const words = role === 'main' ? { $main: '$own_memory', $side: memory } : { $main: memory, $side: '$own_memory' };
    for (const [name, body] of bridge) add(other, name, body, words, true);
  }
  const imports = [...reached].map((other) => `  (import "${MEMORY_MODULE}" "${other}" (memory $memory_of_${other} 0))`);
  if (usesOwn) imports.push(`  (import "${OWN_MODULE}" "memory" (memory $own_memory 0))`);
  return { text: `(module\n${[...imports, ...functions].join('\n')}\n)\n`, names, memories: [...reached], usesOwn, largest };
}
