// Imports Node's own modules in a way that bundlers for the web leave alone.

/**
 * @param {string} name without "node:"
 * @returns {Promise<object>}
 */
export function importNode(name) {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ `node:${name}`);
}
