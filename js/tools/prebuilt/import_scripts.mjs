// Scripts of IMPORTS: ES modules that give a module what it imports. They are called once in the build, to see which
// names they give, and by the loader at each open.
/** @import { FileContent, PrebuiltConfig } from '../common/records.d.ts' */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { withTimeLimit } from '../../loader/base/time_limit.mjs';
import { BuildError, messageOf } from '../common/build_error.mjs';

const TIME_LIMIT = 30_000; // ms

const RELATIVE_IMPORT = /^\s*(?:import|export)\b[^'"\n]*(?:from\s*)?['"](\.{1,2}\/[^'"]*)['"]/m;

/**
 * A script of IMPORTS: its path, what it returned, and the copy of it that is put beside the app.
 * @typedef {{ file: string, given: Record<string, unknown>, staged: FileContent }} GivenScript
 */

/**
 * @param {string} what
 * @returns {never}
 */
function absent(what) {
  throw new Error(`${what} is there only once the module has been instantiated: use it inside of the functions`);
}

/**
 * What a script gets for the module's handle in the build.
 * @param {string} name
 */
const handleOf = (name) => ({
  name,
  get memory() {
    return absent('side.memory');
  },
  get exports() {
    return absent('side.exports');
  },
});

/**
 * @param {string} name
 * @param {string} file
 * @returns {Promise<Record<string, unknown>>}
 */
async function call(name, file) {
  // It may wait for ever, and Node would then end without a word.
  const script = await withTimeLimit(
    import(pathToFileURL(file).href),
    TIME_LIMIT,
    () => new Error(`it did not end within ${TIME_LIMIT / 1000} s`),
  );
  if (typeof script.default !== 'function') throw new Error('its default export is no function');
  const given = script.default(handleOf(name));
  if (typeof given?.then === 'function') throw new Error('it returns a promise: return the functions at once');
  if (typeof given !== 'object' || given === null)
    throw new Error(`it returns ${given === null ? 'null' : typeof given} instead of an object of functions`);
  return given;
}

/**
 * @param {string} name
 * @param {string} file
 */
function readScript(name, file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new BuildError(
      `${name}: the IMPORTS script \`${file}\` cannot be read: ${messageOf(error)}. Name the file, or build it before this module.`,
    );
  }
}

/**
 * Runs a script as the loader does, but without the module.
 * @param {string} name the module's
 * @param {string} file
 * @param {string} url of the copy
 * @returns {Promise<GivenScript>}
 * @throws {BuildError} if it fails, or could not run from the folder of the app
 */
async function readImportScript(name, file, url) {
  const content = readScript(name, file);
  const [, relative] = RELATIVE_IMPORT.exec(content.toString()) ?? [];
  if (relative) {
    throw new BuildError(
      `${name}: the IMPORTS script \`${file}\` imports \`${relative}\`, but it is put beside the app alone. Write or bundle it as one file.`,
    );
  }
  try {
    return { file, given: await call(name, file), staged: { url, content } };
  } catch (error) {
    throw new BuildError(
      `${name}: the IMPORTS script \`${file}\` failed: ${messageOf(error)}. The build calls its default export in Node, to see which ` +
        'names it gives: (side) => ({ name() { ... }, ... }). What only browsers have belongs inside of the functions.',
    );
  }
}

/**
 * @param {PrebuiltConfig} config
 * @param {string} base what the names of the copies begin with
 * @returns {Promise<Map<string, GivenScript>>} by import module
 */
export async function readImportScripts({ name, importScripts }, base) {
  /** @type {Map<string, GivenScript>} */
  const scripts = new Map();
  for (const { module, file } of importScripts) {
    const url = `${base}.imports.${module.replace(/[^\w-]+/g, '_')}.mjs`;
    const script = await readImportScript(name, file, url);
    if ([...scripts.values()].some(({ staged }) => staged.url === url))
      throw new BuildError(`${name}: two modules of IMPORTS would both have the file \`${url}\`. Join their scripts.`);
    scripts.set(module, script);
  }
  return scripts;
}
