// A main module without wasm: JavaScript is main. The loader makes its memory and table, which sides reach.
/** @import { Instantiated, ModuleExports, ModuleInstance } from '../app/module_instance.mjs' */
/** @import { Adapter } from './adapters.mjs' */
import { dictionary } from '../base/dictionary.mjs';
import { checkFunction, javaScriptThunk } from '../functions/lend_javascript.mjs';
import { createMemory } from '../memory/memories.mjs';
import { MANIFESTS } from '../base/parts.mjs';
import { splitName } from '../base/signatures.mjs';

/** @type {Adapter['start']} */
function startJavaScript({ record, instance, args }) {
  const { exports, signatures } = offeredFunctions(record.name, args.functions ?? {});
  instance.offerExports(signatures);
  if (!instance.memory) instance.useMemory(createMemory(record.entry)); // there is no glue that could make it
  return {
    imports: Promise.resolve({}),
    instantiate: async () => ({ exports }),
    complete: () => completeJavaScript(instance, exports),
    finish() {},
    ready: Promise.resolve(Object.freeze({})),
  };
}

/**
 * The functions that sides find in main by name, given as { "name:signature": function }.
 * @param {string} module
 * @param {Record<string, Function>} functions checked with the options
 */
function offeredFunctions(module, functions) {
  /** @type {ModuleExports} */
  const exports = dictionary();
  /** @type {Record<string, string | null>} */
  const signatures = dictionary();
  for (const [text, func] of Object.entries(functions)) {
    const { name, signature } = splitName(text);
    checkFunction(module, func, signature ?? `${text}:`); // a name of one letter would be a signature
    exports[name] = javaScriptThunk(/** @type {string} */ (signature), func);
    signatures[name] = signature;
  }
  return { exports, signatures };
}

/**
 * @param {ModuleInstance} instance
 * @param {ModuleExports} exports
 * @returns {Instantiated}
 */
function completeJavaScript({ memory }, exports) {
  // Entry 0 stays empty: it is the null pointer.
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
  const runtime = { stackSave: () => 0, stackRestore: () => {}, table: () => table };
  return { exports, memory, stackSave: null, runtime };
}

/**
 * The rules for its entry in the manifest.
 * @type {NonNullable<Adapter['check']>}
 */
function checkJavaScriptEntry(entry, manifest, problem) {
  if (entry.role !== 'main') problem('a module of JavaScript can only be main');
  if (entry.variants.length > 0) problem('"variants" of a JavaScript main must be empty');
  if (!entry.memory.imported) problem('"memory.imported" of a JavaScript main must be true');
  if (Object.keys(entry.exports).length > 0) problem('"exports" of a JavaScript main must be empty');
}

/**
 * The adapter of kind "javascript"; see ADAPTERS.
 * @type {Readonly<Adapter>}
 */
export const JAVASCRIPT_ADAPTER = /* @__PURE__ */ Object.freeze({
  fetch: async () => async () => ({}),
  start: startJavaScript,
  ...(MANIFESTS ? { check: checkJavaScriptEntry } : {}),
});
