// Instances of the helpers from wat/: accessor and blocks over one memory, a bridge over two.
/** @import { LoadOptions } from '../index.d.ts' */
import { largeCopies } from './large_copies.mjs';
import { isOutOfMemory, outOfMemories } from './memories.mjs';
import { HELPERS, leftOut } from '../base/parts.mjs';
import { nameInstance } from '../base/wasm_stack.mjs';

/** @typedef {LoadOptions['helpers']} Helpers wasm bytes */

/**
 * Compiled helpers by their bytes: a pure cache, shared by all apps that pass the same array.
 * @type {WeakMap<Uint8Array, WebAssembly.Module>}
 */
const compiledHelpers = /* @__PURE__ */ new WeakMap();

/** @param {Uint8Array} bytes */
function compileHelper(bytes) {
  let compiled = compiledHelpers.get(bytes);
  if (!compiled) compiledHelpers.set(bytes, (compiled = new WebAssembly.Module(/** @type {BufferSource} */ (bytes))));
  return compiled;
}

/**
 * @param {Helpers} helpers
 * @param {keyof Helpers} name
 * @param {WebAssembly.Imports} imports
 * @param {string} module
 * @returns {Record<string, Function>}
 */
function instantiateHelper(helpers, name, imports, module) {
  if (!HELPERS) throw leftOut(module, `the helper "${name}"`);
  try {
    const instance = new WebAssembly.Instance(compileHelper(helpers[name]), imports);
    nameInstance(instance, `${name} of ${module}`);
    return /** @type {Record<string, Function>} */ (instance.exports);
  } catch (error) {
    if (isOutOfMemory(error)) throw outOfMemories(module, error);
    throw error;
  }
}

/**
 * Signatures of the accessor's functions, for lookups with a signature.
 * @type {Readonly<Record<string, string>>}
 */
export const ACCESSOR_SIGNATURES = /* @__PURE__ */ Object.freeze({
  getI8: 'ii',
  getI16: 'ii',
  getI32: 'ii',
  getI64: 'ji',
  getF32: 'fi',
  getF64: 'di',
  setI8: 'vii',
  setI16: 'vii',
  setI32: 'vii',
  setI64: 'vij',
  setF32: 'vif',
  setF64: 'vid',
});

/** @returns {Readonly<Record<string, string>>} */
function bridgeSignatures() {
  /** @type {Record<string, string>} */
  const table = {};
  for (const way of ['mts', 'stm']) {
    table[`${way}_memcpy`] = 'viii';
    for (const size of [1, 2, 4, 8]) table[`${way}_memcpy${size}`] = 'vii';
    table[`${way}_addFnPtr`] = 'ii';
    table[`${way}_removeFnPtr`] = 'ii';
  }
  return Object.freeze(table);
}

/** Signatures of the bridge's functions. */
export const BRIDGE_SIGNATURES = /* @__PURE__ */ bridgeSignatures();

/**
 * Creates the accessor over a memory.
 * @param {Helpers} helpers
 * @param {WebAssembly.Memory} memory
 * @param {Function} rbBridge host function (libId, namePtr) -> table index
 * @param {string} module name of the memory's module, for errors
 * @returns {Record<string, Function>} the accessor's exports
 */
export function createAccessor(helpers, memory, rbBridge, module) {
  return instantiateHelper(helpers, 'accessor', { module: { memory }, host: { rbBridge } }, module);
}

/**
 * Creates the functions by which bridge_fb reaches a memory beside those of the accessor.
 * @param {Helpers} helpers
 * @param {WebAssembly.Memory} memory
 * @param {string} module name of the memory's module, for errors
 * @returns {Record<string, Function>} the exports, most of which JavaScript cannot call
 */
export function createBlocks(helpers, memory, module) {
  return instantiateHelper(helpers, 'blocks', { module: { memory } }, module);
}

/** Import module of what direct and fused files and the bridge get of the loader. */
export const HOST_MODULE = 'wpl:host';

/**
 * What the loader gives to wasm that copies by multi-memory.
 * @param {number | null} memoryCopyFrom size from which on copies go by memory.copy; null where there is no
 *   multi-memory, and so nothing that imports it
 * @returns {WebAssembly.Imports}
 */
export function hostImports(memoryCopyFrom) {
  return { [HOST_MODULE]: { memory_copy_from: /** @type {number} */ (memoryCopyFrom) } };
}

/**
 * A module as a bridge sees it: an instance that has its memory.
 * @typedef {object} BridgeEnd
 * @property {string} name
 * @property {WebAssembly.Memory} memory
 * @property {Record<string, Function>} accessor
 * @property {Record<string, Function>} blocks
 */

/**
 * Creates the bridge over a pair of memories. This is the one place that decides how bytes travel.
 * @param {Helpers} helpers
 * @param {'bridge' | 'bridge_fb'} kind
 * @param {BridgeEnd} main
 * @param {BridgeEnd} side
 * @param {Record<string, Function>} host the four FnPtr functions
 * @param {number | null} memoryCopyFrom for kind 'bridge'
 * @returns {Record<string, Function>} the bridge's exports
 */
export function createBridge(helpers, kind, main, side, host, memoryCopyFrom) {
  const imports =
    kind === 'bridge'
      ? { main: { memory: main.memory }, side: { memory: side.memory }, host, ...hostImports(memoryCopyFrom) }
      : {
          main: { ...main.accessor, ...main.blocks },
          side: { ...side.accessor, ...side.blocks },
          host: { ...host, ...largeCopies(main.memory, side.memory) },
        };
  return instantiateHelper(helpers, kind, imports, side.name);
}
