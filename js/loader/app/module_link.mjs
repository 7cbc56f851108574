// The link object: what a module's glue (the js library) sees of the loader.
/** @import { FetchedRecord, ModuleRecord, Program } from './program.mjs' */
/** @import { EarlyRuntime, ModuleInstance } from './module_instance.mjs' */
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES } from '../memory/helpers.mjs';
import { ABI_VERSION } from '../manifest/manifest.mjs';
import { moduleClosed } from './module_instance.mjs';
import { guardForLoop } from '../guard/guard.mjs';
import { GLUE, HELPERS, WASM, leftOut } from '../base/parts.mjs';

/**
 * @typedef {object} Link
 * @property {number} abi
 * @property {(services: EarlyRuntime) => void} runtime
 * @property {(module: string, field: string, memory?: WebAssembly.Memory) => Function | undefined} import
 * @property {() => number} foreignDepth how many frames of other modules are on the stack
 * @property {(func: () => unknown) => unknown} enter calls into the module from the event loop
 */

/**
 * Makes the link object of an instance. Its methods are called by js/library while the glue's factory runs.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance whose glue will have it
 * @returns {Link}
 */
export function createLink(program, self) {
  return {
    abi: ABI_VERSION,
    runtime: (services) => self.useRuntime(services),
    import: (module, field, memory) => {
      if (memory && !self.memory) self.useMemory(memory);
      return importFor(program, self, module, field);
    },
    foreignDepth: () => self.foreignFrames,
    enter: guardForLoop(program, self, 'callback from the event loop'),
  };
}

/**
 * A function of the loader, or over another module's memory, as an import.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance that imports it
 * @param {string} module whose accessor or bridge function it is; '': rbBridge
 * @param {string} field
 * @param {boolean} [isEarly] self gets its memory only when it is instantiated, with this import: a bridge function
 *   then asks for the bridge when it is called
 * @returns {Function | undefined} undefined: self must ask again once it has its memory
 * @throws {WasmPseudoLinkError} ACCESS_REFUSED, UNKNOWN_MODULE, UNKNOWN_SYMBOL
 */
export function importFor(program, self, module, field, isEarly) {
  refuseByAccess(self, field);
  if (module === '') return self.rbBridge;
  if (!HELPERS) throw leftOut(self.name, `${module}_${field}`);
  const record = program.record(module);
  const isBridge = Object.hasOwn(BRIDGE_SIGNATURES, field);
  if (!isBridge && !Object.hasOwn(ACCESSOR_SIGNATURES, field)) {
    throw new WasmPseudoLinkError(
      'UNKNOWN_SYMBOL',
      self.name,
      `the glue asks for ${module}_${field}, which is no accessor or bridge function`,
      'build the module with the same WasmPseudoLink as the loader',
    );
  }
  const lacksMemory = isBridge && !self.memory;
  if (lacksMemory && !((WASM || GLUE) && isEarly)) return undefined;
  const find = (/** @type {ModuleInstance} */ other) =>
    (isBridge ? program.bridgeOf(self, other) : other.accessor)[field];
  const { instance } = record;
  const isThere = instance?.memory && !record.entry.lazy && !lacksMemory;
  return isThere && isImported(program, self, `${module}_${field}`) ? find(instance) : forward(record, find);
}

/**
 * Whether the module's wasm wants what its glue asks for. A direct or fused file has most of it in itself.
 * @param {Program} program
 * @param {ModuleInstance} self
 * @param {string} name
 */
function isImported(program, self, name) {
  const { variant, imports } = /** @type {FetchedRecord} */ (program.record(self.name)).files;
  return variant === 'portable' || imports.some((item) => item.name === name);
}

/**
 * For a module that is not there yet, or may be closed, or a function that may never be called: asks which instance is
 * open now.
 * @param {ModuleRecord} record
 * @param {(instance: ModuleInstance) => Function} find
 */
function forward(record, find) {
  /** @type {ModuleInstance | null} */
  let instance = null;
  /** @type {Function | null} */
  let func = null;
  return (/** @type {unknown[]} */ ...args) => {
    if (record.instance !== instance || func === null) {
      instance = record.instance;
      func = null;
      if (!instance) throw moduleClosed(record.name);
      func = find(instance);
    }
    return func(...args);
  };
}

/**
 * @param {ModuleInstance} self
 * @param {string} field
 */
function refuseByAccess({ name, isMain, entry }, field) {
  if (isMain || entry.access === 'DIRECT' || entry.access === 'IMPORT') return;
  if (entry.access === 'ACCESSOR' && !Object.hasOwn(BRIDGE_SIGNATURES, field)) return;
  throw new WasmPseudoLinkError(
    'ACCESS_REFUSED',
    name,
    `its ACCESS ${entry.access} gives it no import "${field}"`,
    'build it with another ACCESS',
  );
}
