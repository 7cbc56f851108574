// AssemblyScript: env.abort, by which its modules end when they throw or an assertion fails.

/** The errors that env.abort has thrown. */
const sideAborts = /* @__PURE__ */ new WeakSet();

/** A string of AssemblyScript: UTF-16 at its address, its length in bytes in the 4 bytes before. */
function readString(memory, address) {
  const first = address >>> 0;
  const { buffer } = memory;
  if (first < 4 || first > buffer.byteLength) return '';
  const length = Math.min(new DataView(buffer).getUint32(first - 4, true), buffer.byteLength - first);
  return new TextDecoder('utf-16le').decode(new Uint8Array(buffer, first, length).slice());
}

/**
 * Makes a module's env.abort(message, file, line, column).
 * @param {object} instance
 * @returns {Function}
 */
export function abortOf(instance) {
  return (message, file, ...position) => {
    const text = (address) => (instance.memory && address ? readString(instance.memory, address) : '');
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
  return sideAborts.has(thrown) ? `ended by ${thrown.message}` : null;
}
