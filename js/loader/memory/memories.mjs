// Creates the memories that modules import, with exactly the limits that their wasm declares.
/** @import { ManifestEntry } from '../manifest/manifest.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';

/**
 * The error for an engine that cannot create another memory.
 * @param {string} module
 * @param {unknown} cause
 * @returns {WasmPseudoLinkError} OUT_OF_MEMORIES
 */
export function outOfMemories(module, cause) {
  return new WasmPseudoLinkError(
    'OUT_OF_MEMORIES',
    module,
    `the engine cannot create another wasm memory (${textOf(cause)})`,
    'close modules that are not needed (Chromium allows about 124 memories in a process), or reload the page',
    { cause },
  );
}

/**
 * Whether an engine error says that memory ran out.
 * @param {unknown} error
 * @returns {boolean}
 */
export function isOutOfMemory(error) {
  if (error instanceof RangeError) return /memory|allocat/i.test(error.message);
  return textOf(error) === 'out of memory'; // SpiderMonkey throws this text, and no Error
}

/**
 * Creates the memory that a module imports.
 * @param {Pick<ManifestEntry, 'name' | 'memory'>} entry the module's entry in the manifest; limits in pages of 64 KiB
 * @returns {WebAssembly.Memory}
 * @throws {WasmPseudoLinkError} OUT_OF_MEMORIES
 */
export function createMemory(entry) {
  const { initial, maximum, shared, address } = entry.memory;
  /** @type {WebAssembly.MemoryDescriptor & { address?: string }} */
  const descriptor = { initial };
  if (maximum !== null && maximum !== undefined) descriptor.maximum = maximum;
  if (shared) descriptor.shared = true;
  if (address === 'i64') descriptor.address = address;
  try {
    return new WebAssembly.Memory(descriptor);
  } catch (error) {
    if (error instanceof RangeError) throw outOfMemories(entry.name, error);
    throw new WasmPseudoLinkError(
      'ENGINE_TOO_OLD',
      entry.name,
      `the engine refuses its memory (${textOf(error)})`,
      'use an engine that supports this kind of memory',
      { cause: error },
    );
  }
}
