// Which parts of the loader an app needs (js/loader/parts.mjs): by what the glue of its modules asks the loader for.

/** What the loader can only answer with lookups: rbBridge and the bridge's functions for function pointers. */
const LOOKUP = /^rbBridge$|_(add|remove)FnPtr$/;

/**
 * @param {{kind: string, lazy: boolean, asks?: string[]}[]} modules of the app; lazy, or started with main; asks: the functions that the module's glue asks for, such as
 *   `main_getI32`; not known of what older versions or other tools have linked, which may ask for anything
 * @param {boolean} fused whether the app has a fused file
 * @returns {Record<string, boolean>} by name in parts.mjs
 */
export function appParts(modules, fused) {
  const asks = modules.flatMap((module) => module.asks ?? ['rbBridge']);
  // JavaScript is what has to do with those modules most, and may be main.
  const others = modules.some(({ kind, prebuilt }) => prebuilt || (kind !== 'emscripten' && kind !== 'dotnet'));
  return {
    MANIFESTS: false,
    LAZY_SIDES: modules.some(({ lazy }) => lazy),
    LOOKUPS: others || asks.some((name) => LOOKUP.test(name)),
    FUSED: fused,
    DOTNET: modules.some(({ kind }) => kind === 'dotnet'),
    WASM: modules.some(({ kind }) => kind === 'wasm'),
    JAVASCRIPT: modules.some(({ kind }) => kind === 'javascript'),
    TOOLS: others,
    GLUE: modules.some(({ kind, prebuilt }) => prebuilt && kind === 'emscripten'),
    BINDGEN: modules.some(({ kind }) => kind === 'bindgen'),
    NAMES: modules.some(({ names }) => names),
    HELPERS: asks.length > 0,
  };
}
