// The hash of bytes that are there already.
import { hashNode } from './files_node.mjs';
import { canHash, hashOf } from './integrity.mjs';

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string | null>} "sha384-<base64>"; null: this page cannot hash, because it is neither https nor
 *   localhost
 */
export async function hashBytes(bytes) {
  if (globalThis.process?.versions?.node) return hashNode(bytes);
  return canHash() ? hashOf(bytes) : null;
}
