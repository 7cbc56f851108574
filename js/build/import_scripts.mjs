// Scripts of IMPORTS: ES modules that give a module what it imports. They are called once in the build, to see which names they
// give, and by the loader at each open.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { untilLate } from '../loader/time_limit.mjs';
import { BuildError } from './files.mjs';

const TIME_LIMIT = 30_000; // ms

const RELATIVE_IMPORT = /^\s*(?:import|export)\b[^'"\n]*(?:from\s*)?['"](\.{1,2}\/[^'"]*)['"]/m;

function absent(what) {
  throw new Error(`${what} is there only once the module has been instantiated: use it inside of the functions`);
}

/** What a script gets for the module's handle in the build. */
const handleOf = (name) => ({
  name,
  get memory() {
    return absent('side.memory');
  },
  get exports() {
    return absent('side.exports');
  },
});

async function call(name, file) {
  // It may wait for ever, and Node would then end without a word.
  const script = await untilLate(import(pathToFileURL(file)), TIME_LIMIT, () => new Error(`it did not end within ${TIME_LIMIT / 1000} s`));
  if (typeof script.default !== 'function') throw new Error('its default export is no function');
  const given = script.default(handleOf(name));
  if (typeof given?.then === 'function') throw new Error('it returns a promise: return the functions at once');
  if (typeof given !== 'object' || given === null) throw new Error(`it returns ${given === null ? 'null' : typeof given} instead of an object of functions`);
  return given;
}

/**
 * Runs a script as the loader does, but without the module.
 * @param {string} name the module's
 * @param {{ module: string, file: string }} script import module that it gives, and its path
 * @returns {Promise<{ file: string, given: object, text: Buffer }>} what it returned, and the file's content
 * @throws {BuildError} if it fails, or could not run from the folder of the app
 */
export async function runImportScript(name, { file }) {
  const text = readFileSync(file);
  const [, relative] = RELATIVE_IMPORT.exec(text) ?? [];
  if (relative) {
    throw new BuildError(`${name}: the IMPORTS script \`${file}\` imports \`${relative}\`, but it is put beside the app alone. Write or bundle it as one file.`);
  }
  try {
    return { file, given: await call(name, file), text };
  } catch (error) {
    throw new BuildError(
      `${name}: the IMPORTS script \`${file}\` failed: ${error?.message ?? error}. The build calls its default export in Node, to see which ` +
        'names it gives: (side) => ({ name() { ... }, ... }). What only browsers have belongs inside of the functions.',
    );
  }
}
