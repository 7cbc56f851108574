// Fetches the app's files in pages and workers (and http addresses in Node).
import { textOf } from './errors.mjs';
import { canHash, checkIntegrity, damaged, hashOf, missing } from './integrity.mjs';

async function fetchFile(url, module, signal, integrity) {
  let response;
  try {
    response = await fetch(url, { signal, credentials: 'same-origin', ...(integrity ? { integrity } : {}) });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw missing(module, url.href, textOf(error), error);
  }
  if (!response.ok) throw missing(module, url.href, `HTTP status ${response.status}`);
  return response;
}

/**
 * Where fetch itself checks the hash its error does not say so: ask again without the hash to tell damaged from
 * missing.
 */
async function fetchVerified(url, file, module, signal) {
  try {
    return await fetchFile(url, module, signal, file.integrity);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    const again = await fetchFile(url, module, signal);
    const bytes = await readBody(bodyOf(again), module, url, () => {});
    throw damaged(module, file, { bytes: bytes.length, integrity: null, hint: htmlHint(again) }, error.cause);
  }
}

function htmlHint(response) {
  const type = response.headers.get('content-type') ?? '';
  return /html/i.test(type) ? ` (the server sent a page of type ${type}: is the address right?)` : '';
}

function joinChunks(chunks, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** A response without a body (status 204) has an empty one here. */
function bodyOf(response) {
  return response.body ?? new Response(new Uint8Array()).body;
}

/** The type is set here, so that a server's wrong MIME type cannot stop compileStreaming. */
function asWasm(stream) {
  return new Response(stream, { headers: { 'content-type': 'application/wasm' } });
}

/** Reads a body to its end, counting bytes as they come. */
async function readBody(stream, module, url, onBytes) {
  const chunks = [];
  let length = 0;
  try {
    const reader = stream.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      length += part.value.length;
      onBytes(part.value.length);
    }
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw missing(module, url.href, `the connection broke off: ${textOf(error)}`, error);
  }
  return joinChunks(chunks, length);
}

/**
 * Fetches a file and checks its size and hash.
 * @param {URL} url
 * @param {object} file as the manifest has it
 * @param {{ module: string, signal: AbortSignal, progress: object }} context
 * @returns {Promise<Uint8Array>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED
 */
export async function readCheckedWeb(url, file, { module, signal, progress }) {
  const hashing = canHash();
  const response = hashing ? await fetchFile(url, module, signal) : await fetchVerified(url, file, module, signal);
  const bytes = await readBody(bodyOf(response), module, url, (count) => progress.received(module, count));
  checkIntegrity(module, file, bytes, hashing ? await hashOf(bytes) : file.integrity, htmlHint(response));
  return bytes;
}

/**
 * Fetches and compiles a wasm file at the same time; the result is returned only if the hash is right.
 * @param {URL} url
 * @param {object} file as the manifest has it
 * @param {{ module: string, signal: AbortSignal, progress: object }} context
 * @returns {Promise<WebAssembly.Module>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED; the engine's CompileError if the file is intact
 */
export async function compileCheckedWeb(url, file, { module, signal, progress }) {
  const hashing = canHash();
  const response = hashing ? await fetchFile(url, module, signal) : await fetchVerified(url, file, module, signal);
  const [keep, compile] = bodyOf(response).tee();
  const compiling = WebAssembly.compileStreaming(asWasm(compile));
  compiling.catch(() => {});
  const bytes = await readBody(keep, module, url, (count) => progress.received(module, count));
  checkIntegrity(module, file, bytes, hashing ? await hashOf(bytes) : file.integrity, htmlHint(response));
  progress.report('compile', module);
  return compiling;
}

/**
 * Fetches a text file; hash is null unless asked for and possible.
 * @param {URL} url
 * @param {string | undefined} integrity expected hash, checked by fetch itself where this page cannot hash
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ bytes: Uint8Array, integrity: string | null }>}
 * @throws {WasmPseudoLinkError} FILE_MISSING; FILE_DAMAGED where fetch itself checks the hash
 */
export async function readPlainWeb(url, integrity, signal) {
  const hashing = canHash();
  const verified = integrity && !hashing;
  const response = verified
    ? await fetchVerified(url, { url: url.href, bytes: null, integrity }, '', signal)
    : await fetchFile(url, '', signal);
  const bytes = await readBody(bodyOf(response), '', url, () => {});
  return { bytes, integrity: integrity && hashing ? await hashOf(bytes) : (integrity ?? null) };
}
