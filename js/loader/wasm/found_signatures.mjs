// The type of a wasm function, which no engine tells: it is found by trying.
import { makeThunk } from './thunks.mjs';

/** So many types are tried at most, about 20 us each the first time. */
const MOST_TRIES = 400;

/** @type {WeakMap<Function, string | null>} */
const found = /* @__PURE__ */ new WeakMap();

/**
 * @param {Function} func exported wasm function
 * @returns {string | null} its signature, "vii"; null if its type has no letters, or if there are too many types to try
 */
export function signatureOf(func) {
  const known = found.get(func);
  if (known !== undefined) return known;
  const signature = candidates(func.length).find((each) => hasType(func, each)) ?? null;
  found.set(func, signature);
  return signature;
}

/**
 * All types of so many parameters; those of i32 alone come first.
 * @param {number} count of parameters
 */
function candidates(count) {
  const alike = 'i'.repeat(count);
  const results = [...'vijfd'];
  const mixed = 5 * 4 ** count > MOST_TRIES ? [] : combinations(count);
  return [alike, ...mixed].flatMap((parameters) => results.map((result) => result + parameters));
}

/**
 * @param {number} count
 * @returns {string[]}
 */
function combinations(count) {
  if (count === 0) return [''];
  return combinations(count - 1).flatMap((before) => [...'ijfd'].map((letter) => before + letter));
}

/**
 * @param {Function} func
 * @param {string} signature
 */
function hasType(func, signature) {
  try {
    makeThunk(signature, func); // an import of wasm must have the very type
    return true;
  } catch {
    return false;
  }
}
