// AssemblyScript: env.abort, by which its modules end when they throw or an assertion fails.
/** @import { ModuleInstance } from '../../app/module_instance.mjs' */

/**
 * The errors that env.abort has thrown.
 * @type {WeakSet<Error>}
 */
const sideAborts = /* @__PURE__ */ new WeakSet();

/**
 * A string of AssemblyScript: UTF-16 at its address, its length in bytes in the 4 bytes before.
 * @param {WebAssembly.Memory} memory
 * @param {number} address
 */
function readString(memory, address) {
  const first = address >>> 0;
  const { buffer } = memory;
  if (first < 4 || first > buffer.byteLength) return '';
  const length = Math.min(new DataView(buffer).getUint32(first - 4, true), buffer.byteLength - first);
  return new TextDecoder('utf-16le').decode(new Uint8Array(buffer, first, length).slice());
}

/**
 * Makes a module's env.abort(message, file, line, column).
 * @param {ModuleInstance} instance
 * @returns {(message: number, file: number, ...position: number[]) => never}
 */
export function abortOf(instance) {
  return (message, file, ...position) => {
    const text = (/** @type {number} */ address) =>
      instance.memory && address ? readString(instance.memory, address) : '';
    const place = position.length > 0 ? `${text(file) || '?'}:${position.join(':')}` : '';
    const error = new Error(['abort:', text(message), place && `at ${place}`].filter(Boolean).join(' '));
    sideAborts.add(error);
    throw error;
  };
}

/**
 * @param {unknown} thrown
 * @returns {string | null} continues "side.find ..."; null: something else was thrown
 */
export function sideAbortText(thrown) {
  const error = /** @type {Error} */ (thrown); // or anything else, which the set does not have
  return sideAborts.has(error) ? `ended by ${error.message}` : null;
}
