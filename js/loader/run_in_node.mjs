// `node app.mjs a b`: runs main with these arguments and ends with its exit code.
import { textOf } from './errors.mjs';
import { importNode } from './node_builtins.mjs';

/**
 * If Node runs app.mjs as its main script, starts the app with the script's arguments. Elsewhere it does nothing.
 * @param {string} importMetaUrl import.meta.url of app.mjs
 * @param {(options: object) => Promise<object>} createApp
 */
export function runIfMainScript(importMetaUrl, createApp) {
  if (globalThis.process?.versions?.node && globalThis.process.argv[1]) runInNode(importMetaUrl, createApp);
}

async function runInNode(importMetaUrl, createApp) {
  if (!(await isMainScript(importMetaUrl))) return;
  try {
    await createApp({ modules: { main: { arguments: process.argv.slice(2) } } });
  } catch (error) {
    if (error.code !== 'MAIN_EXITED')
      console.error(error?.code ? `${error.name} ${error.code}: ${error.message}` : textOf(error));
    process.exitCode = error.code === 'MAIN_EXITED' ? error.status : 1;
  }
}

async function isMainScript(importMetaUrl) {
  const [{ pathToFileURL }, { realpathSync }] = await Promise.all(['url', 'fs'].map(importNode));
  try {
    if (pathToFileURL(realpathSync(process.argv[1])).href !== importMetaUrl) return false;
  } catch {
    return false; // node runs something that is no file, such as standard input
  }
  // A worker's argv[1] is that of its process. Asked last: the import takes as long as the rest of this file.
  return (await importNode('worker_threads')).isMainThread;
}
