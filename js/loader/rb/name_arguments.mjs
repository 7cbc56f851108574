// Names and signatures that C and C# pass to the loader by address.
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { readCString } from '../memory/c_strings.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { isSignature } from '../base/signatures.mjs';

/**
 * @param {ModuleInstance} self instance in whose memory the name is
 * @param {number} address
 * @returns {string}
 * @throws {WasmPseudoLinkError} BAD_POINTER, NOT_READY, MODULE_CLOSED
 */
export function nameAt(self, address) {
  return readCString(self.requireMemory(), address, self.name);
}

/**
 * @param {ModuleInstance} self instance in whose memory the signature is
 * @param {number} address
 * @returns {string}
 * @throws {WasmPseudoLinkError} as nameAt, and WRONG_SIGNATURE
 */
export function signatureAt(self, address) {
  const signature = nameAt(self, address);
  if (isSignature(signature)) return signature;
  throw new WasmPseudoLinkError(
    'WRONG_SIGNATURE',
    self.name,
    `"${signature}" is no signature`,
    'give letters v i j f d, the result first, e.g. "vii"',
  );
}
