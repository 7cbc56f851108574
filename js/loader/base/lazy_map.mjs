// Lazily filled maps.

/**
 * @template K, V
 * @param {Map<K, V>} map
 * @param {K} key
 * @param {() => V} make called if the map has no value for the key; what it returns is kept
 * @returns {V}
 */
export function getOrCreate(map, key, make) {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
