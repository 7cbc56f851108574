// Kinds of values that arguments and fields of a manifest may be: a question, and the words for it in errors.
import { isCount, isObject } from './predicates.mjs';

/**
 * `each`: what an object has by any names.
 * @typedef {readonly [test: (value: any) => boolean, words: string, each?: Kind]} Kind
 */

/**
 * @param {unknown} value whatever a user gave: a Proxy may throw at any question
 * @param {Kind} kind
 * @returns {boolean} whether the value is of the kind
 */
export function isOfKind(value, [test]) {
  try {
    return test(value);
  } catch {
    return false;
  }
}

/**
 * A short text for any value. It asks an object for nothing, so that no getter, Proxy or toString can interfere.
 * @param {unknown} value
 * @returns {string} such as `"app"`, `5`, `an object`
 */
export function shown(value) {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}...` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return isObject(value) ? 'an object' : 'an array';
}

/** @type {Kind} */
export const TEXT = [(value) => typeof value === 'string', 'a text'];
/** @type {Kind} */
export const FUNCTION = [(value) => typeof value === 'function', 'a function'];
/** @type {Kind} */
export const BOOLEAN = [(value) => typeof value === 'boolean', 'true or false'];
/** @type {Kind} */
export const OBJECT = [isObject, 'an object'];

/** @type {Kind} */
export const NAME = [(value) => TEXT[0](value) && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value), 'a C identifier'];

/** @type {Kind} */
export const HASH = [
  (value) => TEXT[0](value) && /^sha384-[A-Za-z0-9+/]{64}$/.test(value),
  'a hash "sha384-<64 characters of base64>"',
];

/**
 * @param {string[]} names
 * @returns {Kind} one of these texts
 */
export const oneOf = (names) => [(value) => names.includes(value), names.map((name) => `"${name}"`).join(' or ')];

/**
 * @param {string} unit
 * @param {number} last
 * @returns {Kind} a whole number from 0 to `last`
 */
export const countUpTo = (unit, last) => [
  (value) => isCount(value) && value <= last,
  `a whole number of ${unit} from 0 to ${last}`,
];

/**
 * @param {Kind} each
 * @param {string} words
 * @returns {Kind} an object of such values by any names
 */
export const objectOf = (each, words) => [isObject, words, each];
