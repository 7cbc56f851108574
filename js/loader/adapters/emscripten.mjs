// Everything that is particular to modules made by emcc: the factory's arguments, its hooks and its runtime's
// functions.
import { WasmPseudoLinkError, textOf } from '../errors.mjs';
import { abortText } from '../failures.mjs';

/**
 * Starts the factory of an emcc-made module and stops where it wants its wasm instantiated.
 * @param {object} start
 * @param {Function} start.factory default export of the glue
 * @param {object} start.instance
 * @param {object} start.link for the js library
 * @param {object} start.args the user's module arguments
 * @returns {{ imports: Promise<object>, finish: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
 *   ready: Promise<object> }} imports: the glue's import object; finish lets the constructors run; ready: the
 * factory's result
 */
export function startEmscripten({ factory, instance, link, args }) {
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
  const ready = callFactory(factory, moduleArg);
  ready.catch(() => {});
  const failed = ready.then(
    () => Promise.reject(glueError(instance, 'never asked for its wasm to be instantiated')),
    (error) => Promise.reject(glueError(instance, `failed before its wasm was instantiated (${textOf(error)})`, error)),
  );
  failed.catch(() => {});
  return { imports: Promise.race([hooked, failed]), finish: (wasm, module) => finish(wasm, module), ready };
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
    'look at the cause, and link it with -sMODULARIZE -sEXPORT_ES6 and the instantiateWasm hook',
    { cause },
  );
}

/**
 * Fills in what the js library did not hand over (a side of ACCESS NONE has no js library).
 * @param {object} instance with exports set
 */
export function completeEmscripten(instance) {
  const { exports } = instance;
  const given = instance.runtime ?? {};
  const byKind = (kind) => Object.values(exports).find((value) => value instanceof kind) ?? null;
  const save = exports.emscripten_stack_get_current ?? exports.stackSave;
  const restore = exports._emscripten_stack_restore ?? exports.stackRestore;
  instance.memory ??= byKind(WebAssembly.Memory);
  instance.stackSave = save ?? given.stackSave ?? (() => 0);
  instance.runtime = {
    stackSave: instance.stackSave,
    stackRestore: restore ?? given.stackRestore ?? (() => {}),
    table: () => given.table?.() ?? byKind(WebAssembly.Table),
    setTableEntry: given.setTableEntry ?? null,
    callMain: given.callMain ?? null,
    exceptionMessage: given.exceptionMessage ? (thrown) => messageOf(given, thrown) : null,
    releaseException: given.releaseException ?? null,
    asyncify: given.asyncify || null,
  };
}

/** The runtime is asked about anything that was thrown, and says null to what is not its own exception. */
function messageOf(given, thrown) {
  try {
    return given.exceptionMessage(thrown);
  } catch {
    return null; // a wasm exception of another module, in older Emscripten
  }
}
