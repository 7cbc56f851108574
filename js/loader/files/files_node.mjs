// Reads the app's files in Node, from file: addresses.
/** @import { FetchContext } from '../load/fetch_modules.mjs' */
/** @import { FileEntry } from '../manifest/manifest.mjs' */
import { textOf } from '../base/errors.mjs';
import { checkIntegrity, missing } from './integrity.mjs';
import { importNode } from '../base/node_builtins.mjs';

/**
 * @param {URL} url
 * @returns {boolean} whether this is Node and the address is a local file
 */
export function isNodeFile(url) {
  return url.protocol === 'file:' && Boolean(globalThis.process?.versions?.node);
}

/**
 * By crypto.hash, which is there from Node 20.12 on and works at once: WebCrypto starts threads first.
 * @param {Uint8Array} bytes
 * @returns {Promise<string>} "sha384-<base64>"
 */
export async function hashNode(bytes) {
  const { createHash, hash } = await importNode('crypto');
  return `sha384-${hash ? hash('sha384', bytes, 'base64') : createHash('sha384').update(bytes).digest('base64')}`;
}

/**
 * At once, as emcc's own glue reads: it is tens of times as fast as waiting for a thread of Node's pool to start.
 * @param {URL} url
 * @param {string} module
 * @param {AbortSignal} [signal]
 */
async function readNode(url, module, signal) {
  const { readFileSync } = await importNode('fs');
  signal?.throwIfAborted();
  try {
    return readFileSync(url);
  } catch (error) {
    throw missing(module, url.href, textOf(error), error);
  }
}

/**
 * Reads a file and checks its size and hash.
 * @param {URL} url
 * @param {FileEntry} file as the manifest has it
 * @param {Omit<FetchContext, 'baseUrl'>} context
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
 * Reads a wasm file and compiles it in other threads while it is checked, and while node:crypto loads.
 * @param {URL} url
 * @param {FileEntry} file as the manifest has it
 * @param {Omit<FetchContext, 'baseUrl'>} context
 * @returns {Promise<WebAssembly.Module>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED; the engine's CompileError if the file is intact
 */
export async function compileCheckedNode(url, file, { module, signal, progress }) {
  const bytes = await readNode(url, module, signal);
  const compiling = WebAssembly.compile(bytes);
  compiling.catch(() => {});
  checkIntegrity(module, file, bytes, await hashNode(bytes));
  progress.received(module, bytes.length);
  progress.report('compile', module);
  return compiling;
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

/**
 * @param {URL} url
 * @param {string} module
 * @throws {WasmPseudoLinkError} FILE_MISSING
 */
export async function checkThereNode(url, module) {
  if (!(await importNode('fs')).existsSync(url)) throw missing(module, url.href, 'there is no such file');
}
