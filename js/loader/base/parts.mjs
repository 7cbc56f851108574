// Parts of the loader that an app may do without. In the loader itself all are there; js/tools/app/app_parts.mjs says
// which ones an app needs, and js/tools/app/bundle.mjs writes false for the others, so that a minifier drops their
// code.
//
// A part that was left out and is asked for nevertheless gives leftOut(), or the error that an app has without lazy
// sides.
import { WasmPseudoLinkError } from './errors.mjs';

/** Manifests from outside: reading and checking them. app.mjs has its own, which the build has checked. */
export const MANIFESTS = true;

/** Sides that are opened and closed while main runs. */
export const LAZY_SIDES = true;

/** Sides that main did not know when it was built. */
export const PLUGINS = true;

/** What modules find at run time by rbBridge, and function pointers that one lends to another. */
export const LOOKUPS = true;

/** A fused file of main and its static sides. */
export const FUSED = true;

/** Sides in C#, on the .NET runtime. */
export const DOTNET = true;

/** Modules without JavaScript of their own, which the loader starts by itself: plain clang, Rust, AssemblyScript. */
export const WASM = true;

/** A main module that is JavaScript. */
export const JAVASCRIPT = true;

/** What module handles offer beside calls: views of the memory, and JavaScript functions as function pointers. */
export const TOOLS = true;

/** Modules with JavaScript by Emscripten in which our js library is not. */
export const GLUE = true;

/** Modules with JavaScript by Emscripten that loads files of its own: packages of files, source maps. */
export const LOADED_FILES = true;

/** Modules with the JavaScript of wasm-bindgen. */
export const BINDGEN = true;

/** Modules whose manifest entries call exports otherwise than their files do. */
export const NAMES = true;

/** Sides that import functions of main. */
export const MAIN_API = true;

/** The helper modules: access to the memories of other modules, and copies. */
export const HELPERS = true;

/** `node app.mjs`: running main, and printing how it failed. */
export const NODE = true;

/** Source maps beside the files, by which Node prints files and lines. */
export const MAPS = true;

/**
 * The error for a part that is not in this app.mjs.
 * @param {string} module that asks for it
 * @param {string} what
 * @returns {WasmPseudoLinkError} PART_LEFT_OUT
 */
export function leftOut(module, what) {
  return new WasmPseudoLinkError(
    'PART_LEFT_OUT',
    module,
    `asks for ${what}, which app.mjs does not have, since no module asked for it when the app was built`,
    'build the app again, with all modules as they are now',
  );
}
