// Node's own modules, in a way that bundlers for the web leave alone.

/**
 * Those that the loader uses.
 * @typedef {object} NodeBuiltins
 * @property {typeof import('node:crypto')} crypto
 * @property {typeof import('node:fs')} fs
 * @property {typeof import('node:module')} module
 * @property {typeof import('node:url')} url
 * @property {typeof import('node:worker_threads')} worker_threads
 */

/**
 * Gets one of them; at once in Node 20.16, 22.3 and later.
 * @template {keyof NodeBuiltins} Name
 * @param {Name} name without "node:"
 * @returns {Promise<NodeBuiltins[Name]>}
 */
export async function importNode(name) {
  return process.getBuiltinModule?.(name) ?? import(/* @vite-ignore */ /* webpackIgnore: true */ `node:${name}`);
}
