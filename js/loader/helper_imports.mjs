// Functions of the loader as imports of modules whose makers know it by its headers only: under the names of memory.h and rb.h.
import { ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES } from './helpers.mjs';
import { lateFunction } from './late_functions.mjs';
import { importFor } from './module_link.mjs';

/**
 * The functions of accessors and bridges that a file imports from "env", as <module>_<field>, and rbBridge.
 * @param {object} program the app
 * @param {object} instance that imports them
 * @param {{ imports: Array<{ module: string, name: string, kind: string }> }} file
 * @returns {Record<string, Function>} by name
 * @throws {WasmPseudoLinkError} ACCESS_REFUSED
 */
export function helperImports(program, instance, { imports }) {
  const found = {};
  const signatures = { ...ACCESSOR_SIGNATURES, ...BRIDGE_SIGNATURES };
  const fields = Object.keys(signatures);
  for (const { module, name, kind } of imports) {
    if (module !== 'env' || kind !== 'function') continue;
    const field = fields.find((each) => name.endsWith(`_${each}`));
    const other = field && name.slice(0, -field.length - 1);
    if (name === 'rbBridge') found[name] = importFor(program, instance, '', name, true);
    else if (other === 'main' || program.records.has(other))
      found[name] = helperFor(program, instance, { other, field, signature: signatures[field] });
  }
  return found;
}

/** Where one of the two memories comes only when its module is instantiated, the function is found at its first call. */
function helperFor(program, instance, { other, field, signature }) {
  const find = () => importFor(program, instance, other, field, true);
  const found = find(); // or an error of its access mode
  const record = program.record(other);
  const isThere = instance.memory && record.instance?.memory;
  return isThere || record.entry.lazy ? found : lateFunction(signature, find);
}
