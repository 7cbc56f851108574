// Modules made by wasm-bindgen --target web. Their glue instantiates the wasm by itself: it is given the compiled file.
import { WasmPseudoLinkError, textOf } from '../errors.mjs';
import { checkScript, importScript } from '../files.mjs';
import { findFunctionTable, findMemory } from '../found_exports.mjs';
import { checkVariants } from '../manifest.mjs';
import { isOutOfMemory, outOfMemories } from '../memories.mjs';
import { untilLate } from '../time_limit.mjs';

const BINDGEN_REMEDY = 'take the JavaScript that wasm-bindgen --target web made together with the wasm file';

/**
 * Fetches and checks the glue. It is imported at each start.
 * @param {object} program the app
 * @param {object} record
 * @param {object} context where from, progress, signal
 * @returns {Promise<() => Promise<{ script: string }>>}
 */
async function fetchBindgen(program, { entry }, context) {
  context.progress.expect(entry.glue.bytes);
  const script = await checkScript(entry.glue, context);
  return async () => ({ script });
}

/** Imports of the same glue so far: an instance is kept in the script's variables, so each wants a script of its own. */
let imported = 0;

/**
 * Starts a module by the glue's init function.
 * @param {object} start
 * @param {object} start.program the app
 * @param {object} start.record its files: script, the address of the glue
 * @param {object} start.instance
 * @returns {{ imports: Promise<object>, instantiate: () => Promise<{ exports: object }>, finish: () => void,
 *   ready: Promise<object> }} ready: the glue's exports
 */
function startBindgen({ program, record, instance }) {
  const { hookTimeout } = program.options;
  let isReady;
  const ready = new Promise((resolve) => {
    isReady = resolve;
  });
  const instantiate = async () => {
    const glue = await importScript(`${record.files.script}#${(imported += 1)}`, instance.name, BINDGEN_REMEDY);
    if (typeof glue.default !== 'function') throw bindgenFailed(instance, 'has no init function as default export');
    const late = () => bindgenFailed(instance, `did not start it within ${hookTimeout} ms`);
    const exports = await untilLate(runBindgenInit(instance, glue.default, record.files.compiled), hookTimeout, late);
    isReady(glue);
    return { exports };
  };
  return { imports: Promise.resolve({}), instantiate, ready, finish() {} };
}

/** The argument for init: { module_or_path } is its form; before wasm-bindgen 0.2.93 it was the module, or a promise of it. */
const bindgenArgument = (compiled) => ({ module_or_path: compiled, then: (resolve) => resolve(compiled) });

async function runBindgenInit(instance, init, compiled) {
  let exports;
  try {
    exports = await init(bindgenArgument(compiled));
  } catch (error) {
    if (isOutOfMemory(error)) throw outOfMemories(instance.name, error);
    throw bindgenFailed(instance, `failed (${textOf(error)})`, error);
  }
  if (typeof exports === 'object' && exports !== null) return exports;
  throw bindgenFailed(instance, 'gave no exports');
}

function bindgenFailed({ name }, what, cause) {
  return new WasmPseudoLinkError('GLUE_FAILED', name, `the init function of its JavaScript ${what}`, BINDGEN_REMEDY, { cause });
}

/** Rust's stack pointer is moved by a function; a file without it keeps no stack that guards could put back. */
function completeBindgen(instance) {
  const { exports } = instance;
  const move = exports.__wbindgen_add_to_stack_pointer;
  let table = null;
  instance.memory = findMemory(exports, instance.entry.memoryName);
  instance.stackSave = move ? () => move(0) : () => 0;
  instance.runtime = {
    stackSave: instance.stackSave,
    stackRestore: (address) => move?.(address - move(0)),
    table: () => (table ??= findFunctionTable(exports)),
  };
}

/**
 * The adapter of kind "bindgen"; see ADAPTERS.
 * @type {Readonly<Record<string, Function>>}
 */
export const BINDGEN_ADAPTER = /* @__PURE__ */ Object.freeze({
  fetch: fetchBindgen,
  start: startBindgen,
  complete: completeBindgen,
  check: ({ variants, glue }, manifest, problem) => {
    checkVariants(variants, problem);
    if (glue === undefined) problem('"glue" is missing');
  },
});
