// The exports of an open C# side, for modules and for JavaScript.
import { getOrMake } from '../../get_or_make.mjs';
import { tellCaller } from '../../guard.mjs';
import { DotnetException } from './dotnet_exception.mjs';
import { checkExports } from './export_check.mjs';
import { compileExports } from './export_thunks.mjs';

/**
 * Opens a side in the runtime and makes its exports.
 * @param {object} app DotnetApp, its runtime started
 * @param {object} entry of the side in the manifest
 * @param {object} instance of the side; gets its functions for other modules (exportsFor)
 * @returns {Record<string, Function>} its functions for guards and JavaScript, which throw what C# threw
 * @throws {WasmPseudoLinkError} ABI_MISMATCH, IMPORTS_UNRESOLVED
 */
export function openExports(app, entry, instance) {
  const { runtime } = app;
  const side = checkExports(entry, runtime.interop);
  const method = runtime.calls === 'raw' ? 2 : 3;
  const compiled = compileExports(side.exports.map((item) => ({ signature: item[1], method: item[method] })));
  const names = side.exports.map(([name]) => name);
  const outer = new WebAssembly.Global({ value: 'i32', mutable: true }, 0);
  app.join(instance, () => outer.value >>> 0 > runtime.stackSave() >>> 0);
  const make = (failed, forget) => instantiateExports(compiled, names, runtime, outer, failed, forget);
  const textAt = (address, size) => readText(runtime.memory, address, size);

  const callers = new Map(); // calling instance -> functions
  instance.exportsFor = (caller) => {
    const failed = (place, address, size) =>
      tellCaller(caller, `${entry.name}.${names[place]} threw ${textAt(address, size)}`);
    return getOrMake(callers, caller, () => make(failed, () => forgetFailure(caller)));
  };
  instance.onForget = (gone) => callers.delete(gone);

  return make(
    (place, address, size) => {
      throw new DotnetException(textAt(address, size));
    },
    () => {},
  );
}

function instantiateExports(compiled, names, runtime, outer, failed, forget) {
  const { memory, stackSave: save, stackAlloc: alloc, stackRestore: restore } = runtime;
  const invoke = runtime.calls === 'raw' ? runtime.invokeRaw : runtime.interop.InvokeExport;
  const h = { memory, save, alloc, restore, invoke, failed, forget, outer };
  const { exports } = new WebAssembly.Instance(compiled, { h });
  return Object.freeze(Object.fromEntries(names.map((name, index) => [name, exports[index]])));
}

function forgetFailure(caller) {
  caller.callError = caller.lastCallError = '';
}

function readText(memory, address, size) {
  return new TextDecoder().decode(new Uint8Array(memory.buffer, address >>> 0, size >>> 0));
}
