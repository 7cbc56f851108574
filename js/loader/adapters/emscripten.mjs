// Everything that is particular to modules made by emcc: the factory's arguments, its hooks and its runtime's
// functions. Their glue has our js library in it, or is a vendor's, of which only the public options are used.
import { WasmPseudoLinkError, textOf } from '../errors.mjs';
import { abortText } from '../failures.mjs';
import { checkScript, importGlue } from '../files.mjs';
import { findFunctionTable, findMemory } from '../found_exports.mjs';
import { helperImports } from '../helper_imports.mjs';
import { GLUE } from '../parts.mjs';
import { untilLate } from '../time_limit.mjs';
import { namedExports } from '../wasm_file.mjs';

/**
 * Fetches and checks the glue of a module; its wasm file the core fetches itself.
 * @param {object} program the app
 * @param {object} record
 * @param {object} context where from, progress, signal
 * @returns {Promise<() => Promise<{ factory: Function | null }>>} imports the glue, once every file has been checked
 */
export async function fetchEmscripten(program, { entry, name }, context) {
  if (!entry.glue) return async () => ({ factory: null });
  context.progress.expect(entry.glue.bytes);
  const script = await checkScript(entry.glue, context);
  return async () => ({ factory: await importGlue(script, name) });
}

/**
 * Starts the factory of an emcc-made module and stops where it wants its wasm instantiated.
 * @param {object} start
 * @param {object} start.program the app
 * @param {object} start.record its files: factory is the default export of the glue
 * @param {object} start.instance
 * @param {object} start.link for the js library
 * @param {object} start.args the user's module arguments
 * @returns {{ imports: Promise<object>, finish: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
 *   ready: Promise<object> }} imports: the glue's import object; finish lets the constructors run; ready: the
 * factory's result
 */
export function startEmscripten({ program, record, instance, link, args }) {
  const { hookTimeout } = program.options;
  let finish;
  let gotImports;
  const moduleArg = {
    ...args,
    ...(instance.memory ? { wasmMemory: instance.memory } : {}),
    noInitialRun: true,
    wasmPseudoLink: link,
    onAbort: (what) => {
      instance.aborting = textOf(what);
      setTimeout(() => {
        instance.aborting = null; // nobody asked: it was called from the event loop, outside of any guard
      }, 0);
      instance.fail(abortText(instance.aborting));
      args.onAbort?.(what);
    },
    onExit: (status) => {
      instance.end(status);
      args.onExit?.(status);
    },
    instantiateWasm: (imports, done) => {
      finish = done;
      gotImports(imports);
      return {};
    },
  };
  if (args.wasmMemory === null && !instance.memory) delete moduleArg.wasmMemory;
  const hooked = new Promise((resolve) => {
    gotImports = resolve;
  });
  const ready = callFactory(record.files.factory, moduleArg);
  ready.catch(() => {});
  const failed = ready.then(
    () => Promise.reject(glueError(instance, 'never asked for its wasm to be instantiated')),
    (error) => Promise.reject(glueError(instance, `failed before its wasm was instantiated (${textOf(error)})`, error)),
  );
  const given = untilLate(Promise.race([hooked, failed]), hookTimeout, () =>
    glueError(instance, `did not ask for its wasm to be instantiated within ${hookTimeout} ms`),
  );
  const imports = GLUE ? given.then((fromGlue) => withHelpers(program, record, fromGlue)) : given;
  imports.catch(() => {});
  return {
    imports,
    ready,
    finish(wasm, module) {
      if (!instance.runtime.isOurs) {
        this.ready = untilLate(ready, hookTimeout, () => glueError(instance, `did not become ready within ${hookTimeout} ms`));
      }
      finish(wasm, module);
    },
  };
}

/** Glue without our js library has stubs at best for what a file wants of the loader by our headers. */
function withHelpers(program, { instance, files }, imports) {
  if (instance.runtime !== null) return imports;
  return { ...imports, env: { ...imports.env, ...helperImports(program, instance, files) } };
}

async function callFactory(factory, moduleArg) {
  return factory(moduleArg);
}

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
 * @param {object} instance with exports set as its file has them
 */
export function completeEmscripten(instance) {
  const { entry } = instance;
  const exports = namedExports(entry, instance.exports);
  const given = instance.runtime ?? {};
  const save = exports.emscripten_stack_get_current ?? exports.stackSave;
  const restore = exports._emscripten_stack_restore ?? exports.stackRestore;
  let table = null;
  instance.exports = exports;
  instance.memory ??= findMemory(exports, entry.memoryName);
  instance.stackSave = save ?? given.stackSave ?? (() => 0);
  instance.runtime = {
    isOurs: instance.runtime !== null,
    stackSave: instance.stackSave,
    stackRestore: restore ?? given.stackRestore ?? (() => {}),
    table: () => given.table?.() ?? (table ??= findFunctionTable(exports)),
    setTableEntry: given.setTableEntry ?? null,
    callMain: given.callMain ?? null,
    exceptionText: given.exceptionMessage ? (thrown) => exceptionText(given, thrown) : null,
    releaseException: given.releaseException ?? null,
    asyncify: given.asyncify || null,
  };
}

/** The runtime is asked about anything that was thrown, and says null to what is not its own exception. */
function exceptionText(given, thrown) {
  try {
    const message = given.exceptionMessage(thrown);
    return message && `threw C++ exception ${message[0]}${message[1] ? `: ${message[1]}` : ''}`;
  } catch {
    return null; // a wasm exception of another module, in older Emscripten
  }
}
