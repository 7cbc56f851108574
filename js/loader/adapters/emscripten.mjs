// Everything that is particular to modules made by emcc: the factory's arguments, its hooks and its runtime's
// functions. Their glue has our js library in it, or is a vendor's, of which only the public options are used.
/** @import { Program, ModuleRecord, StartedRecord } from '../app/program.mjs' */
/** @import { EarlyRuntime, Instantiated, ModuleExports, ModuleInstance } from '../app/module_instance.mjs' */
/** @import { FetchContext } from '../load/fetch_modules.mjs' */
/** @import { GlueFiles } from './glue_files.mjs' */
/** @import { Start, StartArguments } from './adapters.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { abortText } from '../guard/failures.mjs';
import { checkScript, importGlue } from '../files/files.mjs';
import { findFunctionTable, findMemory } from './found_exports.mjs';
import { helperImports } from './helper_imports.mjs';
import { fetchGlueFiles } from './glue_files.mjs';
import { GLUE, LOADED_FILES } from '../base/parts.mjs';
import { withTimeLimit } from '../base/time_limit.mjs';
import { namedExports } from '../wasm/wasm_file.mjs';

/**
 * Fetches and checks the glue of a module; its wasm file the core fetches itself.
 * @param {Program} program the app
 * @param {ModuleRecord} record
 * @param {FetchContext} context
 * @returns {Promise<() => Promise<{ factory: Function | null, glueFiles?: GlueFiles }>>} imports the glue, once every
 *   file has been checked
 */
export async function fetchEmscripten(program, record, context) {
  const { entry, name } = record;
  if (!entry.glue) return async () => ({ factory: null });
  context.progress.expect(entry.glue.bytes);
  const [script, glueFiles] = await Promise.all([
    checkScript(entry.glue, context),
    LOADED_FILES && (entry.packages ?? entry.unlisted) ? fetchGlueFiles(program, record, context) : undefined,
  ]);
  return async () => ({ factory: await importGlue(script, name), glueFiles });
}

/**
 * Starts the factory of an emcc-made module and stops where it wants its wasm instantiated.
 * @param {StartArguments} start of its files: factory, the default export of the glue
 * @returns {Start} imports: the glue's import object; ready: the factory's result
 */
export function startEmscripten({ program, record, instance, link, args, stop }) {
  const { hookTimeout } = program.options;
  /** @type {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} */
  let finish;
  /** @type {(imports: WebAssembly.Imports) => void} */
  let gotImports;
  /** @type {() => void} */
  let hasFinished;
  /** @type {{ onAbort?: (what: unknown) => void, onExit?: (status: number) => void }} */
  const hooks = /** @type {{}} */ (args);
  /** @type {Record<string, unknown>} */
  const moduleArg = {
    ...args,
    ...(LOADED_FILES ? record.files.glueFiles : {}),
    ...(instance.memory ? { wasmMemory: instance.memory } : {}),
    noInitialRun: true,
    wasmPseudoLink: link,
    onAbort: (/** @type {unknown} */ what) => {
      const text = what === undefined ? '' : textOf(what); // a throw where exceptions are off
      instance.noteAbort(text, abortText(text));
      // where no guard asked for it: abort() was called from the event loop
      setTimeout(() => instance.forgetAbort(), 0);
      hooks.onAbort?.(what);
    },
    onExit: (/** @type {number} */ status) => {
      instance.end(status);
      hooks.onExit?.(status);
    },
    instantiateWasm: (/** @type {WebAssembly.Imports} */ imports, /** @type {typeof finish} */ done) => {
      finish = done;
      gotImports(imports);
      return {};
    },
  };
  if (args.wasmMemory === null && !instance.memory) delete moduleArg.wasmMemory;
  /** @type {Promise<WebAssembly.Imports>} */
  const hooked = new Promise((resolve) => {
    gotImports = resolve;
  });
  /** @type {Promise<void>} */
  const finished = new Promise((resolve) => {
    hasFinished = resolve;
  });
  const made = callFactory(/** @type {Function} */ (record.files.factory), moduleArg);
  made.catch(() => {});
  const failed = made.then(
    () => Promise.reject(glueError(instance, 'never asked for its wasm to be instantiated')),
    (error) => Promise.reject(glueError(instance, `failed before its wasm was instantiated (${textOf(error)})`, error)),
  );
  const silent = () => glueError(instance, `did not ask for its wasm to be instantiated within ${hookTimeout} ms`);
  const given = withTimeLimit(Promise.race([hooked, failed]), hookTimeout, silent, stop);
  const imports = GLUE ? given.then((fromGlue) => withHelpers(program, record, fromGlue)) : given;
  imports.catch(() => {});
  // A vendor's glue may wait for something that never comes.
  const late = () => glueError(instance, `did not become ready within ${hookTimeout} ms`);
  return {
    imports,
    ready: finished.then(() => (instance.runtime?.isOurs ? made : withTimeLimit(made, hookTimeout, late, stop))),
    complete: (exports) => completeEmscripten(instance, exports),
    finish(wasm, module) {
      finish(wasm, module);
      hasFinished();
    },
  };
}

