// A main module without wasm: JavaScript is main. The loader makes its memory and table, which sides reach as any main's.
import { WasmPseudoLinkError } from '../errors.mjs';
import { checkFunction, javaScriptThunk } from '../lend_javascript.mjs';
import { createMemory } from '../memories.mjs';
import { splitName } from '../signatures.mjs';
import { isObject } from '../type_checks.mjs';

function startJavaScript({ record, instance, args }) {
  const { exports, signatures } = offeredFunctions(record.name, args.functions ?? {});
  instance.entry = { ...record.entry, exports: signatures };
  instance.handleExports = Object.freeze({}); // JavaScript calls its own functions by itself
  instance.memory ??= createMemory(record.entry); // there is no glue that could make it
  return {
    imports: Promise.resolve({}),
    instantiate: async () => ({ exports }),
    finish() {},
    ready: Promise.resolve(Object.freeze({})),
  };
}

/** The functions that sides find in main by name, given as { "name:signature": function }. */
function offeredFunctions(module, functions) {
  if (!isObject(functions))
    throw new WasmPseudoLinkError('BAD_OPTION', module, 'its functions are no object', 'pass { "name:vii": (a, b) => {} }');
  const exports = {};
  const signatures = {};
  for (const [text, func] of Object.entries(functions)) {
    const { name, signature } = splitName(text);
    checkFunction(module, func, signature ?? `${text}:`); // a name of one letter would be a signature
    exports[name] = javaScriptThunk(signature, func);
    signatures[name] = signature;
  }
  return { exports, signatures };
}

function completeJavaScript(instance) {
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 }); // entry 0 stays empty: it is the null pointer
  instance.runtime = { stackSave: () => 0, stackRestore: () => {}, table: () => table };
}

/** The rules for its entry in the manifest. */
function checkJavaScriptEntry(entry, manifest, problem) {
  if (entry.role !== 'main') problem('a module of JavaScript can only be main');
  if (!Array.isArray(entry.variants) || entry.variants.length > 0) problem('"variants" of a JavaScript main is no empty list');
  if (entry.memory?.imported === false) problem('"memory.imported" of a JavaScript main is not true');
  if (isObject(entry.exports) && Object.keys(entry.exports).length > 0) problem('"exports" of a JavaScript main is not empty');
}

/**
 * The adapter of kind "javascript"; see ADAPTERS.
 * @type {Readonly<Record<string, Function>>}
 */
export const JAVASCRIPT_ADAPTER = /* @__PURE__ */ Object.freeze({
  fetch: async () => async () => ({}),
  start: startJavaScript,
  complete: completeJavaScript,
  check: checkJavaScriptEntry,
});
