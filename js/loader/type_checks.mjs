// Small questions about values.

/**
 * @param {unknown} value
 * @returns {boolean} whether it is an object and no array
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it is a whole number from 0 up
 */
export function isCount(value) {
  return Number.isInteger(value) && value >= 0;
}
