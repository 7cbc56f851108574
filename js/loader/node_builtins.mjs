// Node's own modules, in a way that bundlers for the web leave alone.

/**
 * Gets one of them; at once in Node 20.16, 22.3 and later.
 * @param {string} name without "node:"
 * @returns {Promise<object>}
 */
export async function importNode(name) {
  return process.getBuiltinModule?.(name) ?? import(/* @vite-ignore */ /* webpackIgnore: true */ `node:${name}`);
}
