// What the engine can do, found by asking it and never by its name.
/** @import { VariantEntry } from '../manifest/manifest.mjs' */

/** A wasm file with two memories and nothing else. */
const TWO_MEMORIES = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 5, 5, 2, 0, 0, 0, 0]);

/** A wasm file with the type of a function that gives two vectors, () -> (v128, v128), and nothing else. */
const TWO_VECTORS = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 0, 2, 123, 123]);

/**
 * Asks the engine which wasm features it has. Cost: two validations of 16 bytes.
 * @returns {{ multiMemory: boolean, blocks: boolean }} blocks: SIMD and functions with several results
 * @throws {Error} if there is no WebAssembly at all
 */
export function detectFeatures() {
  return { multiMemory: WebAssembly.validate(TWO_MEMORIES), blocks: WebAssembly.validate(TWO_VECTORS) };
}

/**
 * Picks the helper that copies between two memories.
 * @param {{ multiMemory: boolean }} features
 * @param {'bridge' | 'bridge_fb' | undefined} forced set by tests
 * @returns {'bridge' | 'bridge_fb'}
 */
export function chooseBridge(features, forced) {
  return forced ?? (features.multiMemory ? 'bridge' : 'bridge_fb');
}

/**
 * Variants from the most to the least wanted, and what each needs of the engine.
 * @type {Readonly<Record<string, (features: { multiMemory: boolean }) => boolean>>}
 */
const VARIANT_NEEDS = Object.freeze({
  fused: (features) => features.multiMemory,
  direct: (features) => features.multiMemory,
  portable: () => true,
});

/**
 * Picks the file of a module that this engine can run.
 * @param {{ variants: VariantEntry[] }} entry the module's entry in the manifest
 * @param {{ multiMemory: boolean }} features
 * @param {string} [prefer] the best variant to take; without it the lesser ones come before the better
 * @returns {VariantEntry | undefined} one of entry.variants
 */
export function chooseVariant(entry, features, prefer = '') {
  const all = Object.keys(VARIANT_NEEDS);
  const best = Math.max(0, all.indexOf(prefer));
  for (const name of [...all.slice(best), ...all.slice(0, best).reverse()]) {
    const found = entry.variants.find((variant) => variant.variant === name);
    if (found && VARIANT_NEEDS[name]?.(features)) return found;
  }
  return undefined;
}
