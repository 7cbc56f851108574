// Import scripts: the user's own JavaScript for imports that nobody else satisfies.
/** @import { ModuleInstance } from '../../app/module_instance.mjs' */
/** @import { FetchContext } from '../../load/fetch_modules.mjs' */
/** @import { ManifestEntry } from '../../manifest/manifest.mjs' */
import { dictionary } from '../../base/dictionary.mjs';
import { WasmPseudoLinkError, textOf } from '../../base/errors.mjs';
import { checkScript, importScript } from '../../files/files.mjs';
import { isObject } from '../../base/predicates.mjs';

const REMEDY = 'let its default export be a function (side) => ({ name() { ... } })';

/**
 * Fetches and checks the import scripts of a module.
 * @param {ManifestEntry} entry the module's entry in the manifest
 * @param {FetchContext} context
 * @returns {Promise<() => Promise<Record<string, Function>>>} imports them; resolves to functions by import module
 */
export async function fetchImportScripts({ importScripts = {} }, context) {
  const scripts = Object.entries(importScripts);
  for (const [, file] of scripts) context.progress.expect(file.bytes);
  const addresses = await Promise.all(scripts.map(([, file]) => checkScript(file, context)));
  return async () => {
    const imported = await Promise.all(addresses.map((address) => importFunction(address, context.module)));
    return dictionary(scripts.map(([module], index) => [module, imported[index]]));
  };
}

/**
 * @param {string} address
 * @param {string} module
 * @returns {Promise<Function>}
 */
async function importFunction(address, module) {
  const script = await importScript(address, module, REMEDY);
  if (typeof script.default === 'function') return script.default;
  throw failed(module, `${address} has no function as default export`);
}

/**
 * Calls the import scripts of a module that is about to be instantiated.
 * @param {ModuleInstance} instance
 * @param {Record<string, Function>} scripts functions by import module
 * @returns {WebAssembly.Imports} what they return, by import module
 * @throws {WasmPseudoLinkError} GLUE_FAILED
 */
export function callImportScripts(instance, scripts) {
  const side = scriptView(instance);
  /** @type {Array<[string, WebAssembly.ModuleImports]>} */
  const given = Object.entries(scripts).map(([module, script]) => [module, callScript(instance, side, module, script)]);
  return dictionary(given);
}

/**
 * @param {ModuleInstance} instance
 * @param {object} side
 * @param {string} module
 * @param {Function} script
 * @returns {WebAssembly.ModuleImports}
 */
function callScript(instance, side, module, script) {
  let imports;
  try {
    imports = script(side);
  } catch (cause) {
    if (cause instanceof WasmPseudoLinkError) throw cause;
    throw failed(instance.name, `its import script for "${module}" threw ${textOf(cause)}`, cause);
  }
  if (isObject(imports) && !(imports instanceof Promise)) return imports;
  throw failed(instance.name, `its import script for "${module}" returned no object of imports`);
}

/**
 * What a script sees of its module: more and more of it while it starts.
 * @param {ModuleInstance} instance
 */
function scriptView(instance) {
  return Object.freeze({
    name: instance.name,
    get memory() {
      return instance.requireMemory();
    },
    get exports() {
      if (instance.exports) return instance.exports;
      throw new WasmPseudoLinkError(
        'NOT_READY',
        instance.name,
        'its exports are not there yet',
        'reach them when a function of the import script is called, and not before',
      );
    },
  });
}

/** @type {(module: string, what: string, cause?: unknown) => WasmPseudoLinkError} */
const failed = (module, what, cause) => new WasmPseudoLinkError('GLUE_FAILED', module, what, REMEDY, { cause });
