// The functions over memories that a module may import from env, by their names: `main_getI32`, `sorter_mts_memcpy`.
import { ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES } from '../../loader/memory/helpers.mjs';

/** @type {Readonly<Record<string, string>>} */
export const HELPER_SIGNATURES = { ...ACCESSOR_SIGNATURES, ...BRIDGE_SIGNATURES };

const HELPER_NAME = new RegExp(`^([A-Za-z]\\w*?)_(${Object.keys(HELPER_SIGNATURES).join('|')})$`);

/**
 * @param {string} name
 * @returns {{ module: string, field: string } | null} the module whose memory it is about, and the function; null: it
 *   is none
 */
export function helperOf(name) {
  const match = HELPER_NAME.exec(name);
  return match && { module: match[1], field: match[2] };
}

/**
 * Whether a function copies between memories or passes function pointers, which ACCESS ACCESSOR does not allow.
 * @param {string} field
 */
export const isBridgeFunction = (field) => field in BRIDGE_SIGNATURES;
