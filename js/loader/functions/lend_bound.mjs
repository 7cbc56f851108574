// Lends a function with its context to another module: callbacks with captures.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { MOST_BOUND_PARAMETERS, bindFunction } from './bound_functions.mjs';
import { borderBetween, withBorder } from './borders.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { guardForModule } from '../guard/guard.mjs';
import { makeThunk } from '../wasm/thunks.mjs';

/**
 * Puts a bound function into the other's table: a slot of its own, freed by remove() or with the lender.
 * @param {Program} program the app
 * @param {ModuleInstance} self instance that lends
 * @param {ModuleInstance} other instance that will call it
 * @param {{ pointer: number, context: number, signature: string, guarded: boolean }} what pointer: function pointer of
 *   self whose first parameter is the context; signature: as the other calls it, without the context
 * @returns {number} index in the other's table
 * @throws {WasmPseudoLinkError} BAD_POINTER, WRONG_SIGNATURE, TABLE_FULL
 */
export function lendBound(program, self, other, { pointer, context, signature, guarded }) {
  const name = { text: `callback "${signature}"` };
  const throwRevoked = () => {
    throw callbackRevoked(self, other, name.text);
  };
  const bound = bind(self, pointer, context, signature, throwRevoked);
  const isGuarded = guarded && !other.guardsItself;
  const border = isGuarded ? null : borderBetween(program, self, other, name);
  const inTable = (/** @type {Function} */ func) => {
    if (isGuarded) return makeThunk(signature, guardForModule(program, self, name.text, func, signature, other));
    return border ? withBorder(border, signature, func) : func;
  };
  if (!isGuarded) program.noteReach(other, self);
  const makeRevoked = () => inTable(makeThunk(signature, throwRevoked));
  const index = other.table.addRevocable(inTable(bound.func), self, { revoke: bound.revoke, makeRevoked });
  name.text = `callback ${index} "${signature}"`;
  return index;
}

/**
 * @param {ModuleInstance} self
 * @param {number} pointer
 * @param {number} context
 * @param {string} signature
 * @param {() => never} throwRevoked
 */
function bind(self, pointer, context, signature, throwRevoked) {
  const { func } = self.table.get(pointer);
  /** @param {string} what */
  const wrong = (what) =>
    new WasmPseudoLinkError(
      'WRONG_SIGNATURE',
      self.name,
      `function ${pointer} ${what}`,
      'give the signature as it is called, and a function that takes the context before the rest',
    );
  if (signature.length - 1 > MOST_BOUND_PARAMETERS) throw wrong('has more parameters than a callback can have');
  try {
    return bindFunction(signature, func, context, throwRevoked);
  } catch (error) {
    if (!(error instanceof WebAssembly.LinkError)) throw error;
    throw wrong(`does not take (context, ...) as "${signature}" says`);
  }
}

/**
 * The error for a callback that was called too late.
 * @param {ModuleInstance} self instance that lent it
 * @param {ModuleInstance} other instance that called it
 * @param {string} name
 * @returns {WasmPseudoLinkError} CALLBACK_DEAD
 */
export function callbackRevoked(self, other, name) {
  return new WasmPseudoLinkError(
    'CALLBACK_DEAD',
    self.name,
    `${name}, lent to ${other.name}, was called after it was taken back`,
    `keep it alive for as long as ${other.name} may call it`,
  );
}
