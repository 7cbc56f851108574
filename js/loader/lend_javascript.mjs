// JavaScript functions as function pointers of a module, and the other way round.
import { WasmPseudoLinkError } from './errors.mjs';
import { guardForJavaScript } from './guard.mjs';
import { callbackDead } from './lend_bound.mjs';
import { isSignature } from './signatures.mjs';
import { makeThunk } from './thunks.mjs';

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
 * Puts a JavaScript function into a module's table: a slot of its own, freed by remove(), with the module, or with main,
 * to which JavaScript belongs.
 * @param {object} program the app
 * @param {object} other instance that will call it
 * @param {Function} func gets and returns numbers (bigint for j); what it throws ends the call into the module
 * @param {string} signature as the module calls it, e.g. "iii"
 * @returns {number} index in the module's table
 * @throws {WasmPseudoLinkError} BAD_OPTION, WRONG_SIGNATURE, TABLE_FULL
 */
export function lendJavaScript(program, other, func, signature) {
  checkFunction(other.name, func, signature);
  const owner = program.main.instance;
  const name = { text: `function "${signature}" of JavaScript` };
  const dead = () => {
    throw callbackDead(owner, other, name.text);
  };
  let called = func;
  const kill = () => {
    called = dead;
  };
  const thunk = javaScriptThunk(signature, (...args) => called(...args));
  const index = other.table.addMortal(thunk, owner, { kill, tombstone: () => javaScriptThunk(signature, dead) });
  name.text = `function ${index} "${signature}" of JavaScript`;
  return index;
}

/**
 * Takes back what lendJavaScript() put into a module's table.
 * @param {object} other the instance
 * @param {number} pointer
 * @returns {boolean} false for any other pointer
 */
export function takeJavaScriptBack({ table }, pointer) {
  const index = pointer >>> 0;
  const slot = table.byIndex.get(index);
  // Mortal only there: where other modules have lent it to, it is theirs.
  return Boolean(slot?.mortal) && fromJavaScript.has(slot.func) && table.remove(index);
}

/**
 * Checks a JavaScript function that is to become a wasm function.
 * @param {string} module for the error
 * @param {unknown} func
 * @param {unknown} signature
 * @throws {WasmPseudoLinkError} BAD_OPTION, WRONG_SIGNATURE
 */
export function checkFunction(module, func, signature) {
  if (typeof func !== 'function')
    throw new WasmPseudoLinkError(
      'BAD_OPTION',
      module,
      `a value of type ${typeof func} is given where a function is wanted`,
      'pass a function and its signature, e.g. addFunction((a, b) => a + b, "iii")',
    );
  if (isSignature(signature)) return;
  throw new WasmPseudoLinkError(
    'WRONG_SIGNATURE',
    module,
    `${JSON.stringify(signature) ?? 'nothing'} is no signature`,
    'give letters v i j f d, the result first, e.g. "vii"',
  );
}

/**
 * The function behind a function pointer of a module, for JavaScript: guarded, whichever wasm module it belongs to. JavaScript's
 * own is returned as it is.
 * @param {object} program the app
 * @param {object} self instance that the pointer belongs to
 * @param {number} pointer
 * @returns {Function}
 * @throws {WasmPseudoLinkError} BAD_POINTER
 */
export function functionAt(program, self, pointer) {
  self.requireCallable();
  const { func, slot } = self.table.get(pointer);
  if (fromJavaScript.has(func)) return func; // it throws what it throws, which is no fault of a module
  return guardForJavaScript(program, slot?.owner ?? self, `function ${pointer >>> 0}`, func);
}
