// One module as it lies in a compiled file: the whole file, or its part of a fused one, where names have a prefix.
/** @import { VariantFile } from '../app/program.mjs' */
/** @import { ManifestEntry } from '../manifest/manifest.mjs' */
import { dictionary } from '../base/dictionary.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { FUSED, NAMES, WASM } from '../base/parts.mjs';

/** @typedef {Pick<VariantFile, 'compiled' | 'prefix' | 'imports' | 'exports'>} FileDescription */

/**
 * What a module imports and exports by its own names, wherever it lies.
 * @param {WebAssembly.Module} compiled
 * @param {string} [prefix] of a fused file's names that belong to the module: "sorter:"
 * @returns {FileDescription}
 */
export function describeFile(compiled, prefix = '') {
  /** @param {string} name */
  const isOwn = (name) => name.startsWith(prefix);
  /** @param {string} name */
  const plain = (name) => name.slice(prefix.length);
  return {
    compiled,
    prefix,
    imports: WebAssembly.Module.imports(compiled)
      .filter(({ module }) => isOwn(module))
      .map((item) => ({ ...item, module: plain(item.module) })),
    exports: WebAssembly.Module.exports(compiled)
      .filter(({ name }) => isOwn(name))
      .map((item) => ({ ...item, name: plain(item.name) })),
  };
}

/** Import module of the memories of other modules in a direct file; the field is the other module's name. */
export const MEMORY_MODULE = 'wpl:memory';

/**
 * @param {{ memoryName?: string }} entry a module's entry in the manifest
 * @param {{ kind: string, name: string, module?: string }} item import or export of its file
 * @returns {boolean} whether it is the module's own memory, rather than one of another module or a second one
 */
export function isOwnMemory({ memoryName }, { kind, name, module }) {
  if (kind !== 'memory' || module === MEMORY_MODULE) return false;
  return !WASM || (memoryName ?? name) === name;
}

/**
 * The same of a module that has no wasm file of its own: what its manifest entry says.
 * @param {Pick<ManifestEntry, 'exports'>} entry the module's entry in the manifest
 * @returns {VariantFile}
 */
export function describeNoFile({ exports }) {
  const functions = Object.keys(exports).map((name) => ({ name, kind: 'function' }));
  return { compiled: null, prefix: '', imports: [], exports: functions, variant: 'portable', memories: [] };
}

/**
 * A module's view of its instance, as glue expects it: it has internal functions too, which the fused file may not
 * have.
 * @param {WebAssembly.Instance} wasm
 * @param {{ files: FileDescription, entry: ManifestEntry }} record
 * @returns {{ exports: Record<string, unknown> }}
 */
export function ownInstance(wasm, { files: { prefix, exports }, entry }) {
  if (!FUSED || prefix === '') return wasm;
  /** @type {Array<[string, unknown]>} */
  const absent = (entry.internal ?? []).map((name) => [name, () => refuseInternal(entry, name)]);
  /** @type {Array<[string, unknown]>} */
  const present = exports.map(({ name }) => [name, wasm.exports[prefix + name]]);
  return { exports: Object.freeze(dictionary([...absent, ...present])) };
}

/**
 * @param {{ name: string }} entry of the side in the manifest
 * @param {string} name
 * @returns {never}
 * @throws {WasmPseudoLinkError} UNKNOWN_SYMBOL: a function of a FUSE_INTERNAL side is asked for at run time
 */
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
  return NAMES && names && Object.hasOwn(names, name) ? names[name] : name;
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
  /** @type {Array<[string, unknown]>} */
  const named = Object.entries(names).map(([name, inFile]) => [name, exports[inFile]]);
  return Object.freeze(dictionary([...others, ...named]));
}
