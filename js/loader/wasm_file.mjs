// One module as it lies in a compiled file: the whole file, or its part of a fused one, where names have a prefix.
import { WasmPseudoLinkError } from './errors.mjs';
import { FUSED, NAMES } from './parts.mjs';

/**
 * What a module imports and exports by its own names, wherever it lies.
 * @param {WebAssembly.Module} compiled
 * @param {string} [prefix] of a fused file's names that belong to the module: "sorter:"
 * @returns {{ compiled: WebAssembly.Module, prefix: string, imports: Array<{ module: string, name: string, kind: string }>,
 *   exports: Array<{ name: string, kind: string }> }}
 */
export function describeFile(compiled, prefix = '') {
  const own = (key) => (item) => item[key].startsWith(prefix);
  const plain = (key) => (item) => ({ ...item, [key]: item[key].slice(prefix.length) });
  return {
    compiled,
    prefix,
    imports: WebAssembly.Module.imports(compiled).filter(own('module')).map(plain('module')),
    exports: WebAssembly.Module.exports(compiled).filter(own('name')).map(plain('name')),
  };
}

/**
 * The same of a module that has no wasm file of its own: what its manifest entry says.
 * @param {{ exports: Record<string, string> }} entry the module's entry in the manifest
 * @returns {object}
 */
export function describeNoFile({ exports }) {
  const functions = Object.keys(exports).map((name) => ({ name, kind: 'function' }));
  return { compiled: null, prefix: '', imports: [], exports: functions, variant: 'portable', memories: [] };
}

/**
 * A module's view of its instance, as glue expects it: it has internal functions too, which the fused file may not have.
 * @param {WebAssembly.Instance} wasm
 * @param {{ files: { prefix: string, exports: Array<{ name: string }> }, entry: object }} record
 * @returns {{ exports: Record<string, unknown> }}
 */
export function ownInstance(wasm, { files: { prefix, exports }, entry }) {
  if (!FUSED || prefix === '') return wasm;
  const absent = (entry.internal ?? []).map((name) => [name, () => refuseInternal(entry, name)]);
  const present = exports.map(({ name }) => [name, wasm.exports[prefix + name]]);
  return { exports: Object.freeze(Object.fromEntries([...absent, ...present])) };
}

/** @throws {WasmPseudoLinkError} UNKNOWN_SYMBOL: a function of a FUSE_INTERNAL side is asked for at run time */
export function refuseInternal({ name: module }, name) {
  throw new WasmPseudoLinkError(
    'UNKNOWN_SYMBOL',
    module,
    `"${name}" is internal: only modules of the fused file call it`,
    `leave ${module} out of FUSE_INTERNAL`,
  );
}

/**
 * What an export is called in the module's file: vendors' tools shorten names.
 * @param {{ names?: Record<string, string> }} entry the module's entry in the manifest
 * @param {string} name as everybody else calls it
 * @returns {string}
 */
export function nameInFile({ names }, name) {
  return NAMES ? (names?.[name] ?? name) : name;
}

/**
 * The exports of an instance by the names that everybody else uses.
 * @param {{ names?: Record<string, string>, exports: Record<string, string | null> }} entry the module's entry in the
 *   manifest; what "exports" has besides keeps its name in the file: malloc may be wpl_malloc too
 * @param {Record<string, unknown>} exports as the file has them
 * @returns {Record<string, unknown>} by readable names where there are some; the same object if the entry has none
 */
export function namedExports({ names, exports: listed }, exports) {
  if (!NAMES || !names) return exports;
  const hidden = new Set(Object.values(names).filter((field) => !Object.hasOwn(listed, field)));
  const others = Object.entries(exports).filter(([field]) => !hidden.has(field));
  const named = Object.entries(names).map(([name, inFile]) => [name, exports[inFile]]);
  return Object.freeze(Object.fromEntries([...others, ...named]));
}
