// Reads and writes C strings in the memory of a module. Each call makes new views: a memory may have grown.
import { WasmPseudoLinkError } from '../base/errors.mjs';

/** Longest name that is read, in bytes; a name that is not terminated by then is an error. */
export const MAX_NAME_BYTES = 4096;

/**
 * Reads a zero-terminated UTF-8 string.
 * @param {WebAssembly.Memory} memory the memory that the address belongs to
 * @param {number} address in bytes; taken as unsigned 32 bit
 * @param {string} module name of the module, for the error
 * @returns {string}
 * @throws {WasmPseudoLinkError} BAD_POINTER if the address is 0, out of range, not terminated or not UTF-8
 */
export function readCString(memory, address, module) {
  const bytes = new Uint8Array(memory.buffer);
  const first = address >>> 0;
  /** @type {(what: string) => never} */
  const fail = (what) => {
    throw new WasmPseudoLinkError(
      'BAD_POINTER',
      module,
      `the name at address ${first} ${what}`,
      "pass the address of a zero-terminated UTF-8 string in this module's own memory",
    );
  };
  if (first === 0) fail('is a null pointer');
  if (first >= bytes.length) fail(`lies outside the memory of ${bytes.length} bytes`);
  const limit = Math.min(bytes.length, first + MAX_NAME_BYTES);
  const end = bytes.subarray(first, limit).indexOf(0);
  if (end < 0) fail(`has no end within ${limit - first} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice(first, first + end));
  } catch {
    return fail('is not UTF-8');
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} room
 */
function fitUtf8(bytes, room) {
  if (bytes.length <= room) return bytes;
  let end = room;
  while (end > 0 && (bytes[end] & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}

/**
 * Writes text as a zero-terminated UTF-8 string, cut at a character's border if the buffer is too small.
 * @param {WebAssembly.Memory} memory the memory that the buffer belongs to
 * @param {number} address of the buffer
 * @param {number} size of the buffer in bytes; 0 writes nothing
 * @param {string} text
 * @param {string} module name of the module, for the error
 * @returns {number} length of the whole text in bytes, without the zero
 * @throws {WasmPseudoLinkError} BAD_POINTER if the buffer is not inside the memory
 */
export function writeCString(memory, address, size, text, module) {
  const encoded = new TextEncoder().encode(text);
  const room = size >>> 0;
  if (room === 0) return encoded.length;
  const bytes = new Uint8Array(memory.buffer);
  const first = address >>> 0;
  if (first === 0 || room > bytes.length || first > bytes.length - room) {
    throw new WasmPseudoLinkError(
      'BAD_POINTER',
      module,
      `the buffer of ${room} bytes at address ${first} lies outside the memory`,
      "pass a buffer in this module's own memory and its size in bytes",
    );
  }
  const written = fitUtf8(encoded, room - 1);
  bytes.set(written, first);
  bytes[first + written.length] = 0;
  return encoded.length;
}
