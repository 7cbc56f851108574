// Which adapter starts which kind of module. A new kind is a folder or file and one line here.
import { BINDGEN_ADAPTER } from './bindgen.mjs';
import { DOTNET_ADAPTER } from './dotnet/dotnet.mjs';
import { completeEmscripten, fetchEmscripten, startEmscripten } from './emscripten.mjs';
import { JAVASCRIPT_ADAPTER } from './javascript.mjs';
import { WASM_ADAPTER } from './wasm/wasm.mjs';
import { BINDGEN, DOTNET, JAVASCRIPT, WASM } from '../parts.mjs';

/**
 * Adapters by the manifest's "kind".
 *
 * - fetch(program, record, context): fetches and checks what the module has beside its wasm file; resolves to a function
 *   that imports JavaScript and resolves to more members of record.files.
 * - start({ program, record, instance, link, args }) begins a module and returns { imports, finish, ready }: imports, a
 *   promise of its own import object; finish(wasm, compiled) lets constructors run; ready, a promise of what it offers to
 *   JavaScript. With `instantiate`, which resolves to { exports }, the module brings its own instance.
 * - complete(instance) finds its runtime functions. An instance without stackSave has no stack that guards must keep.
 * - check(entry, manifest, problem), optional, checks what the manifest says of such modules in place of their files.
 * - appPart(program), optional: what the app offers to its user under the kind's name.
 * @type {Readonly<Record<string, { fetch: Function, start: Function, complete: Function, check?: Function,
 *   appPart?: Function }>>}
 */
export const ADAPTERS = Object.freeze({
  emscripten: { fetch: fetchEmscripten, start: startEmscripten, complete: completeEmscripten },
  ...(DOTNET ? { dotnet: DOTNET_ADAPTER } : {}),
  ...(WASM ? { wasm: WASM_ADAPTER } : {}),
  ...(JAVASCRIPT ? { javascript: JAVASCRIPT_ADAPTER } : {}),
  ...(BINDGEN ? { bindgen: BINDGEN_ADAPTER } : {}),
});
