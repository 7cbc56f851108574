// Lends a function with its context to another module: callbacks with captures.
import { MOST_BOUND_PARAMETERS, bindFunction } from './bound_functions.mjs';
import { WasmPseudoLinkError } from './errors.mjs';
import { guardForModule } from './guard.mjs';
import { noteReach } from './function_pointers.mjs';
import { makeThunk } from './thunks.mjs';

/**
 * Puts a bound function into the other's table: a slot of its own, freed by remove() or with the lender.
 * @param {object} program the app
 * @param {object} self instance that lends
 * @param {object} other instance that will call it
 * @param {{ pointer: number, context: number, signature: string, guarded: boolean }} what pointer: function pointer of
 *   self whose first parameter is the context; signature: as the other calls it, without the context
 * @returns {number} index in the other's table
 * @throws {WasmPseudoLinkError} BAD_POINTER, WRONG_SIGNATURE, TABLE_FULL
 */
export function lendBound(program, self, other, { pointer, context, signature, guarded }) {
  const name = { text: `callback "${signature}"` };
  const dead = () => {
    throw callbackDead(self, other, name.text);
  };
  const bound = bind(self, pointer, context, signature, dead);
  const inTable = guarded && !other.guardsItself
    ? (func) => makeThunk(signature, guardForModule(program, self, name.text, func, signature, other))
    : (func) => func;
  const tombstone = () => inTable(makeThunk(signature, dead));
  const index = other.table.addMortal(inTable(bound.func), self, { kill: bound.kill, tombstone });
  name.text = `callback ${index} "${signature}"`;
  if (!guarded) noteReach(other, self);
  return index;
}

function bind(self, pointer, context, signature, dead) {
  const { func } = self.table.get(pointer);
  const wrong = (what) =>
    new WasmPseudoLinkError(
      'WRONG_SIGNATURE',
      self.name,
      `function ${pointer} ${what}`,
      'give the signature as it is called, and a function that takes the context before the rest',
    );
  if (signature.length - 1 > MOST_BOUND_PARAMETERS) throw wrong('has more parameters than a callback can have');
  try {
    return bindFunction(signature, func, context, dead);
  } catch (error) {
    if (!(error instanceof WebAssembly.LinkError)) throw error;
    throw wrong(`does not take (context, ...) as "${signature}" says`);
  }
}

/**
 * The error for a callback that was called too late.
 * @param {object} self instance that lent it
 * @param {object} other instance that called it
 * @param {string} name
 * @returns {WasmPseudoLinkError} CALLBACK_DEAD
 */
export function callbackDead(self, other, name) {
  return new WasmPseudoLinkError(
    'CALLBACK_DEAD',
    self.name,
    `${name}, lent to ${other.name}, was called after it was taken back`,
    `keep it alive for as long as ${other.name} may call it`,
  );
}
