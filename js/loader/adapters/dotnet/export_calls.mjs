// The exports of an open C# side, for modules and for JavaScript.
/** @import { Instantiated, ModuleInstance } from '../../app/module_instance.mjs' */
/** @import { ManifestEntry } from '../../manifest/manifest.mjs' */
/** @import { DotnetApp } from './dotnet_app.mjs' */
/** @import { DotnetRuntime } from './runtime_start.mjs' */
import { getOrCreate } from '../../base/lazy_map.mjs';
import { DotnetException } from './dotnet_exception.mjs';
import { checkExports } from './export_check.mjs';
import { compileExports } from './export_thunks.mjs';

/**
 * What becomes of an exception: its export's place in the side, and address and size of its text.
 * @typedef {(place: number, address: number, size: number) => void} Failed
 */

/**
 * Opens a side in the runtime and makes its exports.
 * @param {DotnetApp} app its runtime started
 * @param {ManifestEntry} entry of the side in the manifest
 * @param {ModuleInstance} instance of the side; gets its functions for other modules (exportsFor)
 * @returns {Instantiated} its exports are for guards and JavaScript, and throw what C# threw
 * @throws {WasmPseudoLinkError} ABI_MISMATCH, IMPORTS_UNRESOLVED
 */
export function openExports(app, entry, instance) {
  const { runtime } = app;
  const side = checkExports(entry, runtime.interop);
  const method = runtime.calls === 'raw' ? 2 : 3;
  const compiled = compileExports(side.exports.map((item) => ({ signature: item[1], method: item[method] })));
  const names = side.exports.map(([name]) => name);
  const outer = new WebAssembly.Global({ value: 'i32', mutable: true }, 0);
  const joined = app.join(instance, () => outer.value >>> 0 > runtime.stackSave() >>> 0);
  /** @type {(failed: Failed, forget: () => void) => ReturnType<typeof instantiateExports>} */
  const make = (failed, forget) => instantiateExports(compiled, names, runtime, outer, failed, forget);
  /** @type {(address: number, size: number) => string} */
  const textAt = (address, size) => readText(runtime.memory, address, size);

  /** @type {Map<ModuleInstance, ReturnType<typeof instantiateExports>>} by calling instance */
  const callers = new Map();
  instance.offerExportsByCaller((caller) => {
    /** @type {Failed} */
    const failed = (place, address, size) =>
      caller.reportCallError(`${entry.name}.${names[place]} threw ${textAt(address, size)}`);
    return getOrCreate(callers, caller, () => make(failed, () => caller.clearCallError()));
  });
  instance.whenOtherCloses((gone) => callers.delete(gone));

  const exports = make(
    (place, address, size) => {
      throw new DotnetException(textAt(address, size));
    },
    () => {},
  );
  return { ...joined, exports };
}

/**
 * @param {WebAssembly.Module} compiled
 * @param {string[]} names
 * @param {DotnetRuntime} runtime
 * @param {WebAssembly.Global} outer
 * @param {Failed} failed
 * @param {() => void} forget
 * @returns {Readonly<Record<string, Function>>}
 */
function instantiateExports(compiled, names, runtime, outer, failed, forget) {
  const { memory, stackSave: save, stackAlloc: alloc, stackRestore: restore } = runtime;
  const invoke = /** @type {Function} */ (runtime.calls === 'raw' ? runtime.invokeRaw : runtime.interop.InvokeExport);
  const h = { memory, save, alloc, restore, invoke, failed, forget, outer };
  const { exports } = new WebAssembly.Instance(compiled, { h });
  return Object.freeze(
    Object.fromEntries(names.map((name, index) => [name, /** @type {Function} */ (exports[index])])),
  );
}

/**
 * @param {WebAssembly.Memory} memory
 * @param {number} address
 * @param {number} size
 */
function readText(memory, address, size) {
  return new TextDecoder().decode(new Uint8Array(memory.buffer, address >>> 0, size >>> 0));
}
