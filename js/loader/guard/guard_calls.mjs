// The JavaScript frame of a guarded call, written out for few arguments: calls without rest arrays cost a third.
//
// How a call ends is written out too: the JavaScript stack may have run out, and then no function can be called that
// would do it (stack_keeper.mjs).
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
/** @import { StackKeeper } from './stack_keeper.mjs' */

/** What enter() of a guard returns when the call must not be made. */
export const REFUSED = -1;

/**
 * What surrounds a call into an instance.
 * @typedef {object} Guard
 * @property {StackKeeper} stacks
 * @property {ModuleInstance} target
 * @property {boolean} failsMain whether a failure ends main
 * @property {() => number} enter begins the call in both of them, as the last thing that it does; returns the mark
 * @property {() => void} leave after the call has ended
 * @property {(thrown: unknown, args: Value[]) => unknown} failed after the call has ended by an exception
 * @property {() => unknown} refused
 */

/** @typedef {number | bigint} Value of a wasm function */

/**
 * Wraps a function so that guard.enter() runs before it and guard.leave() or guard.failed(thrown, args) after it.
 * @param {Function} func an exported wasm function; its length says how many arguments it takes
 * @param {Guard} guard
 * @returns {Function}
 */
export function guardCalls(func, guard) {
  const wrap = BY_COUNT[func.length] ?? guardMany;
  return wrap(func, guard);
}

/**
 * @param {Function} func
 * @param {Guard} guard
 */
function guardNone(func, guard) {
  const { stacks, target, failsMain } = guard;
  return () => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func();
    } catch (thrown) {
      stacks.depth = mark;
      if (stacks.owed <= mark) stacks.owed = mark + 1;
      if (failsMain) stacks.mainIsLost = true;
      target.entered -= 1;
      return guard.failed(thrown, []);
    }
    stacks.depth = mark;
    target.entered -= 1;
    guard.leave();
    return result;
  };
}

/**
 * @param {Function} func
 * @param {Guard} guard
 */
function guardOne(func, guard) {
  const { stacks, target, failsMain } = guard;
  return (/** @type {Value} */ a) => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func(a);
    } catch (thrown) {
      stacks.depth = mark;
      if (stacks.owed <= mark) stacks.owed = mark + 1;
      if (failsMain) stacks.mainIsLost = true;
      target.entered -= 1;
      return guard.failed(thrown, [a]);
    }
    stacks.depth = mark;
    target.entered -= 1;
    guard.leave();
    return result;
  };
}

/**
 * @param {Function} func
 * @param {Guard} guard
 */
function guardTwo(func, guard) {
  const { stacks, target, failsMain } = guard;
  return (/** @type {Value} */ a, /** @type {Value} */ b) => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func(a, b);
    } catch (thrown) {
      stacks.depth = mark;
      if (stacks.owed <= mark) stacks.owed = mark + 1;
      if (failsMain) stacks.mainIsLost = true;
      target.entered -= 1;
      return guard.failed(thrown, [a, b]);
    }
    stacks.depth = mark;
    target.entered -= 1;
    guard.leave();
    return result;
  };
}

/**
 * @param {Function} func
 * @param {Guard} guard
 */
function guardThree(func, guard) {
  const { stacks, target, failsMain } = guard;
  return (/** @type {Value} */ a, /** @type {Value} */ b, /** @type {Value} */ c) => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func(a, b, c);
    } catch (thrown) {
      stacks.depth = mark;
      if (stacks.owed <= mark) stacks.owed = mark + 1;
      if (failsMain) stacks.mainIsLost = true;
      target.entered -= 1;
      return guard.failed(thrown, [a, b, c]);
    }
    stacks.depth = mark;
    target.entered -= 1;
    guard.leave();
    return result;
  };
}

/**
 * @param {Function} func
 * @param {Guard} guard
 */
function guardMany(func, guard) {
  const { stacks, target, failsMain } = guard;
  return (/** @type {Value[]} */ ...args) => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func(...args);
    } catch (thrown) {
      stacks.depth = mark;
      if (stacks.owed <= mark) stacks.owed = mark + 1;
      if (failsMain) stacks.mainIsLost = true;
      target.entered -= 1;
      return guard.failed(thrown, args);
    }
    stacks.depth = mark;
    target.entered -= 1;
    guard.leave();
    return result;
  };
}

const BY_COUNT = [guardNone, guardOne, guardTwo, guardThree];
