// Arguments from JavaScript that the engine cannot convert: the function is then not entered, so nothing has failed.
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
/** @import { Kind } from '../base/kinds.mjs' */
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { isOfKind } from '../base/kinds.mjs';

/** @type {Readonly<Record<string, string>>} */
const TYPES = /* @__PURE__ */ Object.freeze({ i: 'an i32', j: 'an i64', f: 'an f32', d: 'an f64' });

/** @type {Kind} */
const TRAP = [(value) => value instanceof WebAssembly.RuntimeError, 'a trap'];

/**
 * Looks for the reason of a failed call in its arguments, after the call, so that good calls pay nothing.
 * @param {ModuleInstance} target instance that was called
 * @param {string} name
 * @param {string | null} signature null: unknown, any TypeError is then taken for one of the conversion if an argument
 *   is not a number
 * @param {unknown} thrown
 * @param {unknown[]} args
 * @returns {WasmPseudoLinkError | null} BAD_OPTION; null: the function was entered
 */
export function argumentFault(target, name, signature, thrown, args) {
  const isTrap = isOfKind(thrown, TRAP); // JavaScript may throw a Proxy
  const letters = signature?.slice(1) ?? '';
  const index = signature
    ? [...letters].findIndex((letter, at) => !converts(args[at], letter, isTrap))
    : args.findIndex((value) => thrown instanceof TypeError && typeof value !== 'number');
  if (index < 0) return null;
  const letter = letters[index];
  return new WasmPseudoLinkError(
    'BAD_OPTION',
    target.name,
    `argument ${index + 1} of ${name} is ${kindOf(args[index])}, which cannot become ${TYPES[letter] ?? 'what it takes'}`,
    letter === 'j' ? 'pass a bigint' : 'pass a number',
    { cause: thrown },
  );
}

/**
 * Converts as the engine does: https://webassembly.github.io/spec/js-api/#towebassemblyvalue
 * @param {any} value
 * @param {string} letter
 * @param {boolean} isTrap the call trapped: objects, whose conversion runs code of theirs, were converted before
 */
function converts(value, letter, isTrap) {
  if (isTrap && Object(value) === value) return true;
  try {
    return letter === 'j' ? typeof BigInt.asIntN(64, value) === 'bigint' : typeof +value === 'number';
  } catch {
    return false;
  }
}

/** @param {unknown} value */
function kindOf(value) {
  if (value === undefined || value === null) return String(value);
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}
