// Starts the .NET runtime by its public options; nothing of it is patched.
/** @import { ModuleArguments } from '../../index.d.ts' */
/** @import { RuntimeFiles } from './runtime_files.mjs' */
import { WasmPseudoLinkError, textOf } from '../../base/errors.mjs';

/**
 * Functions of the C# library (dotnet/WasmPseudoLink/Interop.cs); OpenSide returns JSON.
 * @typedef {object} Interop
 * @property {(name: string) => string} OpenSide
 * @property {(handle: number, rbBridge: number) => void} Attach
 * @property {() => void} Detach
 * @property {(index: number, block: number) => void} InvokeExport
 */

/** @typedef {any} DotnetApi an object of the runtime's own, which each version of .NET types by itself */

/**
 * What the loader uses of a runtime.
 * @typedef {object} DotnetRuntime
 * @property {DotnetApi} api
 * @property {Interop} interop
 * @property {WebAssembly.Memory} memory
 * @property {WebAssembly.Table} table
 * @property {() => number} stackSave
 * @property {(size: number) => number} stackAlloc
 * @property {(address: number) => void} stackRestore
 * @property {'raw' | 'jsexport'} calls
 * @property {((method: number, block: number) => void) | undefined} invokeRaw
 */

/** The C# library that every C# side is built against. */
const LIBRARY = 'WasmPseudoLink';

/**
 * Starts the runtime and runs the host's Main, which names the C# sides.
 * @param {RuntimeFiles} files
 * @param {ModuleArguments[]} args the user's arguments for C# sides
 * @param {(why: string) => void} onEnd called if the runtime ends
 * @returns {Promise<DotnetRuntime>}
 * @throws {WasmPseudoLinkError} DOTNET_FAILED, FILE_MISSING, FILE_DAMAGED, ABI_MISMATCH
 */
export async function startRuntime(files, args, onEnd) {
  /** @type {unknown[]} */
  const problems = [];
  /** @type {(type: string, name: string) => string | Promise<Response> | undefined} */
  const give = (type, name) => {
    const given = files.give(name);
    if (given instanceof Promise) given.catch((error) => problems.push(error));
    return given;
  };
  try {
    const builder = (await files.import()).withResourceLoader(give).withModuleConfig({
      onAbort: (/** @type {unknown} */ what) => onEnd(`the .NET runtime was aborted (${textOf(what)})`),
      onExit: (/** @type {number} */ status) => onEnd(`the .NET runtime has ended with status ${status}`),
    });
    for (const { configureRuntime } of args) configureRuntime?.(builder);
    const api = await builder.create();
    files.forget();
    await api.runMain(api.getConfig().mainAssemblyName, []); // version 8 wants both
    const forced = args.find(({ callBy }) => callBy)?.callBy;
    return describeRuntime(api, (await api.getAssemblyExports(LIBRARY))?.[LIBRARY]?.Interop, forced);
  } catch (error) {
    files.dropBuilder();
    if (problems.length > 0) throw problems[0];
    if (error instanceof WasmPseudoLinkError) throw error;
    throw new WasmPseudoLinkError(
      'DOTNET_FAILED',
      '',
      `the .NET runtime could not be started (${textOf(error)})`,
      'look at the cause and at what the runtime printed',
      { cause: error },
    );
  }
}

/**
 * What the loader uses of a runtime: its wasm exports by the names of its version, and the C# library's functions.
 * Versions 8 to 10 export stackSave, stackAlloc and stackRestore, 11 Emscripten's newer names; 8 has its exports in
 * `asm`. mono_wasm_invoke_jsexport calls any static method that takes a pointer, in a third of the time of a
 * [JSExport].
 * @param {DotnetApi} api
 * @param {Interop | undefined} interop undefined: the host has another C# library, or none
 * @param {'raw' | 'jsexport' | undefined} forced
 * @returns {DotnetRuntime}
 */
function describeRuntime(api, interop, forced) {
  const wasm = api.Module.wasmExports ?? api.Module.asm;
  if (!interop?.OpenSide)
    throw new WasmPseudoLinkError(
      'ABI_MISMATCH',
      '',
      `the .NET host has no ${LIBRARY}.Interop`,
      'build C# sides by add_wasm_dotnet_side_module() of this version',
    );
  const raw = wasm.mono_wasm_invoke_jsexport;
  return {
    api,
    interop,
    memory: wasm.memory,
    table: wasm.__indirect_function_table,
    stackSave: wasm.stackSave ?? wasm.emscripten_stack_get_current,
    stackAlloc: wasm.stackAlloc ?? wasm._emscripten_stack_alloc,
    stackRestore: wasm.stackRestore ?? wasm._emscripten_stack_restore,
    calls: typeof raw === 'function' ? (forced ?? 'raw') : 'jsexport',
    invokeRaw: raw,
  };
}
