// Which adapter starts which kind of module. A new kind is a folder or file and one line here.
/** @import { Program, ModuleRecord, StartedRecord, VariantFile } from '../app/program.mjs' */
/** @import { ModuleExports, ModuleInstance, Instantiated } from '../app/module_instance.mjs' */
/** @import { Link } from '../app/module_link.mjs' */
/** @import { FetchContext } from '../load/fetch_modules.mjs' */
/** @import { Check } from '../manifest/manifest.mjs' */
/** @import { ModuleArguments } from '../index.d.ts' */
import { BINDGEN_ADAPTER } from './bindgen.mjs';
import { DOTNET_ADAPTER } from './dotnet/dotnet.mjs';
import { fetchEmscripten, startEmscripten } from './emscripten.mjs';
import { JAVASCRIPT_ADAPTER } from './javascript.mjs';
import { WASM_ADAPTER } from './wasm/wasm.mjs';
import { BINDGEN, DOTNET, JAVASCRIPT, WASM } from '../base/parts.mjs';

/**
 * What an adapter is given to begin a module.
 * @typedef {object} StartArguments
 * @property {Program} program
 * @property {StartedRecord} record
 * @property {ModuleInstance} instance
 * @property {Link} link
 * @property {ModuleArguments} args
 * @property {AbortSignal} stop fires when this module or another that starts with it has failed
 */

/**
 * A module that has begun.
 * @typedef {object} Start
 * @property {Promise<WebAssembly.Imports>} imports its own import object
 * @property {(imports: WebAssembly.Imports) => Promise<{ exports: ModuleExports }>} [instantiate] for a module that
 *   brings its own instance
 * @property {(exports: ModuleExports) => Instantiated} complete finds in the exports, as its file has them, what the
 *   loader wants to know
 * @property {(wasm: { exports: ModuleExports }, compiled: WebAssembly.Module) => void} finish lets constructors run
 * @property {Promise<unknown>} ready what it offers to JavaScript
 */

/**
 * What is particular to one kind of modules.
 * @typedef {object} Adapter
 * @property {(program: Program, record: ModuleRecord, context: FetchContext) => Promise<() =>
 *   Promise<Partial<VariantFile>>>} fetch fetches and checks what the module has beside its wasm file; resolves to a
 *   function that imports JavaScript and resolves to more members of record.files
 * @property {(start: StartArguments) => Start} start begins a module
 * @property {Check} [check] checks what the manifest says of such modules in place of their files
 * @property {(program: Program) => object} [appPart] what the app offers to its user under the kind's name
 */

/**
 * Adapters by the manifest's "kind".
 * @type {Readonly<Record<string, Adapter>>}
 */
export const ADAPTERS = Object.freeze({
  emscripten: { fetch: fetchEmscripten, start: startEmscripten },
  ...(DOTNET ? { dotnet: DOTNET_ADAPTER } : {}),
  ...(WASM ? { wasm: WASM_ADAPTER } : {}),
  ...(JAVASCRIPT ? { javascript: JAVASCRIPT_ADAPTER } : {}),
  ...(BINDGEN ? { bindgen: BINDGEN_ADAPTER } : {}),
});
