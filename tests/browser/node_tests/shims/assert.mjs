// node:assert/strict, as much of it as the tests use.
import { worded } from './wording.mjs';

class AssertionError extends Error {
  name = 'AssertionError';
}

const shown = (value) => {
  try {
    return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part)) ?? String(value);
  } catch {
    return String(value);
  }
};

function fail(message, usual) {
  if (message instanceof Error) throw message;
  throw new AssertionError(message === undefined ? usual : `${message} (${usual})`);
}

function isSame(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Date || a instanceof Error) return String(a) === String(b) && Number(a) === Number(b);
  if (a instanceof Map || a instanceof Set) return isSame([...a], [...b]);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** Whether an error is what was expected: a class, a text's pattern, members, or whatever a function says. */
function isExpected(error, expected) {
  if (expected === undefined || typeof expected === 'string') return true;
  if (error instanceof Error) error.message = worded(error.message);
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === 'object')
    return Object.entries(expected).every(([key, value]) =>
      value instanceof RegExp ? value.test(error[key]) : isSame(error[key], value),
    );
  if (expected.prototype !== undefined && error instanceof expected) return true;
  return !(expected.prototype instanceof Error) && expected !== Error && expected.call({}, error) === true;
}

const check = (isRight, message, usual) => {
  if (!isRight) fail(message, usual());
};

const ok = (value, message) => check(value, message, () => `${shown(value)} is not true`);

export default Object.assign((value, message) => ok(value, message), {
  AssertionError,
  ok,
  fail: (message) => fail(message, 'failed'),
  equal: (a, b, message) => check(Object.is(worded(a), b), message, () => `${shown(a)} instead of ${shown(b)}`),
  notEqual: (a, b, message) => check(!Object.is(a, b), message, () => `${shown(a)} twice`),
  deepEqual: (a, b, message) => check(isSame(a, b), message, () => `${shown(a)} instead of ${shown(b)}`),
  notDeepEqual: (a, b, message) => check(!isSame(a, b), message, () => `${shown(a)} twice`),
  match: (text, pattern, message) =>
    check(pattern.test(worded(text)), message, () => `${shown(text)} does not match ${pattern}`),
  doesNotMatch: (text, pattern, message) =>
    check(!pattern.test(text), message, () => `${shown(text)} matches ${pattern}`),
  throws(action, expected, message) {
    let thrown;
    try {
      action();
    } catch (error) {
      thrown = { error };
    }
    if (!thrown) fail(message, 'nothing was thrown');
    if (!isExpected(thrown.error, expected)) throw thrown.error;
  },
  async rejects(promise, expected, message) {
    let thrown;
    try {
      await (typeof promise === 'function' ? promise() : promise);
    } catch (error) {
      thrown = { error };
    }
    if (!thrown) fail(message, 'nothing was thrown');
    if (!isExpected(thrown.error, expected)) throw thrown.error;
  },
});
