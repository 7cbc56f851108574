// Checks what modules import from each other before any of their code runs, and reports all faults at once.
/** @import { FetchedRecord, Program, ModuleRecord } from '../app/program.mjs' */
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { MEMORY_MODULE, nameInFile } from '../wasm/wasm_file.mjs';
import { isInternal } from '../manifest/manifest.mjs';

/**
 * Checks the imports of modules that are about to start: the manifest against itself, and the compiled files against
 * it.
 * @param {Program} program the app
 * @param {ModuleRecord[]} records modules to start, with their files
 * @throws {WasmPseudoLinkError} IMPORTS_UNRESOLVED listing every missing or mistyped name
 */
export function checkImports(program, records) {
  /** @type {string[]} */
  const faults = [];
  for (const record of /** @type {FetchedRecord[]} */ (records)) {
    declaredFaults(program, record, faults);
    compiledFaults(program, record, faults);
  }
  throwFaults(records.length === 1 ? records[0].name : '', faults);
}

/**
 * @param {Program} program
 * @param {ModuleRecord} record
 * @param {string[]} faults where they are added
 */
function declaredFaults(program, record, faults) {
  for (const [from, functions] of Object.entries(record.entry.imports)) {
    const other = program.record(from).entry;
    if (other.lazy && !record.entry.lazy)
      faults.push(`${record.name} imports from ${from}, a lazy side that is not there at start`);
    for (const [name, signature] of Object.entries(functions)) {
      if (!Object.hasOwn(other.exports, name))
        faults.push(`${record.name} imports ${from}.${name}, which ${from} does not export`);
      else if (other.exports[name] !== signature)
        faults.push(
          `${record.name} imports ${from}.${name} as ${signature}, but ${from} exports it as ${other.exports[name]}`,
        );
    }
  }
}

/**
 * The files may be newer or older than the manifest in spite of right hashes: it was written wrong then.
 * @param {Program} program
 * @param {FetchedRecord} record
 * @param {string[]} faults where they are added
 */
function compiledFaults(program, record, faults) {
  for (const { module, name, kind } of record.files.imports) {
    if (module === MEMORY_MODULE && !record.files.memories.includes(name))
      faults.push(`${record.name} imports the memory of ${name}, which its manifest entry does not list`);
    if (kind !== 'function' || !program.records.has(module)) continue;
    const { imports } = record.entry;
    if (!Object.hasOwn(imports, module) || !Object.hasOwn(imports[module], name))
      faults.push(`${record.name} imports ${module}.${name}, which its manifest entry does not list`);
  }
  const functions = record.files.exports.filter((item) => item.kind === 'function');
  const exported = new Set(functions.map((item) => item.name));
  for (const name of Object.keys(record.entry.exports)) {
    if (!exported.has(nameInFile(record.entry, name)) && !isInlined(record, name))
      faults.push(`${record.name} lists the export ${name}, which its file does not have`);
  }
}

/**
 * An internal function of a fused file, which only modules in that file call.
 * @param {FetchedRecord} record
 * @param {string} name
 */
function isInlined({ entry, files }, name) {
  return files.variant === 'fused' && isInternal(entry, name);
}

/**
 * Checks the complete import object of a module against its file.
 * @param {FetchedRecord} record
 * @param {WebAssembly.Imports} imports
 * @throws {WasmPseudoLinkError} IMPORTS_UNRESOLVED
 */
export function checkImportObject(record, imports) {
  /** @type {string[]} */
  const faults = [];
  for (const { module, name, kind } of record.files.imports) {
    const value = imports[module]?.[name];
    if (value === undefined || isInherited(name, value) || (kind === 'function' && typeof value !== 'function'))
      faults.push(`${record.name} imports the ${kind} ${module}.${name}, which nothing provides`);
  }
  throwFaults(record.name, faults);
}

/**
 * What every object has, such as "toString", would be linked too.
 * @param {string} name
 * @param {unknown} value
 */
function isInherited(name, value) {
  return value === /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (Object.prototype))[name];
}

/**
 * @param {string} module
 * @param {string[]} faults
 */
function throwFaults(module, faults) {
  if (faults.length === 0) return;
  throw new WasmPseudoLinkError(
    'IMPORTS_UNRESOLVED',
    module,
    faults.join(', '),
    'build the modules against the same API headers, and serve the files of one build',
    { faults },
  );
}
