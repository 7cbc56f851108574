// JavaScript functions as function pointers of a module, and the other way round.
import { WasmPseudoLinkError } from './errors.mjs';
import { guardForJavaScript } from './guard.mjs';
import { callbackDead } from './lend_bound.mjs';
import { isSignature } from './signatures.mjs';
import { makeThunk } from './thunks.mjs';

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
  const thunk = makeThunk(signature, (...args) => called(...args));
  const index = other.table.addMortal(thunk, owner, { kill, tombstone: () => makeThunk(signature, dead) });
  name.text = `function ${index} "${signature}" of JavaScript`;
  return index;
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
 * The function behind a function pointer of a module, for JavaScript: guarded, whichever wasm module it belongs to.
 * @param {object} program the app
 * @param {object} self instance that the pointer belongs to
 * @param {number} pointer
 * @returns {Function}
 * @throws {WasmPseudoLinkError} BAD_POINTER
 */
export function functionAt(program, self, pointer) {
  self.requireCallable();
  const { func, slot } = self.table.get(pointer);
  const owner = slot?.owner ?? self;
  if (owner.entry.kind === 'javascript') return func; // it throws what it throws
  return guardForJavaScript(program, owner, `function ${pointer >>> 0}`, func);
}
