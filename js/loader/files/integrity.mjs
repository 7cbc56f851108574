// SHA-384 of a file's bytes, in the form that the manifest and browsers use.
import { WasmPseudoLinkError } from '../base/errors.mjs';

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * @returns {boolean} whether this page or worker can hash (crypto.subtle needs https or localhost)
 */
export function canHash() {
  return Boolean(globalThis.crypto?.subtle);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} "sha384-<base64>"
 */
export async function hashOf(bytes) {
  return `sha384-${base64(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-384', bytes)))}`;
}

/** @typedef {{ url: string, bytes: number | null, integrity: string }} ExpectedFile bytes: null: not known */

/**
 * The error for a file whose size or hash differs from the manifest.
 * @param {string} module
 * @param {ExpectedFile} file as the manifest has it
 * @param {{ bytes: number | null, integrity: string | null, hint?: string }} actual null: not known
 * @param {unknown} [cause]
 * @returns {WasmPseudoLinkError} FILE_DAMAGED
 */
export function damaged(module, file, actual, cause) {
  /** @param {{ bytes: number | null, integrity: string | null }} what */
  const text = (what) => `${what.bytes ?? 'unknown'} bytes and ${what.integrity ?? 'another hash'}`;
  return new WasmPseudoLinkError(
    'FILE_DAMAGED',
    module,
    `${file.url} has ${text(actual)} instead of ${text(file)}${actual.hint ?? ''}`,
    'upload all files of one build together, and look for proxies, caches and dev servers that change them',
    {
      file: file.url,
      expected: { bytes: file.bytes, integrity: file.integrity },
      actual: { bytes: actual.bytes, integrity: actual.integrity },
      cause,
    },
  );
}

/**
 * Compares bytes with what the manifest says of the file.
 * @param {string} module
 * @param {ExpectedFile} file
 * @param {{ length: number }} bytes
 * @param {string} integrity their hash
 * @param {string} [hint] appended to the error's first half
 * @throws {WasmPseudoLinkError} FILE_DAMAGED
 */
export function checkIntegrity(module, file, bytes, integrity, hint) {
  if (bytes.length === file.bytes && integrity === file.integrity) return;
  throw damaged(module, file, { bytes: bytes.length, integrity, hint });
}

/**
 * The error for a file that is not there.
 * @param {string} module
 * @param {string} url the whole address
 * @param {string} why e.g. "HTTP status 404"
 * @param {unknown} [cause]
 * @returns {WasmPseudoLinkError} FILE_MISSING
 */
export function missing(module, url, why, cause) {
  return new WasmPseudoLinkError(
    'FILE_MISSING',
    module,
    `${url} cannot be read (${why})`,
    'put all files of the app into one folder, and pass baseUrl if it is not the folder of app.mjs',
    { file: url, cause },
  );
}
