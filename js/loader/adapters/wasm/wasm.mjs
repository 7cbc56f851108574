// Modules that the loader starts by itself: plain clang, Rust, AssemblyScript, WASI. They come without JavaScript.
/** @import { Adapter } from '../adapters.mjs' */
import { fetchImportScripts } from './import_scripts.mjs';
import { startWasm } from './start.mjs';
import { fetchWasi } from './wasi.mjs';

/**
 * What such a module has beside its wasm file: the user's import scripts, and a shim for WASI.
 * @type {Adapter['fetch']}
 */
async function fetchWasm(program, { entry }, context) {
  const [importScripts, importWasi] = await Promise.all([
    fetchImportScripts(entry, context),
    fetchWasi(entry, context),
  ]);
  return async () => {
    const [scripts, wasi] = await Promise.all([importScripts(), importWasi()]);
    return { scripts, wasi };
  };
}

/**
 * The adapter of kind "wasm"; see ADAPTERS.
 * @type {Readonly<Adapter>}
 */
export const WASM_ADAPTER = /* @__PURE__ */ Object.freeze({
  fetch: fetchWasm,
  start: startWasm,
});
