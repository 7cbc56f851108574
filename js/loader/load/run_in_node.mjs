// `node app.mjs a b`: runs main with these arguments and ends with its exit code. Bun and Deno do the same.
/** @import { App, AppOptions } from '../index.d.ts' */
import { importNode } from '../base/node_builtins.mjs';
import { NODE } from '../base/parts.mjs';
import { printFailure } from './print_failure.mjs';

/** @typedef {(options: AppOptions) => Promise<App>} CreateApp */

/**
 * If app.mjs is the script that was started, starts the app with the script's arguments. Elsewhere it does nothing.
 * @param {{ url: string, main: boolean | undefined }} meta those members of import.meta of app.mjs; bundlers know them
 *   only if each is read by its name
 * @param {CreateApp} createApp
 */
export function runIfMainScript(meta, createApp) {
  if (NODE && globalThis.process?.versions?.node && globalThis.process.argv[1]) runInNode(meta, createApp);
}

/** Frames of a stack: templates that nothing inlines take many. */
const FRAMES = 50;

/**
 * @param {{ url: string, main: boolean | undefined }} meta
 * @param {CreateApp} createApp
 */
async function runInNode(meta, createApp) {
  if (!(await isMainScript(meta, createApp))) return;
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, FRAMES);
  // What fails later, in a timer or an event handler, is printed the same way, unless the program handles it.
  process.on('uncaughtException', (thrown) => {
    if (process.listenerCount('uncaughtException') === 1) process.exit(printFailure(thrown, meta.url));
  });
  try {
    const baseUrl = await realAddress(meta.url);
    const onExit = (/** @type {number} */ status) => {
      process.exitCode = status;
    };
    await createApp({ baseUrl, modules: { main: { arguments: process.argv.slice(2) } }, onExit });
  } catch (thrown) {
    process.exitCode = printFailure(thrown, meta.url);
  }
}

/**
 * @param {{ url: string, main: boolean | undefined }} meta
 * @param {CreateApp} createApp
 */
async function isMainScript({ url, main }, createApp) {
  try {
    if (!(main || (await isStartScript(url))) || !(await isApp(url, createApp))) return false;
  } catch {
    return false; // what Node runs is not a file, or is a bundle that failed or has no import()
  }
  // A worker's argv[1] is that of its process. Asked last: the import takes as long as the rest of this file.
  return (await importNode('worker_threads')).isMainThread;
}

/**
 * Whether the module at this address is the script that Node was started with, where import.meta.main does not tell: it
 * came with Node 24.2 (https://nodejs.org/api/esm.html#importmetamain), and is false below tools that start a script by
 * importing it.
 * @param {string} url
 */
async function isStartScript(url) {
  const [{ realpathSync }, { createRequire }] = await Promise.all([importNode('fs'), importNode('module')]);
  const script = createRequire(url).resolve(process.argv[1]); // `node .` names a folder
  return realpathSync(script) === realpathSync(new URL(url)); // either may be a symbolic link: --preserve-symlinks-main
}

/**
 * Whether the module at this address is app.mjs: in a bundle that app.mjs is a part of, import.meta is the bundle's.
 * @param {string} url
 * @param {CreateApp} createApp
 */
async function isApp(url, createApp) {
  const self = await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
  return self.default === createApp && 'manifest' in self;
}

/**
 * Where app.mjs lies, with the other files beside it, if the address is that of a symbolic link (which Node follows by
 * itself, but for --preserve-symlinks-main).
 * @param {string} url
 */
async function realAddress(url) {
  if (!url.startsWith('file:')) return url; // Deno runs scripts from servers
  const [{ realpathSync }, { pathToFileURL }] = await Promise.all([importNode('fs'), importNode('url')]);
  return pathToFileURL(realpathSync(new URL(url)));
}
