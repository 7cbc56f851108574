// Shapes of JSON data: what a value must be, with every difference as a sentence.
/** @import { Kind } from '../base/kinds.mjs' */
import { dictionary } from '../base/dictionary.mjs';
import { OBJECT, isOfKind, shown } from '../base/kinds.mjs';
import { isObject } from '../base/predicates.mjs';

/** @typedef {(text: string) => void} Problem notes what is wrong */

/** @typedef {(value: any, at: string, problem: Problem) => void} Shape at: the value's place, memory.initial */

/** @type {Kind} */
const LIST = [(value) => Array.isArray(value), 'a list'];

/**
 * @param {Kind} kind
 * @returns {Shape}
 */
export const mustBe = (kind) => (value, at, problem) => {
  if (isOfKind(value, kind)) return;
  const found = value === undefined ? 'is missing' : `is ${shown(value)}`;
  problem(`"${at.slice(0, 200)}" must be ${kind[1]}, but ${found}`);
};

/**
 * @param {Shape} shape
 * @returns {Shape}
 */
export const optional = (shape) => (value, at, problem) => {
  if (value !== undefined) shape(value, at, problem);
};

/**
 * @param {Record<string, Shape>} shapes by name of the field; others are ignored
 * @returns {Shape}
 */
export const record = (shapes) => (value, at, problem) => {
  if (!isObject(value)) return mustBe(OBJECT)(value, at, problem);
  for (const [name, shape] of Object.entries(shapes)) shape(value[name], at ? `${at}.${name}` : name, problem);
  return undefined;
};

/**
 * @param {Shape} shape of each item
 * @returns {Shape}
 */
export const listOf = (shape) => (value, at, problem) => {
  if (!Array.isArray(value)) return mustBe(LIST)(value, at, problem);
  value.forEach((item, index) => shape(item, `${at}[${index}]`, problem));
  return undefined;
};

/**
 * @param {Shape} shape of each field
 * @returns {Shape} an object that has such fields by any names
 */
export const byName = (shape) => (value, at, problem) => {
  if (!isObject(value)) return mustBe(OBJECT)(value, at, problem);
  for (const [name, item] of Object.entries(value)) shape(item, `${at}.${name}`, problem);
  return undefined;
};

/** What a copy may have: a hundred times as much as the manifest of the largest app. */
const MOST = { levels: 32, values: 1_000_000 };

/**
 * Copies data, so that what was checked is what is used, whatever getters and Proxies do.
 * @param {unknown} data
 * @returns {unknown} the same in objects without prototype, and arrays
 * @throws {Error} what a getter or Proxy throws, and for data that is too deep or too much
 */
export function copyData(data) {
  let values = 0;
  /** @type {(value: unknown, level: number) => unknown} */
  const copy = (value, level) => {
    values += 1;
    if (level > MOST.levels) throw new RangeError(`it is nested more than ${MOST.levels} levels deep`);
    if (values > MOST.values) throw new RangeError(`it has more than ${MOST.values} values`);
    if (Array.isArray(value)) return Array.from(value, (item) => copy(item, level + 1));
    if (!isObject(value)) return value;
    return dictionary(Object.entries(value).map(([name, item]) => [name, copy(item, level + 1)]));
  };
  return copy(data, 0);
}
