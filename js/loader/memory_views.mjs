// What JavaScript sees of a module's memory: typed arrays and texts that are right whenever the memory has grown.
import { WasmPseudoLinkError } from './errors.mjs';
import { isCount } from './type_checks.mjs';

/** In a function, so that a minifier can leave it out. */
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
 * Makes the views of an instance's memory. Each array is made anew once the memory has grown; ask for it after each call.
 * @param {object} instance
 * @returns {object} see MemoryViews in index.d.ts
 */
export function createViews(instance) {
  const kept = new Map();
  const whole = (View) => {
    const { buffer } = instance.requireMemory();
    let view = kept.get(View);
    if (view?.buffer !== buffer) kept.set(View, (view = new View(buffer)));
    return view;
  };
  const bytes = (address, length) => {
    const all = whole(Uint8Array);
    const first = addressIn(all, address, length, instance.name);
    return all.subarray(first, first + length);
  };
  const views = { bytes, ...textFunctions(bytes, () => whole(Uint8Array), instance.name) };
  for (const [name, View] of Object.entries(viewsByName()))
    Object.defineProperty(views, name, { enumerable: true, get: () => whole(View) });
  return Object.freeze(views);
}

function textFunctions(bytes, all, module) {
  return {
    readText(address, length) {
      const size = length ?? lengthAt(all(), address, module);
      return new TextDecoder().decode(bytes(address, size));
    },
    writeText(address, capacity, text) {
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

/** Length of a text that ends with a zero. */
function lengthAt(all, address, module) {
  const first = addressIn(all, address, 0, module);
  const end = all.indexOf(0, first);
  if (end < 0) throw badRange(module, `the text at address ${first} has no end`);
  return end - first;
}

/** Addresses above 2 GiB come out of wasm as negative numbers. */
function addressIn(all, address, length, module) {
  if (!Number.isInteger(address) || !isCount(length))
    throw badRange(module, `address ${String(address)} and length ${String(length)} are no whole numbers`);
  if (address < -(2 ** 31) || address > 0xffffffff) throw badRange(module, `${address} has more than the 32 bits of an address`);
  const first = address >>> 0;
  if (length <= all.length && first <= all.length - length) return first;
  throw badRange(module, `${length} bytes at address ${first} lie outside the memory of ${all.length} bytes`);
}

const badRange = (module, what) =>
  new WasmPseudoLinkError('BAD_POINTER', module, what, "pass an address in this module's own memory, and lengths in bytes");
