// Starts apps of tests/apps/settings and of its likes, in the folder WPL_APPS.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @param {string} folder the app <name> is called <folder>_<name> */
export function appsOf(folder) {
  /** Starts an app; `printed` gets what its modules print, an entry for each line. */
  function prepare(name) {
    const printed = [];
    const output = { print: (line) => printed.push(line), printErr: (line) => printed.push(line) };
    const [main, side] = [`${folder}_${name}`, `${folder}_${name}_side`];
    const modules = { [main]: output, [side]: output };
    const file = pathToFileURL(join(process.env.WPL_APPS, `${main}.mjs`)).href;
    return { started: import(file).then(({ default: createApp }) => createApp({ modules })), printed, main, side };
  }

  async function start(name) {
    const { started, printed, main, side } = prepare(name);
    const { modules } = await started;
    return { main: modules[main], side: modules[side], printed };
  }
  return { prepare, start };
}

/** What every app prints: `blocks` of 64 KiB for its side, and what is special of main and of the side. */
export const lines = (special, blocks = 400) => [
  'doubled: 1998, in all 999000',
  'asked: 135',
  `blocks: ${blocks}`,
  `special: ${special} and ${special}`,
];
