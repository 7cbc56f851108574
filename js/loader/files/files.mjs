// Fetches, checks and compiles what a module consists of. Where files come from is up to files_node and files_web.
/** @import { FetchContext } from '../load/fetch_modules.mjs' */
/** @import { FileEntry } from '../manifest/manifest.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { checkThereNode, compileCheckedNode, isNodeFile, readCheckedNode, readPlainNode } from './files_node.mjs';
import { importNode } from '../base/node_builtins.mjs';
import { checkThereWeb, compileCheckedWeb, readCheckedWeb, readPlainWeb } from './files_web.mjs';

/**
 * Fetches and compiles a wasm file.
 * @param {FileEntry} file as the manifest has it
 * @param {FetchContext} context
 * @returns {Promise<WebAssembly.Module>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED, COMPILE_FAILED
 */
export async function compileFile(file, context) {
  const url = new URL(file.url, context.baseUrl);
  try {
    return await (isNodeFile(url) ? compileCheckedNode : compileCheckedWeb)(url, file, context);
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    throw new WasmPseudoLinkError(
      'COMPILE_FAILED',
      context.module,
      `the engine cannot compile ${file.url} (${textOf(error)})`,
      'use a newer engine, or build the module without the feature that it lacks',
      { file: file.url, cause: error },
    );
  }
}

/**
 * Fetches and checks a file.
 * @param {FileEntry} file as the manifest has it
 * @param {FetchContext} context
 * @returns {Promise<Uint8Array>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED
 */
export async function readChecked(file, context) {
  const url = new URL(file.url, context.baseUrl);
  return (isNodeFile(url) ? readCheckedNode : readCheckedWeb)(url, file, context);
}

/**
 * The locateFile of a module whose user gives none: its files are in the app's folder. In Node it gives paths, because
 * emcc's file_packager hands them to fs.readFileSync as they are.
 * @param {string} baseUrl
 * @returns {Promise<(path: string) => string>}
 */
export async function pathsFrom(baseUrl) {
  const { fileURLToPath } = isNodeFile(new URL(baseUrl)) ? await importNode('url') : { fileURLToPath: null };
  return (path) => {
    const url = new URL(path, baseUrl);
    return fileURLToPath && url.protocol === 'file:' ? fileURLToPath(url) : url.href;
  };
}

/**
 * The address of a file that a locateFile has named as fetch and Node's fs take it.
 * @param {string} located
 * @param {string} baseUrl tells whether that is Node's fs
 * @returns {Promise<string>}
 */
export async function addressOf(located, baseUrl) {
  if (/^[a-z][\w+.-]+:/i.test(located)) return located;
  if (isNodeFile(new URL(baseUrl))) return (await importNode('url')).pathToFileURL(located).href;
  return new URL(located, globalThis.document?.baseURI ?? globalThis.location?.href ?? baseUrl).href;
}

/**
 * Looks whether a file is there that a module's own JavaScript fetches.
 * @param {string} address absolute URL
 * @param {Pick<FetchContext, 'module' | 'signal' | 'timeout'>} context
 * @throws {WasmPseudoLinkError} FILE_MISSING
 */
export async function checkThere(address, context) {
  const url = new URL(address);
  return isNodeFile(url) ? checkThereNode(url, context.module) : checkThereWeb(url, context);
}

/**
 * Fetches and checks a JavaScript file. It is not run; importGlue does that, from the engine's cache.
 * @param {FileEntry} file as the manifest has it
 * @param {FetchContext} context
 * @returns {Promise<string>} its whole address
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED
 */
export async function checkScript(file, context) {
  await readChecked(file, context);
  return new URL(file.url, context.baseUrl).href;
}

/**
 * Imports a module's JavaScript file.
 * @param {string} href whole address that checkScript returned
 * @param {string} module
 * @returns {Promise<Function>} its default export
 * @throws {WasmPseudoLinkError} GLUE_FAILED
 */
export async function importGlue(href, module) {
  const glue = await importScript(href, module, GLUE_REMEDY);
  if (typeof glue.default === 'function') return glue.default;
  throw glueFailed(module, `${href} has no function as default export`, GLUE_REMEDY);
}

const GLUE_REMEDY = 'link the module as an ES module factory (-sMODULARIZE -sEXPORT_ES6)';

/**
 * Imports a JavaScript file of any kind.
 * @param {string} href whole address that checkScript returned
 * @param {string} module
 * @param {string} remedy of the error
 * @returns {Promise<Record<string, any>>} its exports, which are whatever its maker exports
 * @throws {WasmPseudoLinkError} GLUE_FAILED
 */
export async function importScript(href, module, remedy) {
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ href);
  } catch (error) {
    throw glueFailed(module, `${href} cannot be imported (${textOf(error)})`, remedy, error);
  }
}

/**
 * @param {string} module
 * @param {string} what
 * @param {string} remedy
 * @param {unknown} [cause]
 */
function glueFailed(module, what, remedy, cause) {
  return new WasmPseudoLinkError('GLUE_FAILED', module, what, remedy, { cause });
}

/**
 * Reads the manifest from an address.
 * @param {URL} url
 * @param {string | undefined} [integrity] its expected hash
 * @param {{ signal?: AbortSignal, timeout?: number }} [context]
 * @returns {Promise<unknown>} parsed JSON
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED, MANIFEST_INVALID
 */
export async function readManifest(url, integrity, { signal, timeout } = {}) {
  const read = isNodeFile(url)
    ? readPlainNode(url, Boolean(integrity), signal)
    : readPlainWeb(url, integrity, { module: '', signal, timeout });
  const { bytes, integrity: actual } = await read;
  if (integrity && actual !== integrity) {
    throw new WasmPseudoLinkError(
      'FILE_DAMAGED',
      '',
      `${url.href} has ${bytes.length} bytes and ${actual} instead of ${integrity}`,
      'pass the hash of the manifest that is served',
      { file: url.href, expected: { integrity }, actual: { bytes: bytes.length, integrity: actual } },
    );
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new WasmPseudoLinkError(
      'MANIFEST_INVALID',
      '',
      `${url.href} is no JSON (${textOf(error)})`,
      'serve app.manifest.json as it was built',
      { file: url.href, cause: error },
    );
  }
}

/**
 * Reads a file about which nothing is known.
 * @param {URL} url
 * @param {Pick<FetchContext, 'module' | 'signal' | 'timeout'>} context
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {WasmPseudoLinkError} FILE_MISSING
 */
export async function readPlain(url, context) {
  const read = isNodeFile(url) ? readPlainNode(url, false, context.signal) : readPlainWeb(url, undefined, context);
  return /** @type {Uint8Array<ArrayBuffer>} */ ((await read).bytes);
}
