// The JavaScript frame of a guarded call, written out for few arguments: calls without rest arrays cost a third.

/** What enter() of a guard returns when the call must not be made. */
export const REFUSED = -1;

/**
 * Wraps a function so that guard.enter() runs before it and guard.leave(mark) or guard.failed(thrown, mark) after it.
 * @param {Function} func an exported wasm function; its length says how many arguments it takes
 * @param {{ enter: () => number, leave: (mark: number) => void, failed: (thrown: unknown, mark: number) => unknown,
 *   refused: () => unknown }} guard
 * @returns {Function}
 */
export function guardCalls(func, guard) {
  const wrap = BY_COUNT[func.length] ?? guardMany;
  return wrap(func, guard);
}

function guardNone(func, guard) {
  return () => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func();
    } catch (thrown) {
      return guard.failed(thrown, mark);
    }
    guard.leave(mark);
    return result;
  };
}

function guardOne(func, guard) {
  return (a) => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func(a);
    } catch (thrown) {
      return guard.failed(thrown, mark);
    }
    guard.leave(mark);
    return result;
  };
}

function guardTwo(func, guard) {
  return (a, b) => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func(a, b);
    } catch (thrown) {
      return guard.failed(thrown, mark);
    }
    guard.leave(mark);
    return result;
  };
}

function guardThree(func, guard) {
  return (a, b, c) => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func(a, b, c);
    } catch (thrown) {
      return guard.failed(thrown, mark);
    }
    guard.leave(mark);
    return result;
  };
}

function guardMany(func, guard) {
  return (...args) => {
    const mark = guard.enter();
    if (mark === REFUSED) return guard.refused();
    let result;
    try {
      result = func(...args);
    } catch (thrown) {
      return guard.failed(thrown, mark);
    }
    guard.leave(mark);
    return result;
  };
}

const BY_COUNT = [guardNone, guardOne, guardTwo, guardThree];
