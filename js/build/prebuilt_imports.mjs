// Who satisfies the imports of a module that emcc did not link. What nobody gives is one error of the build, which lists all.
import { ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES } from '../loader/helpers.mjs';
import { BuildError } from './files.mjs';

export const WASI_MODULE = 'wasi_snapshot_preview1';

const HELPER_SIGNATURES = { ...ACCESSOR_SIGNATURES, ...BRIDGE_SIGNATURES };
const HELPER_NAME = new RegExp(`^([A-Za-z]\\w*?)_(${Object.keys(HELPER_SIGNATURES).join('|')})$`);

/**
 * @param {string} name such as main_getI32
 * @returns {{ module: string, field: string } | null} the module and the function that it means
 */
export function helperOf(name) {
  const match = HELPER_NAME.exec(name);
  return match && { module: match[1], field: match[2] };
}

const isFunction = ({ kind }) => kind === 'function';

/** Whether the loader gives a function by this name: one over a memory, or rbBridge. */
const isLoaders = ({ module, name, kind }) => module === 'env' && kind === 'function' && (name === 'rbBridge' || helperOf(name));

const signatureOf = (name) => (name === 'rbBridge' ? 'iii' : HELPER_SIGNATURES[helperOf(name).field]);

/**
 * @param {object[]} imports as readWasm tells them
 * @returns {string[]} the functions over memories, and rbBridge, that a module asks the loader for
 */
export const asksOf = (imports) => imports.filter(isLoaders).map(({ name }) => name);

/** Whether the access mode lets a module have what it asks the loader for. */
function isAllowed({ role, access }, name) {
  if (role === 'main' || access === 'DIRECT' || access === 'IMPORT') return true;
  return access === 'ACCESSOR' && !(helperOf(name)?.field in BRIDGE_SIGNATURES);
}

/** Why the loader cannot give a function that has the name of one of its own, or null. */
function loaderFault(config, { name, signature }) {
  const expected = signatureOf(name);
  if (signature !== expected) return `it is imported as ${signature ?? 'a function without signature'}, but the loader's is ${expected} (result first)`;
  if (!isAllowed(config, name)) return `ACCESS ${config.access} does not give it: use another access mode, or build the module without it`;
  const other = helperOf(name)?.module;
  if (other && other !== 'main' && !config.knownSides.includes(other)) return `this project has no side \`${other}\``;
  return null;
}

const TYPES = { table: WebAssembly.Table, global: WebAssembly.Global };

/** What a script gives must be of the import's kind. */
function scriptFault({ name, kind }, { file, given }) {
  const value = given[name];
  if (kind === 'function' ? typeof value === 'function' : kind in TYPES && value instanceof TYPES[kind]) return null;
  if (kind === 'global' && ['number', 'bigint'].includes(typeof value)) return null;
  return value === undefined ? `\`${file}\` does not return it` : `\`${file}\` returns a ${typeof value} for it`;
}

/** The loader makes one table of functions. */
function tableFault(imports, { element }) {
  if (element !== 'funcref') return 'the loader makes tables of functions only';
  return imports.filter(({ kind }) => kind === 'table').length > 1 ? 'the loader makes one table' : null;
}

/** The loader makes one memory: the module's own. */
function memoryFault(item, ownMemory) {
  if (item.module !== 'env' || item.name !== 'memory') return 'the loader gives a memory as env.memory only: link the module so, or let it export its own';
  return item === ownMemory ? null : "the loader gives the module's own memory only, which is another one by MEMORY";
}

/** Why an import is satisfied by nobody, or null; '' where there is nothing more to say than that. */
function faultOf(config, item, { scripts, wasi, imports, ownMemory }) {
  const { module, name, kind } = item;
  if (kind === 'memory') return memoryFault(item, ownMemory);
  if (isLoaders(item)) return loaderFault(config, item);
  if (module === 'env' && name === 'abort' && isFunction(item)) return null; // AssemblyScript's; a script's own comes first
  const scripted = scripts.has(module) ? scriptFault(item, scripts.get(module)) : '';
  if (scripted === null) return null;
  if (module === WASI_MODULE && isFunction(item)) return wasi && ''; // told once
  if (config.knownSides.includes(module)) {
    if (config.access === 'NONE') return 'ACCESS NONE lets it reach no other module';
    return isFunction(item) ? null : 'other modules give functions only';
  }
  if (kind === 'table') return tableFault(imports, item);
  return scripted;
}

/**
 * @param {object} config name, role, access; file: path of the .wasm; knownSides: names of all sides of the project
 * @param {object[]} imports as readWasm tells them
 * @param {{ scripts: Map<string, { file: string, given: object }>, wasi: string | null, memoryIndex: number }} givers scripts of
 *   IMPORTS by import module, with what they returned; wasi: why WASI's functions are not there, or null; memoryIndex: which
 *   memory is the module's own, imported ones counted first
 * @throws {BuildError} that lists every import which nobody satisfies
 */
export function checkPrebuiltImports(config, imports, givers) {
  const ownMemory = imports.filter(({ kind }) => kind === 'memory')[givers.memoryIndex]; // undefined: it is not imported
  const faults = imports.map((item) => ({ item, fault: faultOf(config, item, { ...givers, imports, ownMemory }) })).filter(({ fault }) => fault !== null);
  if (faults.length === 0) return;
  const lines = faults.map(({ item, fault }) => {
    const type = isFunction(item) ? `function ${item.signature ?? '(other types)'}` : item.kind;
    return `  ${item.module}.${item.name} (${type})${fault ? `: ${fault}` : ''}`;
  });
  if (givers.wasi) lines.push(givers.wasi);
  throw new BuildError(
    `${config.name}: nobody satisfies these imports of \`${config.file}\`:\n${lines.join('\n')}\n` +
      'Build the module without them, or give them by IMPORTS [<module>=]<file.mjs>: a script whose default export is a function ' +
      '(side) => ({ name() { ... }, ... }). Modules that come with JavaScript of their own take it by GLUE.',
  );
}
