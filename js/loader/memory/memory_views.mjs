// What JavaScript sees of a module's memory: typed arrays and texts that are right whenever the memory has grown.
/** @import { MemoryViews } from '../index.d.ts' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { requireKind } from '../base/arguments.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { TEXT, shown } from '../base/kinds.mjs';
import { isCount } from '../base/predicates.mjs';

/**
 * In a function, so that a minifier can leave it out.
 * @returns {Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>}
 */
const viewsByName = () => ({
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bigInt64: BigInt64Array,
  bigUint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
});

/**
 * Makes the views of an instance's memory. Each array is made again once the memory has grown; ask for it after each
 * call.
 * @param {ModuleInstance} instance
 * @returns {MemoryViews}
 */
export function createViews(instance) {
  const kept = new Map();
  /**
   * @template View
   * @param {new (buffer: ArrayBuffer) => View} View
   * @returns {View}
   */
  const whole = (View) => {
    const { buffer } = instance.requireMemory();
    let view = kept.get(View);
    if (view?.buffer !== buffer) kept.set(View, (view = new View(buffer)));
    return view;
  };
  /**
   * @param {number} address
   * @param {number} length
   */
  const bytes = (address, length) => {
    const all = whole(Uint8Array);
    const first = addressIn(all, address, length, instance.name);
    return all.subarray(first, first + length);
  };
  const views = { bytes, ...textFunctions(bytes, () => whole(Uint8Array), instance.name) };
  for (const [name, View] of Object.entries(viewsByName()))
    Object.defineProperty(views, name, { enumerable: true, get: () => whole(View) });
  return Object.freeze(/** @type {MemoryViews} */ (views));
}

/**
 * @param {MemoryViews['bytes']} bytes
 * @param {() => Uint8Array} all
 * @param {string} module
 * @returns {Pick<MemoryViews, 'readText' | 'writeText'>}
 */
function textFunctions(bytes, all, module) {
  return {
    readText(address, length) {
      const size = length === undefined ? lengthAt(all(), address, module) : length;
      return new TextDecoder().decode(bytes(address, size));
    },
    writeText(address, capacity, text) {
      requireKind(module, 'the text given to writeText()', text, TEXT);
      const encoded = new TextEncoder().encode(text);
      const room = bytes(address, capacity);
      if (encoded.length >= room.length)
        throw badRange(module, `a text of ${encoded.length} bytes and its zero do not fit into ${capacity} bytes`);
      room.set(encoded);
      room[encoded.length] = 0;
      return encoded.length;
    },
  };
}

/**
 * Length of a text that ends with a zero.
 * @param {Uint8Array} all
 * @param {number} address
 * @param {string} module
 */
function lengthAt(all, address, module) {
  const first = addressIn(all, address, 0, module);
  const end = all.indexOf(0, first);
  if (end < 0) throw badRange(module, `the text at address ${first} has no end`);
  return end - first;
}

/**
 * Addresses above 2 GiB come out of wasm as negative numbers.
 * @param {Uint8Array} all
 * @param {number} address
 * @param {number} length
 * @param {string} module
 */
function addressIn(all, address, length, module) {
  if (!Number.isInteger(address) || !isCount(length))
    throw badRange(module, `address ${shown(address)} and length ${shown(length)} are not whole numbers`);
  if (address < -(2 ** 31) || address > 0xffffffff)
    throw badRange(module, `${address} has more than the 32 bits of an address`);
  const first = address >>> 0;
  if (length <= all.length && first <= all.length - length) return first;
  throw badRange(module, `${length} bytes at address ${first} lie outside the memory of ${all.length} bytes`);
}

/**
 * @param {string} module
 * @param {string} what
 */
const badRange = (module, what) =>
  new WasmPseudoLinkError(
    'BAD_POINTER',
    module,
    what,
    "pass an address in this module's own memory, and lengths in bytes",
  );
