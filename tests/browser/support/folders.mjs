// What is served in the tests, and how strictly.
import { fileURLToPath } from 'node:url';

/** Folder of web_app.mjs and all its files. */
export const APP = process.env.WPL_APPS;
export const APP_DEBUG = process.env.WPL_APPS_DEBUG;

/** Folder of tint_host.mjs and of the plugin warm.wasm. */
export const PLUGINS = process.env.WPL_APPS_PLUGINS;

/** Pages and their scripts. */
export const PAGES = fileURLToPath(new URL('../pages', import.meta.url));

/** The loader's own files, as web_app.mjs is made from them. */
export const LOADER = fileURLToPath(new URL('../../../js/loader', import.meta.url));

/** All that an app needs of a Content-Security-Policy. */
export const STRICT_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
