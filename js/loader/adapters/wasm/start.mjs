// Starts a module that has no JavaScript: its imports, then its init functions.
import { WasmPseudoLinkError } from '../../errors.mjs';
import { isFunctionTable } from '../../found_exports.mjs';
import { helperImports } from '../../helper_imports.mjs';
import { isOwnMemory } from '../../imports_check.mjs';
import { abortOf, sideAbortText } from './assembly_script.mjs';
import { callImportScripts } from './import_scripts.mjs';
import { WASI_MODULE, createWasi } from './wasi.mjs';

/**
 * Begins a module.
 * @param {object} start
 * @param {object} start.program the app
 * @param {object} start.record its files: scripts and wasi, the shim, beside the wasm file
 * @param {object} start.instance
 * @param {object} start.args the user's module arguments
 * @returns {{ imports: Promise<object>, finish: (wasm: WebAssembly.Instance) => void, ready: Promise<object> }} see ADAPTERS;
 *   ready: what handle.module is
 * @throws {WasmPseudoLinkError} LINK_FAILED for a file without memory
 */
export function startWasm({ program, record, instance, args }) {
  const { files } = record;
  requireOwnMemory(record);
  const wasi = files.wasi && createWasi(files.wasi, instance, args);
  instance.runtime = { table: () => null, importedTable: null, endOutput: wasi?.flush, exceptionText: sideAbortText };
  let isReady;
  const ready = new Promise((resolve) => {
    isReady = resolve;
  });
  const collect = async () => collectImports(program, record, instance, wasi);
  const finish = (wasm) => {
    for (const name of record.entry.init ?? []) callInit(program, instance, name);
    isReady(Object.freeze({ instance: wasm, wasi: wasi?.system ?? null }));
  };
  return { imports: collect(), finish, ready };
}

/** What the loader gives, and the import scripts where it gives nothing. */
function collectImports(program, { files, entry }, instance, wasi) {
  const scripted = callImportScripts(instance, files.scripts);
  const imports = {
    ...scripted,
    env: { abort: abortOf(instance), ...scripted.env, ...helperImports(program, instance, files) },
    [WASI_MODULE]: { ...wasi?.imports, ...scripted[WASI_MODULE] },
  };
  const tables = files.imports.filter(({ kind }) => kind === 'table');
  if (entry.table) addTable(entry, tables, imports);
  instance.runtime.importedTable = tables.map(({ module, name }) => imports[module]?.[name]).find(isFunctionTable) ?? null;
  return imports;
}

/** The table that a module imports (wasm-ld's --import-table), unless a script has given one. */
function addTable({ table: { initial, maximum } }, tables, imports) {
  const missing = tables.find(({ module, name }) => imports[module]?.[name] === undefined);
  if (!missing) return;
  const { module, name } = missing;
  const limits = maximum === null ? { initial } : { initial, maximum };
  imports[module] = { ...imports[module], [name]: new WebAssembly.Table({ element: 'anyfunc', ...limits }) };
}

/** Before any code of it runs: who has no memory can neither be given data nor looked into. */
function requireOwnMemory({ name, entry, files }) {
  const own = (item) => isOwnMemory(entry, item);
  if (files.exports.some(own) || files.imports.some(own)) return;
  throw new WasmPseudoLinkError(
    'LINK_FAILED',
    name,
    `its file neither exports nor imports ${entry.memoryName ? `the memory "${entry.memoryName}"` : 'a memory'}`,
    'export the memory when the module is linked',
  );
}

function callInit(program, instance, name) {
  try {
    instance.exports[name]();
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
