// Fetches the app's files in pages and workers (and http addresses in Node).
/** @import { FetchContext } from '../load/fetch_modules.mjs' */
/** @import { FileEntry } from '../manifest/manifest.mjs' */
/** @import { ExpectedFile } from './integrity.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { withTimeLimit } from '../base/time_limit.mjs';
import { canHash, checkIntegrity, damaged, hashOf, missing } from './integrity.mjs';

/** @param {unknown} error of fetch or of a body's stream */
const isAbort = (error) => /** @type {Error} */ (error).name === 'AbortError';

/** @typedef {Pick<FetchContext, 'module' | 'signal' | 'timeout'>} WebContext */

/**
 * Waits for a server's next word, but no longer than the option fetchTimeout says.
 * @template T
 * @param {Promise<T>} promise
 * @param {URL} url
 * @param {WebContext} context
 * @returns {Promise<T>}
 * @throws {WasmPseudoLinkError} FILE_MISSING
 */
function inTime(promise, url, { module, timeout }) {
  if (!timeout) return promise;
  return withTimeLimit(promise, timeout, () => missing(module, url.href, `nothing came for ${timeout} ms`));
}

/**
 * @param {URL} url
 * @param {WebContext} context
 * @param {RequestInit} [more]
 */
async function fetchFile(url, context, more = {}) {
  const { module, signal } = context;
  const answer = fetch(url, { signal, credentials: 'same-origin', ...more }).catch((error) => {
    if (isAbort(error)) throw error;
    const why = url.protocol === 'file:' ? 'pages read files by http only: serve the folder' : textOf(error);
    throw missing(module, url.href, why, error);
  });
  const response = await inTime(answer, url, context);
  if (!response.ok) throw missing(module, url.href, `HTTP status ${response.status}`);
  return response;
}

/**
 * Where fetch itself checks the hash its error does not say so: ask again without the hash to tell damaged from
 * missing.
 * @param {URL} url
 * @param {ExpectedFile} file
 * @param {WebContext} context
 */
async function fetchVerified(url, file, context) {
  try {
    return await fetchFile(url, context, { integrity: file.integrity });
  } catch (error) {
    if (isAbort(error)) throw error;
    const again = await fetchFile(url, context);
    const bytes = await readBody(bodyOf(again), url, context, () => {});
    throw damaged(
      context.module,
      file,
      { bytes: bytes.length, integrity: null, hint: htmlHint(again) },
      /** @type {Error} */ (error).cause,
    );
  }
}

/** @param {Response} response */
function htmlHint(response) {
  const type = response.headers.get('content-type') ?? '';
  return /html/i.test(type) ? ` (the server sent a page of type ${type}: is the address right?)` : '';
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} length
 */
function joinChunks(chunks, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * A response without a body (status 204) has an empty one here.
 * @param {Response} response
 */
function bodyOf(response) {
  return /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body ?? new Response(new Uint8Array()).body);
}

/**
 * The type is set here, so that a server's wrong MIME type cannot stop compileStreaming.
 * @param {ReadableStream} stream
 */
function asWasm(stream) {
  return new Response(stream, { headers: { 'content-type': 'application/wasm' } });
}

/**
 * Reads a body to its end, counting bytes as they come.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {URL} url
 * @param {WebContext} context
 * @param {(count: number) => void} onBytes
 */
async function readBody(stream, url, context, onBytes) {
  const chunks = [];
  let length = 0;
  try {
    const reader = stream.getReader();
    const next = () => inTime(reader.read(), url, context);
    for (let part = await next(); !part.done; part = await next()) {
      chunks.push(part.value);
      length += part.value.length;
      onBytes(part.value.length);
    }
  } catch (error) {
    if (isAbort(error) || error instanceof WasmPseudoLinkError) throw error;
    throw missing(context.module, url.href, `the connection broke off: ${textOf(error)}`, error);
  }
  return joinChunks(chunks, length);
}

/**
 * Fetches a file and checks its size and hash.
 * @param {URL} url
 * @param {FileEntry} file as the manifest has it
 * @param {Omit<FetchContext, 'baseUrl'>} context
 * @returns {Promise<Uint8Array>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED
 */
export async function readCheckedWeb(url, file, context) {
  const { module, progress } = context;
  const hashing = canHash();
  const response = hashing ? await fetchFile(url, context) : await fetchVerified(url, file, context);
  const bytes = await readBody(bodyOf(response), url, context, (count) => progress.received(module, count));
  checkIntegrity(module, file, bytes, hashing ? await hashOf(bytes) : file.integrity, htmlHint(response));
  return bytes;
}

/**
 * Fetches and compiles a wasm file at the same time; the result is returned only if the hash is right.
 * @param {URL} url
 * @param {FileEntry} file as the manifest has it
 * @param {Omit<FetchContext, 'baseUrl'>} context
 * @returns {Promise<WebAssembly.Module>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED; the engine's CompileError if the file is intact
 */
export async function compileCheckedWeb(url, file, context) {
  const { module, progress } = context;
  const hashing = canHash();
  const response = hashing ? await fetchFile(url, context) : await fetchVerified(url, file, context);
  const [keep, compile] = bodyOf(response).tee();
  const compiling = WebAssembly.compileStreaming(asWasm(compile));
  compiling.catch(() => {});
  const bytes = await readBody(keep, url, context, (count) => progress.received(module, count));
  checkIntegrity(module, file, bytes, hashing ? await hashOf(bytes) : file.integrity, htmlHint(response));
  progress.report('compile', module);
  return compiling;
}

/**
 * Fetches a text file; hash is null unless asked for and possible.
 * @param {URL} url
 * @param {string | undefined} integrity expected hash, checked by fetch itself where this page cannot hash
 * @param {WebContext} context
 * @returns {Promise<{ bytes: Uint8Array, integrity: string | null }>}
 * @throws {WasmPseudoLinkError} FILE_MISSING; FILE_DAMAGED where fetch itself checks the hash
 */
export async function readPlainWeb(url, integrity, context) {
  const hashing = canHash();
  const verified = integrity && !hashing;
  const response = verified
    ? await fetchVerified(url, { url: url.href, bytes: null, integrity }, context)
    : await fetchFile(url, context);
  const bytes = await readBody(bodyOf(response), url, context, () => {});
  return { bytes, integrity: integrity && hashing ? await hashOf(bytes) : (integrity ?? null) };
}

/**
 * Asks a server whether it has a file. An answer that does not tell, such as 405 of a server without HEAD, is a yes.
 * @param {URL} url
 * @param {WebContext} context
 * @throws {WasmPseudoLinkError} FILE_MISSING
 */
export async function checkThereWeb(url, context) {
  if (!/^https?:$/.test(url.protocol)) return; // blob: and data: have no HEAD
  try {
    await fetchFile(url, context, { method: 'HEAD' });
  } catch (error) {
    if (!/HTTP status (?!404|410)/.test(textOf(error))) throw error;
  }
}
