// Functions that another module calls by a pointer: a C++ exception or longjmp() must not leave them for its frames.
//
// If it did, and a module below caught its own exception or had called setjmp(), the frames of the other module between
// them would be gone without a word: with their stack pointer left behind, and without their destructors where the two
// modules treat exceptions in different ways. So what leaves such a function is replaced by an error that no wasm
// catches: the nearest guarded call ends with it. Direct calls need no border: imports make no circle, so that one of
// the calls between two frames of a module goes by a pointer.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { BorderError, describeException } from '../guard/failures.mjs';
import { makeThunk } from '../wasm/thunks.mjs';
import { makeCatchingThunk } from '../wasm/catching_thunks.mjs';

/**
 * A border that a function has: tags of the exceptions that wasm can catch, or a JavaScript frame where modules throw
 * JavaScript values.
 * @typedef {object} Border
 * @property {WebAssembly.Tag[]} tags
 * @property {boolean} needsFrame
 * @property {(thrown: unknown) => never} refuse
 */

/**
 * The border between a module and one that calls its functions.
 * @param {Program} program the app
 * @param {ModuleInstance} owner instance that has the function
 * @param {ModuleInstance} caller instance that calls it
 * @param {{ text: string }} name of the function, for the error
 * @returns {Border | null} null: neither throws anything
 */
export function borderBetween(program, owner, caller, name) {
  const runtimes = [owner, caller].flatMap(({ runtime }) => runtime ?? []);
  const tags = [...new Set(runtimes.flatMap((runtime) => runtime.tags?.() ?? []))];
  const needsFrame = runtimes.some((runtime) => runtime.throwsJavaScript);
  if (tags.length === 0 && !needsFrame) return null;
  const refuse = (/** @type {unknown} */ thrown) => {
    const others = program.live.filter((instance) => instance !== owner);
    const described = describeException(thrown, [owner, ...others]);
    if (!described) throw thrown;
    throw new BorderError(`${described.text}, out of ${owner.name}.${name.text} and over a frame of ${caller.name}`);
  };
  return { tags, needsFrame, refuse };
}

/**
 * A function with a border around it. Cost: none while nothing is thrown but a call from wasm to wasm, or a JavaScript
 * frame if one of the two modules throws by JavaScript (-fexceptions, longjmp() without -fwasm-exceptions).
 * @param {Border} border
 * @param {string} signature
 * @param {Function} func exported wasm function
 * @returns {Function} exported wasm function
 */
export function withBorder({ tags, needsFrame, refuse }, signature, func) {
  const inner = tags.length > 0 ? makeCatchingThunk(signature, func, tags, refuse) : func;
  if (!needsFrame) return inner;
  return makeThunk(signature, (/** @type {unknown[]} */ ...args) => {
    try {
      return inner(...args);
    } catch (thrown) {
      return refuse(thrown);
    }
  });
}
