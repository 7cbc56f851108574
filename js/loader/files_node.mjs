// Reads the app's files in Node, from file: addresses.
import { textOf } from './errors.mjs';
import { canHash, checkIntegrity, hashOf, missing } from './integrity.mjs';
import { importNode } from './node_builtins.mjs';

/**
 * @param {URL} url
 * @returns {boolean} whether this is Node and the address is a local file
 */
export function isNodeFile(url) {
  return url.protocol === 'file:' && Boolean(globalThis.process?.versions?.node);
}

/** By WebCrypto, which is there sooner than node:crypto; Node 18 has only that. */
async function hashNode(bytes) {
  if (canHash()) return hashOf(bytes);
  const { createHash } = await importNode('crypto');
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

async function readNode(url, module, signal) {
  const { readFile } = await importNode('fs/promises');
  try {
    return await readFile(url, { signal });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw missing(module, url.href, textOf(error), error);
  }
}

/**
 * Reads a file and checks its size and hash.
 * @param {URL} url
 * @param {object} file as the manifest has it
 * @param {{ module: string, signal: AbortSignal, progress: object }} context
 * @returns {Promise<Uint8Array>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED
 */
export async function readCheckedNode(url, file, { module, signal, progress }) {
  const bytes = await readNode(url, module, signal);
  checkIntegrity(module, file, bytes, await hashNode(bytes));
  progress.received(module, bytes.length);
  return bytes;
}

/**
 * Reads a text file; hash is null unless asked for.
 * @param {URL} url
 * @param {boolean} wantHash
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ bytes: Uint8Array, integrity: string | null }>}
 * @throws {WasmPseudoLinkError} FILE_MISSING
 */
export async function readPlainNode(url, wantHash, signal) {
  const bytes = await readNode(url, '', signal);
  return { bytes, integrity: wantHash ? await hashNode(bytes) : null };
}
