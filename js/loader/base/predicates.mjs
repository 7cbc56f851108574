// Small questions about values.

/** @param {unknown} value */
function isArray(value) {
  try {
    return Array.isArray(value);
  } catch {
    return false; // a Proxy that was revoked
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>} whether it is an object and no array
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/**
 * @param {unknown} value
 * @returns {value is number} whether it is a whole number from 0 up
 */
export function isCount(value) {
  return Number.isInteger(value) && /** @type {number} */ (value) >= 0;
}
