// Functions of the loader as imports of modules whose makers know it by its headers only: under the names of memory.h
// and rb.h.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES } from '../memory/helpers.mjs';
import { lateFunction } from '../wasm/late_functions.mjs';
import { importFor } from '../app/module_link.mjs';

/**
 * The functions of accessors and bridges that a file imports from "env", as <module>_<field>, and rbBridge.
 * @param {Program} program the app
 * @param {ModuleInstance} instance that imports them
 * @param {{ imports: Array<{ module: string, name: string, kind: string }> }} file
 * @returns {Record<string, Function>} by name
 * @throws {WasmPseudoLinkError} ACCESS_REFUSED
 */
export function helperImports(program, instance, { imports }) {
  /** @type {Record<string, Function>} */
  const found = {};
  const signatures = { ...ACCESSOR_SIGNATURES, ...BRIDGE_SIGNATURES };
  const fields = Object.keys(signatures);
  for (const { module, name, kind } of imports) {
    if (module !== 'env' || kind !== 'function') continue;
    const field = fields.find((each) => name.endsWith(`_${each}`));
    if (name === 'rbBridge') found[name] = earlyImport(program, instance, '', name);
    if (!field) continue;
    const other = name.slice(0, -field.length - 1);
    if (other === 'main' || program.records.has(other))
      found[name] = helperFor(program, instance, { other, field, signature: signatures[field] });
  }
  return found;
}

/**
 * importFor() for an instance that has its memory only later: it finds something at once.
 * @param {Program} program
 * @param {ModuleInstance} instance
 * @param {string} other
 * @param {string} field
 */
function earlyImport(program, instance, other, field) {
  return /** @type {Function} */ (importFor(program, instance, other, field, true));
}

/**
 * Where one of the two memories comes only when its module is instantiated, the function is found at its first call.
 * @param {Program} program
 * @param {ModuleInstance} instance
 * @param {{ other: string, field: string, signature: string }} what
 */
function helperFor(program, instance, { other, field, signature }) {
  const find = () => earlyImport(program, instance, other, field);
  const found = find(); // or an error of its access mode
  const record = program.record(other);
  const isThere = instance.memory && record.instance?.memory;
  return isThere || record.entry.lazy ? found : lateFunction(signature, find);
}