/**
 * Glue without our js library has stubs at best for what a file wants of the loader by our headers.
 * @param {Program} program
 * @param {StartedRecord} record
 * @param {WebAssembly.Imports} imports
 */
function withHelpers(program, { instance, files }, imports) {
  if (instance.runtime !== null) return imports;
  return { ...imports, env: { ...imports.env, ...helperImports(program, instance, files) } };
}

/**
 * @param {Function} factory
 * @param {object} moduleArg
 * @returns {Promise<unknown>}
 */
async function callFactory(factory, moduleArg) {
  return factory(moduleArg);
}

/**
 * @param {ModuleInstance} instance
 * @param {string} what
 * @param {unknown} [cause]
 */
function glueError(instance, what, cause) {
  if (cause instanceof WasmPseudoLinkError) return cause;
  return new WasmPseudoLinkError(
    'GLUE_FAILED',
    instance.name,
    `its JavaScript ${what}`,
    'look at the cause; a glue must be a factory (-sMODULARIZE -sEXPORT_ES6) that calls the option instantiateWasm',
    { cause },
  );
}

/**
 * Fills in what the js library did not hand over: a side of ACCESS NONE has no js library, nor has a vendor's.
 * @param {ModuleInstance} instance
 * @param {ModuleExports} exportsInFile
 * @returns {Instantiated}
 */
function completeEmscripten(instance, exportsInFile) {
  const { entry } = instance;
  /** @type {ModuleExports} */
  const exports = namedExports(entry, exportsInFile);
  /** @type {EarlyRuntime} */
  const given = instance.runtime ?? {};
  const { exceptionMessage } = given;
  const save = exports.emscripten_stack_get_current ?? exports.stackSave;
  const restore = exports._emscripten_stack_restore ?? exports.stackRestore;
  /** @type {WebAssembly.Table | null} */
  let table = null;
  const stackSave = save ?? given.stackSave ?? (() => 0);
  const runtime = {
    isOurs: instance.runtime !== null,
    stackSave,
    stackRestore: restore ?? given.stackRestore ?? (() => {}),
    table: () => given.table?.() ?? (table ??= findFunctionTable(exports)),
    setTableEntry: given.setTableEntry ?? null,
    callMain: given.callMain ?? null,
    exceptionText: exceptionMessage ? (/** @type {unknown} */ thrown) => exceptionText(exceptionMessage, thrown) : null,
    releaseException: given.releaseException ?? null,
    isLongjmp: given.isLongjmp ?? null,
    tags: given.tags ?? null,
    throwsJavaScript: given.throwsJavaScript ?? false,
    asyncify: given.asyncify || null,
  };
  return { exports, memory: instance.memory ?? findMemory(exports, entry.memoryName), stackSave, runtime };
}

/**
 * The runtime is asked about anything that was thrown, and says null to what is not its own exception.
 * @param {NonNullable<EarlyRuntime['exceptionMessage']>} exceptionMessage of the runtime
 * @param {unknown} thrown
 */
function exceptionText(exceptionMessage, thrown) {
  try {
    const message = exceptionMessage(thrown);
    return message && `threw C++ exception ${message[0]}${message[1] ? `: ${message[1]}` : ''}`;
  } catch {
    return null; // a wasm exception of another module, in older Emscripten
  }
}
