// Who satisfies the imports of a module that emcc did not link. What nobody gives is one error of the build, which
// lists all.
/** @import { PrebuiltConfig } from '../common/records.d.ts' */
/** @import { WasmImport } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { GivenScript } from './import_scripts.mjs' */
/** @import { PrebuiltModule } from './prebuilt_module.mjs' */
import { BuildError } from '../common/build_error.mjs';
import { HELPER_SIGNATURES, helperOf, isBridgeFunction } from '../common/helper_names.mjs';
import { WASI_MODULE } from './wasi_shim.mjs';

/** @param {WasmImport} item */
const isFunction = ({ kind }) => kind === 'function';

/**
 * Whether the loader gives a function by this name: one over a memory, or rbBridge.
 * @param {WasmImport} item
 */
const isLoaders = ({ module, name, kind }) =>
  module === 'env' && kind === 'function' && (name === 'rbBridge' || helperOf(name));

/** @param {string} name of a function that the loader gives */
const signatureOf = (name) => HELPER_SIGNATURES[helperOf(name)?.field ?? ''] ?? 'iii'; // that of rbBridge

/**
 * @param {WasmImport[]} imports
 * @returns {string[]} the functions over memories, and rbBridge, that a module asks the loader for
 */
export const asksOf = (imports) => imports.filter(isLoaders).map(({ name }) => name);

/**
 * Whether the access mode lets a module have what it asks the loader for.
 * @param {PrebuiltConfig} config
 * @param {string} name
 */
function isAllowed({ role, access }, name) {
  if (role === 'main' || access === 'DIRECT' || access === 'IMPORT') return true;
  return access === 'ACCESSOR' && !isBridgeFunction(helperOf(name)?.field ?? '');
}

/**
 * Why the loader cannot give a function that has the name of one of its own, or null.
 * @param {PrebuiltConfig} config
 * @param {Extract<WasmImport, { kind: 'function' }>} item
 */
function loaderFault(config, { name, signature }) {
  const expected = signatureOf(name);
  if (signature !== expected)
    return `it is imported as ${signature ?? 'a function without signature'}, but the loader's is ${expected} (result first)`;
  if (!isAllowed(config, name))
    return `ACCESS ${config.access} does not give it: use another access mode, or build the module without it`;
  const other = helperOf(name)?.module;
  if (other && other !== 'main' && !config.knownSides.includes(other)) return `this project has no side \`${other}\``;
  return null;
}

/** @type {Record<string, Function>} */
const TYPES = { table: WebAssembly.Table, global: WebAssembly.Global };

/**
 * What a script gives must be of the import's kind.
 * @param {WasmImport} item
 * @param {GivenScript} script
 */
function scriptFault({ name, kind }, { file, given }) {
  const value = given[name];
  if (kind === 'function' ? typeof value === 'function' : kind in TYPES && value instanceof TYPES[kind]) return null;
  if (kind === 'global' && ['number', 'bigint'].includes(typeof value)) return null;
  return value === undefined ? `\`${file}\` does not return it` : `\`${file}\` returns a ${typeof value} for it`;
}

/**
 * The loader makes one table of functions.
 * @param {WasmImport[]} imports
 * @param {Extract<WasmImport, { kind: 'table' }>} item
 */
function tableFault(imports, { element }) {
  if (element !== 'funcref') return 'the loader makes tables of functions only';
  return imports.filter(({ kind }) => kind === 'table').length > 1 ? 'the loader makes one table' : null;
}

/**
 * The loader makes one memory: the module's own.
 * @param {WasmImport} item
 * @param {WasmImport | undefined} ownMemory undefined: it is not imported
 */
function memoryFault(item, ownMemory) {
  if (item.module !== 'env' || item.name !== 'memory')
    return 'the loader gives a memory as env.memory only: link the module so, or let it export its own';
  return item === ownMemory ? null : "the loader gives the module's own memory only, which is another one by MEMORY";
}

/**
 * Why nothing satisfies an import, or null; '' where there is nothing more to say than that.
 * @param {PrebuiltConfig} config
 * @param {PrebuiltModule} prebuilt
 * @param {WasmImport} item
 */
function faultOf(config, { wasm: { imports }, scripts, missingWasi, memoryIndex }, item) {
  const { module, name, kind } = item;
  if (kind === 'memory') return memoryFault(item, imports.filter((other) => other.kind === 'memory')[memoryIndex]);
  if (kind === 'function' && isLoaders(item)) return loaderFault(config, item);
  if (module === 'env' && name === 'abort' && isFunction(item)) return null; // AssemblyScript's; a script's own comes first
  const script = scripts.get(module);
  const scripted = script ? scriptFault(item, script) : '';
  if (scripted === null) return null;
  if (module === WASI_MODULE && isFunction(item)) return missingWasi && ''; // told once
  if (config.knownSides.includes(module) || (module === 'main' && config.role === 'side')) {
    if (config.access === 'NONE') return 'ACCESS NONE lets it reach no other module';
    return isFunction(item) ? null : 'other modules give functions only';
  }
  return kind === 'table' ? tableFault(imports, item) : scripted;
}

/**
 * Checks what a module imports; glue gives all that its module imports.
 * @param {PrebuiltConfig} config
 * @param {PrebuiltModule} prebuilt
 * @throws {BuildError} that lists every import which nothing satisfies
 */
export function checkPrebuiltImports(config, prebuilt) {
  if (prebuilt.glue.kind !== 'wasm') return;
  const faults = prebuilt.wasm.imports
    .map((item) => ({ item, fault: faultOf(config, prebuilt, item) }))
    .filter(({ fault }) => fault !== null);
  if (faults.length === 0) return;
  const lines = faults.map(({ item, fault }) => {
    const type = item.kind === 'function' ? `function ${item.signature ?? '(other types)'}` : item.kind;
    return `  ${item.module}.${item.name} (${type})${fault ? `: ${fault}` : ''}`;
  });
  if (prebuilt.missingWasi) lines.push(prebuilt.missingWasi);
  throw new BuildError(
    `${config.name}: nobody satisfies these imports of \`${config.file}\`:\n${lines.join('\n')}\n` +
      'Build the module without them, or give them by IMPORTS [<module>=]<file.mjs>: a script whose default export is a function ' +
      '(side) => ({ name() { ... }, ... }). Modules that come with JavaScript of their own take it by GLUE.',
  );
}
