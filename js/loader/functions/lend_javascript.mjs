// JavaScript functions as function pointers of a module, and the other way round.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { requireKind } from '../base/arguments.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { FUNCTION, shown } from '../base/kinds.mjs';
import { guardForJavaScript } from '../guard/guard.mjs';
import { callbackRevoked } from './lend_bound.mjs';
import { isSignature } from '../base/signatures.mjs';
import { makeThunk } from '../wasm/thunks.mjs';

/** Wasm functions that are JavaScript, in whichever tables: who calls them from JavaScript needs no guard. */
const fromJavaScript = /* @__PURE__ */ new WeakSet();

/**
 * Makes a wasm function of a JavaScript function, such that functionAt() knows it again.
 * @param {string} signature
 * @param {Function} func
 * @returns {Function}
 */
export function javaScriptThunk(signature, func) {
  const thunk = makeThunk(signature, func);
  fromJavaScript.add(thunk);
  return thunk;
}

/**
 * Puts a JavaScript function into a module's table: a slot of its own, freed by remove(), with the module, or with
 * main, to which JavaScript belongs.
 * @param {Program} program the app
 * @param {ModuleInstance} other instance that will call it
 * @param {Function} func gets and returns numbers (bigint for j); what it throws ends the call into the module
 * @param {string} signature as the module calls it, e.g. "iii"
 * @returns {number} index in the module's table
 * @throws {WasmPseudoLinkError} BAD_OPTION, WRONG_SIGNATURE, TABLE_FULL
 */
export function lendJavaScript(program, other, func, signature) {
  checkFunction(other.name, func, signature);
  const owner = /** @type {ModuleInstance} */ (program.main.instance);
  const name = { text: `function "${signature}" of JavaScript` };
  const throwRevoked = () => {
    throw callbackRevoked(owner, other, name.text);
  };
  let called = func;
  const revoke = () => {
    called = throwRevoked;
  };
  const thunk = javaScriptThunk(signature, (/** @type {unknown[]} */ ...args) => called(...args));
  const index = other.table.addRevocable(thunk, owner, {
    revoke,
    makeRevoked: () => javaScriptThunk(signature, throwRevoked),
  });
  name.text = `function ${index} "${signature}" of JavaScript`;
  return index;
}

/**
 * Takes back what lendJavaScript() put into a module's table.
 * @param {ModuleInstance} other the instance
 * @param {number} pointer
 * @returns {boolean} false for any other pointer
 */
export function removeJavaScript({ name, table }, pointer) {
  requirePointer(name, pointer);
  const index = pointer >>> 0;
  const func = table.revocableAt(index); // elsewhere it was lent by a module, and is that module's to take back
  return func !== null && fromJavaScript.has(func) && table.remove(index);
}

/**
 * Checks a JavaScript function that is to become a wasm function.
 * @param {string} module for the error
 * @param {unknown} func
 * @param {unknown} signature
 * @throws {WasmPseudoLinkError} BAD_OPTION, WRONG_SIGNATURE
 */
export function checkFunction(module, func, signature) {
  requireKind(module, 'the function given', func, FUNCTION, ' and its signature: (a, b) => a + b, "iii"');
  if (isSignature(signature)) return;
  throw new WasmPseudoLinkError(
    'WRONG_SIGNATURE',
    module,
    `${shown(signature)} is not a signature`,
    'give letters v i j f d, the result first, e.g. "vii"',
  );
}

/**
 * Function pointers above 2^31 come out of wasm as negative numbers.
 * @param {string} module
 * @param {unknown} pointer
 */
function requirePointer(module, pointer) {
  if (Number.isInteger(pointer)) return;
  throw new WasmPseudoLinkError(
    'BAD_POINTER',
    module,
    `${shown(pointer)} is not a function pointer`,
    'pass a whole number that addFunction() or the module gave',
  );
}

/**
 * The function behind a function pointer of a module, for JavaScript: guarded, whichever wasm module it belongs to.
 * JavaScript's own is returned as it is.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance that the pointer belongs to
 * @param {number} pointer
 * @returns {Function}
 * @throws {WasmPseudoLinkError} BAD_POINTER
 */
export function functionAt(program, self, pointer) {
  requirePointer(self.name, pointer);
  self.requireCallable();
  const { func, slot } = self.table.get(pointer);
  if (fromJavaScript.has(func)) return func; // it throws what it throws, which is no fault of a module
  return guardForJavaScript(program, slot?.owner ?? self, `function ${pointer >>> 0}`, func);
}
