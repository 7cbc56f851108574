// Which parts of the loader an app needs (js/loader/base/parts.mjs): by what the glue of its modules asks the loader
// for.

/** @import { App, AppConfig, ModuleDescription } from '../common/records.d.ts' */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Record<string, boolean>} Parts by name in parts.mjs */

/**
 * What decides on parts: kind, prebuilt, names and imports as in a description; asks: the functions that the module's
 * glue asks for, such as `main_getI32`, which is not known of what older versions or other tools have linked: these may
 * ask for anything.
 * @typedef {Pick<ModuleDescription, 'kind'> & Partial<ModuleDescription> & { lazy: boolean }} Asking
 */

/** What the loader can only answer with lookups: rbBridge and the bridge's functions for function pointers. */
const LOOKUP = /^rbBridge$|_(add|remove)FnPtr$/;

/**
 * @param {App} app
 * @param {Pick<AppConfig, 'environment'>} config of main
 * @returns {Parts}
 */
export function partsOf({ main, sides, interfaces }, { environment }) {
  const modules = [main, ...sides].map(({ description, lazy }) => ({ ...description, lazy }));
  const files = [main, ...sides].flatMap(({ description, folder }) =>
    description.variants.map(({ wasm }) => join(folder, `${wasm.url}.map`)),
  );
  return appParts(modules, {
    plugins: interfaces.length > 0,
    fused: main.description.variants.some(({ variant }) => variant === 'fused'),
    node: environment.includes('node'),
    maps: files.some((file) => existsSync(file)),
  });
}

/**
 * @param {Asking[]} modules of the app
 * @param {object} [app]
 * @param {boolean} [app.plugins] whether it opens plugins, which may be any no-JS sides
 * @param {boolean} [app.fused] whether it has a fused file
 * @param {boolean} [app.node] whether it runs in Node
 * @param {boolean} [app.maps] whether a source map is beside a file
 * @returns {Parts}
 */
export function appParts(modules, { plugins = false, fused = false, node = false, maps = false } = {}) {
  const asks = modules.flatMap((module) => module.asks ?? ['rbBridge']);
  // JavaScript is what has to do with those modules most, and may be main.
  const others = modules.some(
    ({ kind, prebuilt }) => prebuilt === true || (kind !== 'emscripten' && kind !== 'dotnet'),
  );
  return {
    MANIFESTS: false,
    PLUGINS: plugins,
    LAZY_SIDES: plugins || modules.some(({ lazy }) => lazy),
    LOOKUPS: plugins || others || asks.some((name) => LOOKUP.test(name)),
    FUSED: fused,
    DOTNET: modules.some(({ kind }) => kind === 'dotnet'),
    WASM: plugins || modules.some(({ kind }) => kind === 'wasm'),
    JAVASCRIPT: modules.some(({ kind }) => kind === 'javascript'),
    TOOLS: plugins || others,
    GLUE: modules.some(({ kind, prebuilt }) => prebuilt === true && kind === 'emscripten'),
    LOADED_FILES: modules.some(({ packages, unlisted }) => packages !== undefined || unlisted !== undefined),
    BINDGEN: modules.some(({ kind }) => kind === 'bindgen'),
    NAMES: plugins || modules.some(({ names }) => names !== undefined),
    MAIN_API: plugins || modules.some(({ imports }) => imports?.main !== undefined),
    HELPERS: plugins || asks.length > 0,
    NODE: node,
    MAPS: node && maps,
  };
}
