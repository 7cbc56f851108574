// Modules made by wasm-bindgen --target web. Their glue instantiates the wasm by itself: it is given the compiled file.
/** @import { Program, ModuleRecord } from '../app/program.mjs' */
/** @import { Instantiated, ModuleExports, ModuleInstance } from '../app/module_instance.mjs' */
/** @import { FetchContext } from '../load/fetch_modules.mjs' */
/** @import { FileEntry } from '../manifest/manifest.mjs' */
/** @import { Adapter, Start, StartArguments } from './adapters.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { checkScript, importScript } from '../files/files.mjs';
import { findFunctionTable, findMemory } from './found_exports.mjs';
import { requireFiles } from '../manifest/manifest.mjs';
import { isOutOfMemory, outOfMemories } from '../memory/memories.mjs';
import { MANIFESTS } from '../base/parts.mjs';
import { withTimeLimit } from '../base/time_limit.mjs';

const BINDGEN_REMEDY = 'take the JavaScript that wasm-bindgen --target web made together with the wasm file';

/**
 * Fetches and checks the glue. It is imported at each start.
 * @param {Program} program the app
 * @param {ModuleRecord} record
 * @param {FetchContext} context
 * @returns {Promise<() => Promise<{ script: string }>>}
 */
async function fetchBindgen(program, { entry }, context) {
  const glue = /** @type {FileEntry} */ (entry.glue);
  context.progress.expect(glue.bytes);
  const script = await checkScript(glue, context);
  return async () => ({ script });
}

/** Imports of the same glue so far: an instance is kept in the script's variables, so each needs its own script. */
let imported = 0;

/**
 * Starts a module by the glue's init function.
 * @param {StartArguments} start of its files: script, the address of the glue
 * @returns {Start} ready: the glue's exports
 */
function startBindgen({ program, record, instance, stop }) {
  const { hookTimeout } = program.options;
  /** @type {(glue: unknown) => void} */
  let isReady;
  const ready = new Promise((resolve) => {
    isReady = resolve;
  });
  const instantiate = async () => {
    const glue = await importScript(`${record.files.script}#${(imported += 1)}`, instance.name, BINDGEN_REMEDY);
    if (typeof glue.default !== 'function') throw bindgenFailed(instance, 'has no init function as default export');
    const late = () => bindgenFailed(instance, `did not start it within ${hookTimeout} ms`);
    const exports = await withTimeLimit(
      runBindgenInit(instance, glue.default, record.files.compiled),
      hookTimeout,
      late,
      stop,
    );
    isReady(glue);
    return { exports };
  };
  return {
    imports: Promise.resolve({}),
    instantiate,
    ready,
    complete: (exports) => completeBindgen(instance, exports),
    finish() {},
  };
}

/**
 * The argument for init: { module_or_path } is its form; before wasm-bindgen 0.2.93 it was the module, or a promise of
 * it.
 * @param {WebAssembly.Module | null} compiled
 */
const bindgenArgument = (compiled) => ({
  module_or_path: compiled,
  then: (/** @type {(compiled: WebAssembly.Module | null) => void} */ resolve) => resolve(compiled),
});

/**
 * @param {ModuleInstance} instance
 * @param {Function} init
 * @param {WebAssembly.Module | null} compiled
 * @returns {Promise<ModuleExports>}
 */
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

/**
 * @param {ModuleInstance} instance
 * @param {string} what
 * @param {unknown} [cause]
 */
function bindgenFailed({ name }, what, cause) {
  return new WasmPseudoLinkError('GLUE_FAILED', name, `the init function of its JavaScript ${what}`, BINDGEN_REMEDY, {
    cause,
  });
}

/**
 * Rust's stack pointer is moved by a function; a file without it keeps no stack that guards could put back.
 * @param {ModuleInstance} instance
 * @param {ModuleExports} exports
 * @returns {Instantiated}
 */
function completeBindgen({ entry }, exports) {
  const move = exports.__wbindgen_add_to_stack_pointer;
  /** @type {WebAssembly.Table | null} */
  let table = null;
  const stackSave = move ? () => move(0) : () => 0;
  const runtime = {
    stackSave,
    stackRestore: (/** @type {number} */ address) => move?.(address - move(0)),
    table: () => (table ??= findFunctionTable(exports)),
  };
  return { exports, memory: findMemory(exports, entry.memoryName), stackSave, runtime };
}

/** @type {NonNullable<Adapter['check']>} */
function checkBindgenEntry(entry, manifest, problem) {
  requireFiles(entry, manifest, problem);
  if (!entry.glue) problem('"glue" is missing');
}

/**
 * The adapter of kind "bindgen"; see ADAPTERS.
 * @type {Readonly<Adapter>}
 */
export const BINDGEN_ADAPTER = /* @__PURE__ */ Object.freeze({
  fetch: fetchBindgen,
  start: startBindgen,
  ...(MANIFESTS ? { check: checkBindgenEntry } : {}),
});
