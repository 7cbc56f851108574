// Guarded calls: a JavaScript frame that keeps a trap or exception of one module away from its caller.
/** @import { Failure, Program } from '../app/program.mjs' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { restoreExitCode } from '../base/exit_code.mjs';
import { argumentFault } from './argument_faults.mjs';
import { REFUSED, guardCalls } from './guard_calls.mjs';
import { zeroOf } from '../base/signatures.mjs';
import { makeThunk } from '../wasm/thunks.mjs';

/**
 * What a guard does besides, each where it is given.
 * @typedef {object} GuardOptions
 * @property {ModuleInstance} [caller] instance whose call error each call clears
 * @property {boolean} [isEntry] whether JavaScript calls: where target is main, a failure then ends main
 * @property {(thrown: unknown, args: unknown[]) => unknown} [refuseArguments] error of a call that was not made because
 *   of its arguments, to be thrown
 */

/**
 * Puts a guard around a function of a module.
 * A trap or exception ends the call, all stack pointers return to where they were, and fail(failure) decides what the
 * caller sees. abort() and exit() leave the called module failed.
 * Cost when nothing happens: a JavaScript frame, and one stackSave for the target and for each module that it can enter
 * without a guard (stack_keeper.mjs).
 * @param {Program} program the app
 * @param {ModuleInstance} target instance that is called
 * @param {string} name of the function, for error texts
 * @param {Function} func
 * @param {(failure: Failure) => unknown} fail
 * @param {GuardOptions} [options]
 * @returns {Function}
 */
export function guardFunction(program, target, name, func, fail, { caller, isEntry, refuseArguments } = {}) {
  const { stacks } = program;
  return guardCalls(func, {
    stacks,
    target,
    failsMain: Boolean(isEntry && target.isMain),
    enter() {
      caller?.clearCallError();
      if (!target.isCallable) return REFUSED;
      const mark = stacks.enter(program.stacksOf(target));
      target.entered += 1; // as the end of the call counts down: without a function
      return mark;
    },
    leave() {
      if (stacks.owed) stacks.settle();
      caller?.clearCallError(); // also of what failed inside the call
    },
    failed(thrown, args) {
      stacks.restore();
      const fault = refuseArguments?.(thrown, args);
      if (fault) {
        stacks.settled();
        throw fault;
      }
      const failure = settleFailure(program, target, name, thrown);
      if (stacks.mainIsLost) program.failDirectly(/** @type {ModuleInstance} */ (program.main.instance), failure);
      stacks.settled();
      return fail(failure);
    },
    refused: () => fail(refusal(target)),
  });
}

/**
 * The failure of a call that is not made since its module cannot be called.
 * @param {ModuleInstance} target instance
 * @returns {Failure} of kind "refused"
 */
export function refusal(target) {
  try {
    target.requireCallable();
  } catch (cause) {
    return { kind: 'refused', text: textOf(cause), cause };
  }
  throw new Error('Internal error: a callable module was refused');
}

/**
 * Says how a guarded call ended; abort() and exit() leave the called module failed.
 * @param {Program} program the app
 * @param {ModuleInstance} target instance that was called
 * @param {string} name of the function
 * @param {unknown} thrown
 * @returns {Failure}
 */
export function settleFailure(program, target, name, thrown) {
  const failure = program.describe(target, thrown, name);
  if (failure.kind === 'exit') restoreExitCode(program.stacks.exitCode);
  if (failure.kind === 'abort' || failure.kind === 'exit') {
    const ended = whoEnded(program, target);
    ended.fail(failure.text);
    if (ended === target) ended.explainFailure(failure.text); // abort() noted its text only, without the function
  }
  return failure;
}

/**
 * Emscripten says who called abort(); who called exit() is taken to be the called module.
 * @param {Program} program the app
 * @param {ModuleInstance} target
 * @returns {ModuleInstance}
 */
function whoEnded(program, target) {
  const aborted = program.live.find((instance) => instance.aborting !== null) ?? target;
  aborted.forgetAbort();
  return aborted;
}

