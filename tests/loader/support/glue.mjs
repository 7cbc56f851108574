// A hand-written glue that keeps to the contract of emcc's factories: timing of postset, memory, preInit, hook,
// constructors.

/**
 * The text of a glue file.
 * @param {object} options
 * @param {Array<[string, string]>} [options.links] pairs [module, field] to be linked to env.<module>_<field>
 * @param {boolean} [options.library] false: no js library, as in a side of ACCESS NONE
 * @param {'before' | 'after'} [options.memory] whether the glue makes its memory before or after the postset
 * @param {boolean} [options.asyncify]
 * @param {boolean} [options.mirror] table entries are mirrored, as by Emscripten's getWasmTableEntry
 * @param {'wasm' | 'javascript'} [options.throws] how it throws C++ exceptions: under the tag that the wasm exports as
 *   "cpp", or as values of JavaScript
 * @param {boolean} [options.exitRuntime] the runtime ends after main
 * @param {string} [options.extra] statements run at the start of the factory
 * @returns {string}
 */
export function glueText({
  links = [],
  library = true,
  memory = 'after',
  asyncify = false,
  mirror = false,
  exitRuntime = false,
  throws,
  extra = '',
} = {}) {
  return `
class ExitStatus { constructor(status) { this.name = 'ExitStatus'; this.status = status; this.message = 'Program terminated with exit(' + status + ')'; } }

export default async function factory(moduleArg = {}) {
  const Module = moduleArg;
  class CppException { constructor(excPtr) { this.excPtr = excPtr; } }
  const { stats = {} } = Module;
  Module.released = 0;
  ${extra}
  await null;
  let wasmMemory;
  let wasmTable;
  let exports;
  const mirrored = [];
  const initMemory = () => {
    wasmMemory = Module.wasmMemory ?? new WebAssembly.Memory({ initial: 2, maximum: 32768 });
  };
  const quit = (status, error) => { if (globalThis.process) process.exitCode = status; throw error; };
  const exit = (status) => { if (${exitRuntime}) Module.onExit?.(status); quit(status, new ExitStatus(status)); };
  const abort = (what) => { Module.onAbort?.(what); throw new WebAssembly.RuntimeError('Aborted(' + what + '). Build with -sASSERTIONS for more info.'); };
  const text = (address) => {
    const bytes = new Uint8Array(wasmMemory.buffer);
    return new TextDecoder().decode(bytes.slice(address, bytes.indexOf(0, address)));
  };
  const env = {
    exit, abort: (address) => abort(text(address)),
    throw_cpp: (address) => { throw new CppException(address); },
    throw_js: (address) => { throw new Error(text(address)); },
    host: (a, b) => Module.host?.(a, b, Module) ?? 0,
    call_mirrored: (index, a) => { mirrored[index] ??= wasmTable.get(index); return mirrored[index](a); },
  };
  if (${memory === 'before'}) initMemory();

  const link = Module.wasmPseudoLink;
  const linkImports = (mayBeMissing) => {
    for (const [module, field] of ${JSON.stringify(links)}) {
      const name = module ? module + '_' + field : field;
      const found = env[name] ?? link.import(module, field, Module.wasmMemory ?? wasmMemory);
      if (found) env[name] = found;
      else if (!mayBeMissing) throw new Error('no ' + name);
    }
  };
  if (${library}) {
    link.runtime({
      stackSave: () => exports.emscripten_stack_get_current(),
      stackRestore: (address) => exports._emscripten_stack_restore(address),
      table: () => wasmTable,
      ${mirror ? 'setTableEntry: (index, func) => { wasmTable.set(index, func); mirrored[index] = wasmTable.get(index); },' : ''}
      callMain: (args) => {
        const status = (() => {
          try {
            return exports.main(args.length, 0);
          } catch (error) {
            if (error instanceof ExitStatus) return error.status;
            quit(1, error);
          }
        })();
        try { exit(status); } catch (error) { if (!(error instanceof ExitStatus)) throw error; }
        return status;
      },
      exceptionMessage: (error) => {
        if (error instanceof CppException) return ['std::runtime_error', text(error.excPtr)];
        if (!${throws === 'wasm'} || !(error instanceof WebAssembly.Exception) || !error.is(exports.cpp)) return null;
        return ['std::runtime_error', text(error.getArg(exports.cpp, 0))];
      },
      tags: () => (${throws === 'wasm'} ? [exports.cpp] : []),
      throwsJavaScript: ${throws === 'javascript'},
      isLongjmp: (error) => error === 'longjmp',
      releaseException: () => { Module.released += 1; },
      asyncify: ${asyncify},
    });
    linkImports(true);
  }
  if (${memory === 'after'}) initMemory();
  if (${library}) linkImports(false);
  env.memory = wasmMemory;
  for (const run of [Module.preInit ?? []].flat()) run(Module);

  exports = await new Promise((resolve, reject) => {
    try {
      Module.instantiateWasm({ env, wasi_snapshot_preview1: env }, (instance) => resolve(instance.exports));
    } catch (error) {
      reject(error);
    }
  });
  wasmMemory = exports.memory ?? wasmMemory;
  wasmTable = exports.__indirect_function_table;
  Module.asm = exports;
  for (const run of [Module.preRun ?? []].flat()) run(Module);
  Module.log?.push('constructors');
  exports.__wasm_call_ctors?.();
  Module.onRuntimeInitialized?.();
  return Module;
}
`;
}
