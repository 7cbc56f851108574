// Guarded calls: a JavaScript frame that keeps a trap or exception of one module away from its caller.
import { WasmPseudoLinkError } from './errors.mjs';
import { putExitCodeBack } from './exit_code.mjs';
import { getOrMake } from './get_or_make.mjs';
import { REFUSED, guardCalls } from './guard_calls.mjs';
import { zeroOf } from './signatures.mjs';
import { makeThunk } from './thunks.mjs';

/**
 * Puts a guard around a function of a module.
 * A trap or exception ends the call, all stack pointers return to where they were, and fail(failure) decides what the
 * caller sees. abort() and exit() leave the called module failed.
 * Cost when nothing happens: a JavaScript frame and one stackSave per live module.
 * @param {object} program the app
 * @param {object} target instance that is called
 * @param {string} name of the function, for error texts
 * @param {Function} func
 * @param {(failure: { kind: string, text: string, cause: unknown }) => unknown} fail
 * @param {object | null} [caller] instance whose call error each call clears
 * @returns {Function}
 */
export function guardFunction(program, target, name, func, fail, caller = null) {
  const { stacks } = program;
  return guardCalls(func, {
    enter() {
      if (caller) caller.callError = caller.lastCallError = '';
      if (target.state !== 'ready' && target.state !== 'constructing') return REFUSED;
      target.entered += 1;
      return stacks.save(program.live);
    },
    leave(mark) {
      if (caller) caller.callError = caller.lastCallError = ''; // also of what failed inside the call
      target.entered -= 1;
      stacks.drop(mark);
    },
    failed(thrown, mark) {
      stacks.restore(mark);
      stacks.drop(mark);
      target.entered -= 1;
      return fail(settleFailure(program, target, name, thrown));
    },
    refused: () => fail(refusal(target)),
  });
}

/**
 * The failure of a call that is not made since its module cannot be called.
 * @param {object} target instance
 * @returns {{ kind: 'refused', text: string, cause: Error }}
 */
export function refusal(target) {
  try {
    target.requireCallable();
  } catch (cause) {
    return { kind: 'refused', text: cause.message, cause };
  }
  throw new Error('Internal error: a callable module was refused');
}

/**
 * Says how a guarded call ended; abort() and exit() leave the called module failed.
 * @param {object} program the app
 * @param {object} target instance that was called
 * @param {string} name of the function
 * @param {unknown} thrown
 * @returns {{ kind: string, text: string, cause: unknown }}
 */
export function settleFailure(program, target, name, thrown) {
  const failure = program.describe(target, thrown, name);
  if (failure.kind === 'exit') putExitCodeBack(program.stacks.exitCode);
  if (failure.kind === 'abort' || failure.kind === 'exit') {
    const ended = whoEnded(program, target);
    ended.fail(failure.text);
    if (ended === target) ended.failure = failure.text; // abort() noted its text only, without the function
  }
  return failure;
}

/** Emscripten says who called abort(); who called exit() is taken to be the called module. */
function whoEnded(program, target) {
  const aborted = program.live.find((instance) => instance.aborting !== null) ?? target;
  aborted.aborting = null;
  return aborted;
}

/**
 * A guarded function for another module: after a failure the caller's rb_call_error has the text, its error handler
 * (rb_on_call_error) has run, and the call returns zero of its result type.
 * @param {object} program the app
 * @param {object} target instance that is called
 * @param {string} name
 * @param {Function} func
 * @param {string | null} signature
 * @param {object} caller instance that calls
 * @returns {Function} plain JavaScript function, good as a wasm import
 */
export function guardForModule(program, target, name, func, signature, caller) {
  const zero = zeroOf(signature);
  const fail = (failure) => {
    tellCaller(caller, failure.text);
    return zero;
  };
  return guardFunction(program, target, name, func, fail, caller);
}

/**
 * Tells a module that a call it made has failed.
 * @param {object} caller instance
 * @param {string} text
 */
export function tellCaller(caller, text) {
  caller.callError = text;
  caller.onCallError?.();
  caller.lastCallError = text; // after the handler, which may make guarded calls
}

/**
 * The same as a wasm function that can live in the caller's table; made once per caller, function and signature.
 * @param {object} program the app
 * @param {object} target instance that is called
 * @param {string} name
 * @param {Function} func
 * @param {string} signature
 * @param {object} caller instance that calls
 * @returns {Function} exported wasm function
 */
export function guardedThunk(program, target, name, func, signature, caller) {
  const forCaller = getOrMake(target.guards, caller, () => new Map());
  const forFunction = getOrMake(forCaller, func, () => new Map());
  return getOrMake(forFunction, signature, () =>
    makeThunk(signature, guardForModule(program, target, name, func, signature, caller)),
  );
}

/**
 * A guarded function for JavaScript: failures are thrown.
 * A side stays usable after a trap or exception. The main module does not: it, and the sides that it reaches by direct
 * calls, are marked failed, since no destructor of main ran.
 * @param {object} program the app
 * @param {object} target instance that is called
 * @param {string} name
 * @param {Function} func
 * @returns {Function} throws WasmPseudoLinkError GUARDED_CALL_FAILED, UNGUARDED_CALL_FAILED (main), MODULE_FAILED,
 *   MODULE_CLOSED
 */
export function guardForJavaScript(program, target, name, func) {
  return guardFunction(program, target, name, func, (failure) => {
    if (failure.kind === 'refused') throw failure.cause;
    if (target.isMain) throw program.failDirectly(target, failure);
    throw new WasmPseudoLinkError('GUARDED_CALL_FAILED', target.name, failure.text, remedyFor(target), {
      function: name,
      kind: failure.kind,
      cause: failure.cause,
    });
  });
}

function remedyFor(target) {
  if (target.state !== 'failed') return 'the module stays usable';
  return target.entry.lazy ? 'close it and open it anew' : 'load the app anew';
}
