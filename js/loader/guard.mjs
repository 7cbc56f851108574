// Guarded calls: a JavaScript frame that keeps a trap or exception of one module away from its caller.
import { WasmPseudoLinkError } from './errors.mjs';
import { putExitCodeBack, readExitCode } from './exit_code.mjs';
import { zeroOf } from './signatures.mjs';
import { makeThunk } from './thunks.mjs';

/**
 * Saved stack pointers of all live modules, as one stack of numbers for nested guarded calls of one app.
 */
export class StackKeeper {
  constructor() {
    this.saved = [];
    this.top = 0;
  }

  /**
   * @param {object[]} instances live modules
   * @returns {number} mark to give to restore() and drop()
   */
  save(instances) {
    const mark = this.top;
    for (let index = 0; index < instances.length; index += 1)
      this.saved[this.top++] = instances[index].runtime.stackSave();
    return mark;
  }

  /**
   * Puts the stack pointers back that save() noted.
   * @param {object[]} instances the same list that save() got
   * @param {number} mark
   */
  restore(instances, mark) {
    for (let index = 0; index < instances.length; index += 1) {
      if (instances[index].state !== 'closed') instances[index].runtime.stackRestore(this.saved[mark + index]);
    }
  }

  /** @param {number} mark */
  drop(mark) {
    this.top = mark;
  }
}

/**
 * Puts a guard around a function of a module.
 * A trap or exception ends the call, all stack pointers return to where they were, and fail(failure) decides what the
 * caller sees. abort() and exit() leave the called module failed.
 * Cost when nothing happens: a JavaScript frame and one stackSave per live module, some 10 ns.
 * @param {object} program the app
 * @param {object} target instance that is called
 * @param {string} name of the function, for error texts
 * @param {Function} func
 * @param {(failure: { kind: string, text: string, cause: unknown }) => unknown} fail
 * @returns {Function}
 */
export function guardFunction(program, target, name, func, fail) {
  const { stacks } = program;
  return (...args) => {
    if (target.state !== 'ready' && target.state !== 'constructing') return fail(refuse(target));
    const instances = program.live;
    const mark = stacks.save(instances);
    const exitCode = readExitCode();
    let failure;
    target.entered += 1;
    try {
      return func(...args);
    } catch (thrown) {
      stacks.restore(instances, mark);
      failure = settle(program, target, name, thrown);
      if (failure.kind === 'exit') putExitCodeBack(exitCode);
    } finally {
      target.entered -= 1;
      stacks.drop(mark);
    }
    return fail(failure);
  };
}

function refuse(target) {
  try {
    target.requireCallable();
  } catch (cause) {
    return { kind: 'refused', text: cause.message, cause };
  }
  throw new Error('Internal error: a callable module was refused');
}

function settle(program, target, name, thrown) {
  const failure = program.describe(target, thrown, name);
  if (failure.kind === 'abort' || failure.kind === 'exit') whoEnded(program, target).fail(failure.text);
  return failure;
}

/** Emscripten says who called abort(); who called exit() is taken to be the called module. */
function whoEnded(program, target) {
  const aborted = program.live.find((instance) => instance.aborting) ?? target;
  aborted.aborting = false;
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
  const guarded = guardFunction(program, target, name, func, (failure) => {
    caller.callError = failure.text;
    caller.onCallError?.();
    return zero;
  });
  return (...args) => {
    caller.callError = '';
    return guarded(...args);
  };
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

function getOrMake(map, key, make) {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
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
