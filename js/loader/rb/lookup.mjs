// Finds functions of one module for another, by name and signature.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleExports, ModuleInstance } from '../app/module_instance.mjs' */
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { borderBetween, withBorder } from '../functions/borders.mjs';
import { guardedThunk } from '../guard/guard.mjs';
import { isInternal, visibleExports } from '../manifest/manifest.mjs';
import { splitName } from '../base/signatures.mjs';
import { suggest } from '../base/suggest.mjs';
import { makeThunk } from '../wasm/thunks.mjs';
import { refuseInternal } from '../wasm/wasm_file.mjs';

/**
 * Runs work for a module whose C code cannot catch: errors become the text of its rb_dlerror.
 * @template T
 * @param {ModuleInstance} self instance that asked
 * @param {T} onError what C gets after an error
 * @param {() => T} work
 * @returns {T}
 */
export function answerModule(self, onError, work) {
  self.entered += 1;
  try {
    return work();
  } catch (error) {
    if (!(error instanceof WasmPseudoLinkError)) throw error;
    noteError(self, error);
    return onError;
  } finally {
    self.entered -= 1;
  }
}

/**
 * RB_NONE is what a look-up that failed has returned: the text that says why is worth more than one of the handle.
 * @param {ModuleInstance} self
 * @param {WasmPseudoLinkError & { handle?: number }} error
 */
function noteError(self, error) {
  if (error.code === 'BAD_HANDLE' && error.handle === 0 && self.dlError !== '') return;
  self.noteLookupError(error.message);
}

/**
 * Finds an exported function of a module, as rb_dlsym does.
 * @param {ModuleInstance} other instance
 * @param {string} text name, with or without a signature: "sort:vii"
 * @returns {{ func: Function, name: string, signature: string | null }}
 * @throws {WasmPseudoLinkError} UNKNOWN_SYMBOL, WRONG_SIGNATURE, NOT_READY, MODULE_FAILED
 */
export function findExport(other, text) {
  other.requireCallable();
  const { name, signature } = splitName(text);
  if (!Object.hasOwn(other.entry.exports, name)) throw unknownSymbol(other, name);
  if (isInternal(other.entry, name)) refuseInternal(other.entry, name);
  checkSignature(other, name, signature, other.entry.exports[name]);
  return { func: /** @type {ModuleExports} */ (other.exports)[name], name, signature: other.entry.exports[name] };
}

/**
 * The same as a pointer for another module's table.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance that asks
 * @param {ModuleInstance} other
 * @param {string} text
 * @returns {Function}
 */
export function findExportFor(program, self, other, text) {
  const { func, name, signature } = findExport(other, text);
  if (self === other) return func;
  program.noteReach(self, other);
  return wrappedFunction(program, self, other, { name, signature });
}

/**
 * An export as another module calls it by a pointer: counted for asyncify if one of the two suspends, and with a border
 * unless main calls, since the way back from the side has one.
 * @param {Program} program
 * @param {ModuleInstance} self
 * @param {ModuleInstance} other
 * @param {{ name: string, signature: string | null }} what
 */
function wrappedFunction(program, self, other, { name, signature }) {
  const func = other.exportFor(self, name);
  if (!signature) return func;
  const isCounted = self.runtime?.asyncify || other.runtime?.asyncify;
  const border = self.isMain ? null : borderBetween(program, other, self, { text: name });
  if (!isCounted && !border) return func;
  return other.wrappedFor(self, func, () => {
    const inner = border ? withBorder(border, signature, func) : func;
    return isCounted ? makeThunk(signature, countFrames([self, other], inner)) : inner;
  });
}

/**
 * Wraps a function so that foreign frames are counted while it runs.
 * @param {ModuleInstance[]} instances whose foreignFrames count
 * @param {Function} func
 * @returns {Function}
 */
export function countFrames(instances, func) {
  return (/** @type {unknown[]} */ ...args) => {
    for (let index = 0; index < instances.length; index += 1) instances[index].foreignFrames += 1;
    try {
      return func(...args);
    } finally {
      for (let index = 0; index < instances.length; index += 1) instances[index].foreignFrames -= 1;
    }
  };
}

/**
 * A guarded function pointer into another module, for rb_dlsym_guarded.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance that asks
 * @param {ModuleInstance} other
 * @param {string} text
 * @returns {Function} exported wasm function
 * @throws {WasmPseudoLinkError} as findExport, and WRONG_SIGNATURE if the function's types have no letters
 */
export function findGuarded(program, self, other, text) {
  const { func, name, signature } = findExport(other, text);
  if (signature) return guardedThunk(program, other, name, func, signature, self);
  throw new WasmPseudoLinkError(
    'WRONG_SIGNATURE',
    other.name,
    `${name} has types that signature letters cannot express`,
    'guard a function whose parameters and result are numbers',
  );
}

/**
 * A function pointer of a module as a guarded one, for rb_guard: of whichever module the function is.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance that asks
 * @param {number} pointer index in its table
 * @param {string} signature
 * @returns {{ func: Function, owner: ModuleInstance }}
 * @throws {WasmPseudoLinkError} BAD_POINTER
 */
export function guardPointer(program, self, pointer, signature) {
  const { func, slot } = self.table.get(pointer);
  const owner = slot?.owner ?? self;
  const name = exportName(owner, func, self);
  if (name === undefined)
    return { func: guardedThunk(program, owner, `function ${pointer >>> 0}`, func, signature, self), owner };
  const exported = /** @type {ModuleExports} */ (owner.exports)[name];
  return { func: guardedThunk(program, owner, name, exported, signature, self), owner };
}

/**
 * @param {ModuleInstance} owner
 * @param {Function} func
 * @param {ModuleInstance} self
 */
function exportName(owner, func, self) {
  const exports = /** @type {ModuleExports} */ (owner.exports);
  return Object.keys(exports).find((name) => exports[name] === func || owner.exportFor(self, name) === func);
}

/**
 * Compares the signature that was asked for with the function's own.
 * @param {ModuleInstance} other instance that has the function
 * @param {string} name
 * @param {string | null} asked null: any will do
 * @param {string | null} actual
 * @throws {WasmPseudoLinkError} WRONG_SIGNATURE
 */
export function checkSignature(other, name, asked, actual) {
  if (asked === null || asked === actual) return;
  throw new WasmPseudoLinkError(
    'WRONG_SIGNATURE',
    other.name,
    `${name} is "${actual ?? 'of types without letters'}", not "${asked}" (result first)`,
    'declare the function as the module defines it',
  );
}

/**
 * @param {ModuleInstance} other
 * @param {string} name
 */
function unknownSymbol(other, name) {
  const all = visibleExports(other.entry);
  const names = other.entry.api.length > 0 && suggest(name, all, 'functions').startsWith('the') ? other.entry.api : all;
  return new WasmPseudoLinkError(
    'UNKNOWN_SYMBOL',
    other.name,
    `has no function "${name}"`,
    suggest(name, names, 'functions'),
  );
}
