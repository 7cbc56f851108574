// rbBridge(libId, namePtr): the one function by which a module finds everything else.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleInstance, RbBridge } from '../app/module_instance.mjs' */
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES } from '../memory/helpers.mjs';
import { byHandle } from './handles.mjs';
import { nameAt } from './name_arguments.mjs';
import { answerModule, checkSignature, findExportFor } from './lookup.mjs';
import { SERVICES } from './services.mjs';
import { splitName } from '../base/signatures.mjs';
import { suggest } from '../base/suggest.mjs';
import { makeThunk } from '../wasm/thunks.mjs';

/**
 * Makes the rbBridge of a module. It never throws: 0 means not found, and rb_dlerror then says why.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance that asks; names are read from its memory, results are indices of its table
 * @returns {RbBridge}
 */
export function createRbBridge(program, self) {
  return (libId, namePtr) =>
    answerModule(self, 0, () => {
      const text = nameAt(self, namePtr);
      if (libId === 0) return self.table.pin(serviceFunction(program, self, text), self);
      const other = byHandle(program, libId, self);
      return self.table.pin(findAny(program, self, other, text).func, other);
    });
}

/**
 * @param {Program} program
 * @param {ModuleInstance} self
 * @param {ModuleInstance} other
 * @param {string} text
 * @returns {{ func: Function }}
 */
function findAny(program, self, other, text) {
  const helper = findHelper(program, self, other, text);
  if (helper) return helper;
  if (splitName(text).name === 'rbBridge') return { func: bridgeFunction(other) };
  return { func: findExportFor(program, self, other, text) };
}

/**
 * Finds an accessor or bridge function over another module's memory.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance that asks
 * @param {ModuleInstance} other
 * @param {string} text name, with or without a signature: "getI32:ii"
 * @returns {{ func: Function, name: string, signature: string } | null} null: no such name
 * @throws {WasmPseudoLinkError} WRONG_SIGNATURE, NOT_READY
 */
export function findHelper(program, self, other, text) {
  const { name, signature: asked } = splitName(text);
  const tables = /** @type {Array<Record<string, string>>} */ ([ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES]);
  const table = tables.find((names) => Object.hasOwn(names, name));
  if (!table) return null;
  checkSignature(other, name, asked, table[name]);
  const func = table === ACCESSOR_SIGNATURES ? other.accessor[name] : program.bridgeOf(self, other)[name];
  return { func, name, signature: table[name] };
}

/** @param {ModuleInstance} other */
function bridgeFunction(other) {
  if (other.entry.access !== 'NONE') return other.accessor.rbBridge;
  throw new WasmPseudoLinkError(
    'ACCESS_REFUSED',
    other.name,
    'is a side of ACCESS NONE and has no rbBridge',
    'build it with ACCESS POINTER if it may look up other modules',
  );
}

/**
 * @param {Program} program
 * @param {ModuleInstance} self
 * @param {string} text
 */
function serviceFunction(program, self, text) {
  const { name, signature } = splitName(text);
  const services = { ...SERVICES, ...self.ownServices };
  const service = Object.hasOwn(services, name) ? services[name] : null;
  if (!service)
    throw new WasmPseudoLinkError(
      'UNKNOWN_SYMBOL',
      self.name,
      `rbBridge(0, ...) has no service "${name}"`,
      suggest(name, Object.keys(services), 'services'),
    );
  checkSignature(self, name, signature, service.signature);
  return self.serviceFor(name, () => makeThunk(service.signature, service.make(program, self)));
}
