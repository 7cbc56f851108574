// Finds functions of one module for another, by name and signature.
import { WasmPseudoLinkError } from './errors.mjs';
import { guardedThunk } from './guard.mjs';
import { isInternal, visibleExports } from './manifest.mjs';
import { splitName } from './signatures.mjs';
import { suggest } from './suggest.mjs';
import { makeThunk } from './thunks.mjs';
import { refuseInternal } from './wasm_file.mjs';

/**
 * Runs work for a module whose C code cannot catch: errors become the text of its rb_dlerror.
 * @template T
 * @param {object} self instance that asked
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

/** RB_NONE is what a look-up that failed has returned: the text that says why is worth more than one of the handle. */
function noteError(self, error) {
  if (error.code === 'BAD_HANDLE' && error.handle === 0 && self.dlError !== '') return;
  self.dlError = error.message;
}

/**
 * Finds an exported function of a module, as rb_dlsym does.
 * @param {object} other instance
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
  return { func: other.exports[name], name, signature: other.entry.exports[name] };
}

/**
 * The same as a pointer for another module's table, counted for asyncify if one of the two suspends.
 * @param {object} self instance that asks
 * @param {object} other
 * @param {string} text
 * @returns {Function}
 */
export function findExportFor(self, other, text) {
  const { func, name, signature } = findExport(other, text);
  if (self === other) return func;
  self.reached.add(other);
  return countedFunction(self, other, other.exportFor(self, name), signature);
}

function countedFunction(self, other, func, signature) {
  if (!signature || !(self.runtime.asyncify || other.runtime.asyncify)) return func;
  if (!other.counted.has(self)) other.counted.set(self, new Map());
  const mine = other.counted.get(self);
  if (!mine.has(func)) mine.set(func, makeThunk(signature, countFrames([self, other], func)));
  return mine.get(func);
}

/**
 * Wraps a function so that foreign frames are counted while it runs.
 * @param {object[]} instances whose foreignFrames count
 * @param {Function} func
 * @returns {Function}
 */
export function countFrames(instances, func) {
  return (...args) => {
    for (const instance of instances) instance.foreignFrames += 1;
    try {
      return func(...args);
    } finally {
      for (const instance of instances) instance.foreignFrames -= 1;
    }
  };
}

/**
 * A guarded function pointer into another module, for rb_dlsym_guarded.
 * @param {object} program the app
 * @param {object} self instance that asks
 * @param {object} other
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
 * @param {object} program the app
 * @param {object} self instance that asks
 * @param {number} pointer index in its table
 * @param {string} signature
 * @returns {{ func: Function, owner: object }}
 * @throws {WasmPseudoLinkError} BAD_POINTER
 */
export function guardPointer(program, self, pointer, signature) {
  const { func, slot } = self.table.get(pointer);
  const owner = slot?.owner ?? self;
  const name = exportName(owner, func, self);
  if (name === undefined)
    return { func: guardedThunk(program, owner, `function ${pointer >>> 0}`, func, signature, self), owner };
  return { func: guardedThunk(program, owner, name, owner.exports[name], signature, self), owner };
}

function exportName(owner, func, self) {
  return Object.keys(owner.exports).find((name) => owner.exports[name] === func || owner.exportFor(self, name) === func);
}

/**
 * Compares the signature that was asked for with the function's own.
 * @param {object} other instance that has the function
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
