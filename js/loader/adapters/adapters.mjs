// Which adapter starts which kind of module. A new kind is one file and one line here.
import { completeEmscripten, startEmscripten } from './emscripten.mjs';

/**
 * Adapters by the manifest's "kind": start(...) begins a module, complete(instance) finds its runtime functions.
 * @type {Readonly<Record<string, { start: Function, complete: Function }>>}
 */
export const ADAPTERS = Object.freeze({
  emscripten: { start: startEmscripten, complete: completeEmscripten },
});