/**
 * A guarded function for another module: after a failure the caller's rb_call_error has the text, its error handler
 * (rb_on_call_error) has run, and the call returns zero of its result type.
 * @param {Program} program the app
 * @param {ModuleInstance} target instance that is called
 * @param {string} name
 * @param {Function} func
 * @param {string | null} signature
 * @param {ModuleInstance} caller instance that calls
 * @returns {Function} plain JavaScript function, good as a wasm import
 */
export function guardForModule(program, target, name, func, signature, caller) {
  const zero = zeroOf(signature);
  /** @param {Failure} failure */
  const fail = (failure) => {
    caller.reportCallError(failure.text, failure.cause);
    return zero;
  };
  return guardFunction(program, target, name, func, fail, { caller });
}

/**
 * The same as a wasm function that can live in the caller's table; made once per caller, function and signature.
 * @param {Program} program the app
 * @param {ModuleInstance} target instance that is called
 * @param {string} name
 * @param {Function} func
 * @param {string} signature
 * @param {ModuleInstance} caller instance that calls
 * @returns {Function} exported wasm function
 */
export function guardedThunk(program, target, name, func, signature, caller) {
  return target.guardedFor(caller, func, signature, () =>
    makeThunk(signature, guardForModule(program, target, name, func, signature, caller)),
  );
}

/**
 * A guarded function for JavaScript: failures are thrown.
 * A side stays usable after a trap or exception. The main module does not: it, and the sides that it reaches by direct
 * calls, are marked failed, since no destructor of main ran.
 * @param {Program} program the app
 * @param {ModuleInstance} target instance that is called
 * @param {string} name
 * @param {Function} func
 * @param {string | null} [signature] null: unknown
 * @returns {Function} throws WasmPseudoLinkError GUARDED_CALL_FAILED, UNGUARDED_CALL_FAILED (main), MODULE_FAILED,
 *   MODULE_CLOSED, BAD_OPTION (an argument that the engine cannot convert: the function was not entered)
 */
export function guardForJavaScript(program, target, name, func, signature = null) {
  return guardFunction(program, target, name, func, (failure) => throwFailure(program, target, name, failure), {
    isEntry: true,
    refuseArguments: (thrown, args) => argumentFault(target, name, signature, thrown, args),
  });
}

/**
 * Makes the function by which calls from the event loop enter a module: timers, main loops, events, answers. What they
 * throw becomes an uncaught error. A module that has failed or ended gets no such call any more.
 * @param {Program} program the app
 * @param {ModuleInstance} target instance whose code func is
 * @param {string} name what calls it, for error texts
 * @returns {(func: () => unknown) => unknown} throws as guardForJavaScript, and MAIN_EXITED after exit() of main with a
 *   status other than 0, unless the option onExit takes it
 */
export function guardForLoop(program, target, name) {
  const run = (/** @type {() => unknown} */ func) => {
    try {
      return func();
    } catch (thrown) {
      if (thrown === 'unwind') return undefined; // how Emscripten goes on in a main loop; its stack stays as it is
      throw thrown;
    }
  };
  const fail = (/** @type {Failure} */ failure) => {
    if (failure.kind === 'refused') return;
    if (failure.kind !== 'exit' || !target.isMain) throwFailure(program, target, name, failure);
    const error = program.failDirectly(target, failure);
    const { onExit } = program.options;
    if (onExit) onExit(/** @type {number} */ (failure.status));
    else if (failure.status !== 0) throw error;
  };
  return /** @type {(func: () => unknown) => unknown} */ (
    guardFunction(program, target, name, run, fail, { isEntry: true })
  );
}

/**
 * @param {Program} program
 * @param {ModuleInstance} target
 * @param {string} name
 * @param {Failure} failure
 * @returns {never}
 */
function throwFailure(program, target, name, failure) {
  if (failure.kind === 'refused') throw failure.cause;
  if (target.isMain) throw program.failDirectly(target, failure);
  throw new WasmPseudoLinkError('GUARDED_CALL_FAILED', target.name, failure.text, remedyFor(target), {
    function: name,
    kind: failure.kind,
    cause: failure.cause,
  });
}

/** @param {ModuleInstance} target */
function remedyFor(target) {
  if (target.state !== 'failed') return 'the module stays usable';
  return target.entry.lazy ? 'close it and open it anew' : 'load the app anew';
}
