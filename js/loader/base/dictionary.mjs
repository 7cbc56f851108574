// Objects that are looked into by names from elsewhere, "constructor" and "__proto__" among them: without prototype.

/**
 * @template Value
 * @param {Iterable<readonly [string, Value]>} [entries]
 * @returns {Record<string, Value>} an object without prototype
 */
export function dictionary(entries = []) {
  const object = Object.create(null);
  for (const [name, value] of entries) object[name] = value;
  return object;
}
