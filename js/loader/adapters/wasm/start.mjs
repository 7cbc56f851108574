// Starts a module that has no JavaScript: its imports, then its init functions.
/** @import { Program, StartedRecord, VariantFile } from '../../app/program.mjs' */
/** @import { ModuleExports, ModuleInstance } from '../../app/module_instance.mjs' */
/** @import { ManifestEntry } from '../../manifest/manifest.mjs' */
/** @import { Start, StartArguments } from '../adapters.mjs' */
/** @import { Wasi } from './wasi.mjs' */
import { WasmPseudoLinkError } from '../../base/errors.mjs';
import { isFunctionTable } from '../found_exports.mjs';
import { helperImports } from '../helper_imports.mjs';
import { isOwnMemory } from '../../wasm/wasm_file.mjs';
import { PLUGINS } from '../../base/parts.mjs';
import { abortOf, sideAbortText } from './assembly_script.mjs';
import { callImportScripts } from './import_scripts.mjs';
import { completeWasm } from './runtime.mjs';
import { createPlainWasi } from './plain_wasi.mjs';
import { WASI_MODULE, createWasi } from './wasi.mjs';

/**
 * Begins a module.
 * @param {StartArguments} start of its files: scripts and wasi, the shim, beside the wasm file
 * @returns {Start}
 * @throws {WasmPseudoLinkError} LINK_FAILED for a file without memory
 */
export function startWasm({ program, record, instance, args }) {
  const { files } = record;
  requireOwnMemory(record);
  const wasi = files.wasi && createWasi(files.wasi, instance, args);
  // a start function may throw before all of it is there
  instance.useRuntime({ table: () => null, exceptionText: sideAbortText });
  /** @type {WebAssembly.Table | null} */
  let importedTable = null;
  /** @type {(module: object) => void} */
  let isReady;
  const ready = new Promise((resolve) => {
    isReady = resolve;
  });
  const collect = async () => {
    const imports = collectImports(program, record, instance, wasi);
    if (PLUGINS && record.entry.plugin) imports[WASI_MODULE] = createPlainWasi(instance, args);
    importedTable = findImportedTable(files, imports);
    return imports;
  };
  /** @type {Start['complete']} */
  const complete = (exports) => completeWasm(instance, exports, importedTable, wasi?.flush);
  /** @type {Start['finish']} */
  const finish = (wasm) => {
    for (const name of record.entry.init ?? []) callInit(program, instance, name);
    isReady(Object.freeze({ instance: wasm, wasi: wasi?.system ?? null }));
  };
  return { imports: collect(), complete, finish, ready };
}

/**
 * What the loader gives, and the import scripts where it gives nothing.
 * @param {Program} program
 * @param {StartedRecord} record
 * @param {ModuleInstance} instance
 * @param {Wasi | null} wasi
 */
function collectImports(program, { files, entry }, instance, wasi) {
  const scripted = callImportScripts(instance, files.scripts ?? {});
  /** @type {WebAssembly.Imports} */
  const imports = {
    ...scripted,
    env: { abort: abortOf(instance), ...scripted.env, ...helperImports(program, instance, files) },
    [WASI_MODULE]: { ...wasi?.imports, ...scripted[WASI_MODULE] },
  };
  const tables = files.imports.filter(({ kind }) => kind === 'table');
  if (entry.table) addTable(entry.table, tables, imports);
  return imports;
}

/**
 * @param {VariantFile} files
 * @param {WebAssembly.Imports} imports
 */
function findImportedTable(files, imports) {
  const tables = files.imports.filter(({ kind }) => kind === 'table');
  return tables.map(({ module, name }) => imports[module]?.[name]).find(isFunctionTable) ?? null;
}

/**
 * The table that a module imports (wasm-ld's --import-table), unless a script has given one.
 * @param {NonNullable<ManifestEntry['table']>} limits
 * @param {VariantFile['imports']} tables
 * @param {WebAssembly.Imports} imports
 */
function addTable({ initial, maximum }, tables, imports) {
  const missing = tables.find(({ module, name }) => imports[module]?.[name] === undefined);
  if (!missing) return;
  const { module, name } = missing;
  const limits = maximum === null ? { initial } : { initial, maximum };
  imports[module] = { ...imports[module], [name]: new WebAssembly.Table({ element: 'anyfunc', ...limits }) };
}

/**
 * Before any code of it runs: who has no memory can neither be given data nor looked into.
 * @param {StartedRecord} record
 */
function requireOwnMemory({ name, entry, files }) {
  /** @type {(item: Parameters<typeof isOwnMemory>[1]) => boolean} */
  const own = (item) => isOwnMemory(entry, item);
  if (files.exports.some(own) || files.imports.some(own)) return;
  throw new WasmPseudoLinkError(
    'LINK_FAILED',
    name,
    `its file neither exports nor imports ${entry.memoryName ? `the memory "${entry.memoryName}"` : 'a memory'}`,
    'export the memory when the module is linked',
  );
}

/**
 * @param {Program} program
 * @param {ModuleInstance} instance
 * @param {string} name
 */
function callInit(program, instance, name) {
  try {
    /** @type {ModuleExports} */ (instance.exports)[name]();
  } catch (thrown) {
    const { kind, status, text, cause } = program.describe(instance, thrown, name);
    if (kind === 'exit' && status === 0) return;
    throw new WasmPseudoLinkError(
      'CONSTRUCTOR_FAILED',
      instance.name,
      `its init function failed: ${text}`,
      'look at what the module does before its first use',
      { cause },
    );
  }
}
