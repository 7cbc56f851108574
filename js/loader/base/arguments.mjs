// Checks of what users pass from JavaScript.
/** @import { Kind } from './kinds.mjs' */
import { dictionary } from './dictionary.mjs';
import { WasmPseudoLinkError, textOf } from './errors.mjs';
import { OBJECT, isOfKind, shown } from './kinds.mjs';
import { suggest } from './suggest.mjs';

/**
 * @param {string} module or ''
 * @param {string} what what was given
 * @param {string} remedy what is allowed
 * @param {unknown} [cause]
 * @returns {WasmPseudoLinkError} BAD_OPTION
 */
export function badOption(module, what, remedy, cause) {
  return new WasmPseudoLinkError('BAD_OPTION', module, what, remedy, cause === undefined ? {} : { cause });
}

/**
 * @param {string} module or ''
 * @param {string} what names the argument
 * @param {unknown} value
 * @param {Kind} kind
 * @param {string} [or] what else to do than to pass it
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function requireKind(module, what, value, kind, or = '') {
  if (!isOfKind(value, kind)) throw badOption(module, `${shown(value)} was given as ${what}`, `pass ${kind[1]}${or}`);
}

/**
 * How an object of options is read.
 * @typedef {object} Reading
 * @property {string} [module] name for the error
 * @property {string} all names the object: "the options"
 * @property {(name: string) => string} one names a field
 * @property {Readonly<Record<string, Kind>>} [kinds] by name
 * @property {Kind} [others] of fields that have other names, which are an error without it
 */

/** @type {Kind} */
export const ANYTHING = [() => true, 'anything'];

const OR_NOTHING = ', or leave it out';

/**
 * Reads an object of options: each field once, and none that is undefined.
 * @param {unknown} given undefined: no fields
 * @param {Reading} reading
 * @returns {Record<string, any>} a copy without prototype
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function readFields(given, { module = '', all, one, kinds = {}, others }) {
  const fields = dictionary();
  if (given === undefined) return fields;
  requireKind(module, all, given, OBJECT, OR_NOTHING);
  for (const [name, value] of ownEntries(module, all, /** @type {object} */ (given))) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : others;
    if (!kind)
      throw badOption(module, `${one(shown(name))} does not exist`, suggest(name, Object.keys(kinds), 'options'));
    if (value === undefined) continue;
    requireKind(module, one(shown(name)), value, kind, OR_NOTHING);
    const each = kind[2];
    fields[name] = each ? readItems(module, one(shown(name)), value, each) : value;
  }
  return fields;
}

/** @type {(module: string, all: string, given: unknown, others: Kind) => Record<string, any>} */
const readItems = (module, all, given, others) =>
  readFields(given, { module, all, one: (name) => `${name} of ${all}`, others });

/**
 * @param {string} module
 * @param {string} what
 * @param {object} given may have getters, or be a Proxy
 * @returns {Array<[string, unknown]>}
 */
function ownEntries(module, what, given) {
  try {
    return Object.entries(given);
  } catch (error) {
    throw badOption(module, `${what} cannot be read (${textOf(error)})`, 'pass a plain object', error);
  }
}
