// Checks what modules import from each other before any of their code runs, and reports all faults at once.
import { WasmPseudoLinkError } from './errors.mjs';
import { nameInFile } from './wasm_file.mjs';
import { isInternal } from './manifest.mjs';
import { WASM } from './parts.mjs';

/**
 * Checks the imports of modules that are about to start: the manifest against itself, and the compiled files against
 * it.
 * @param {object} program the app
 * @param {object[]} records modules to start, with their files
 * @throws {WasmPseudoLinkError} IMPORTS_UNRESOLVED listing every missing or mistyped name
 */
export function checkImports(program, records) {
  const faults = [];
  for (const record of records) {
    declaredFaults(program, record, faults);
    compiledFaults(program, record, faults);
  }
  throwFaults(records.length === 1 ? records[0].name : '', faults);
}

function declaredFaults(program, record, faults) {
  for (const [from, functions] of Object.entries(record.entry.imports)) {
    const other = program.records.get(from).entry;
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

/** The files may be newer or older than the manifest in spite of right hashes: it was written wrong then. */
function compiledFaults(program, record, faults) {
  for (const { module, name, kind } of record.files.imports) {
    if (module === MEMORY_MODULE && !record.files.memories.includes(name)) faults.push(`${record.name} imports the memory of ${name}, which its manifest entry does not list`);
    if (kind !== 'function' || !program.records.has(module)) continue;
    if (!Object.hasOwn(record.entry.imports[module] ?? {}, name))
      faults.push(`${record.name} imports ${module}.${name}, which its manifest entry does not list`);
  }
  const functions = record.files.exports.filter((item) => item.kind === 'function');
  const exported = new Set(functions.map((item) => item.name));
  for (const name of Object.keys(record.entry.exports)) {
    if (!exported.has(nameInFile(record.entry, name)) && !isInlined(record, name)) faults.push(`${record.name} lists the export ${name}, which its file does not have`);
  }
}

/** An internal function of a fused file, which only modules in that file call. */
function isInlined({ entry, files }, name) {
  return files.variant === 'fused' && isInternal(entry, name);
}

/**
 * Checks the complete import object of a module against its file.
 * @param {object} record
 * @param {object} imports
 * @throws {WasmPseudoLinkError} IMPORTS_UNRESOLVED
 */
export function checkImportObject(record, imports) {
  const faults = [];
  for (const { module, name, kind } of record.files.imports) {
    const value = imports[module]?.[name];
    if (value === undefined || (kind === 'function' && typeof value !== 'function'))
      faults.push(`${record.name} imports the ${kind} ${module}.${name}, which nothing provides`);
  }
  throwFaults(record.name, faults);
}

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
