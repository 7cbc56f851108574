// The configuration of one module, <name>.config.json, which CMake writes (cmake/WasmPseudoLinkModule.cmake), and where
// the module's files are.
/** @import { ModuleConfig, Place } from './records.d.ts' */
import { basename, dirname, join } from 'node:path';
import { BuildError } from './build_error.mjs';
import { readJson } from './files.mjs';

/** Members that are conditions for CMake, which writes them as 0 or 1. */
const CONDITIONS = ['guarded', 'allowJs', 'fuse', 'lines'];

/** Members that are lists which CMake knows after configure only, and writes as lines. */
const LISTS = ['linkInputs', 'environment', 'sources', 'sourceFolders', 'includes'];

/** @param {string} file */
export function readConfig(file) {
  const config = readJson(file);
  for (const name of CONDITIONS) if (name in config) config[name] = config[name] === '1';
  if ('libraryExports' in config) config.libraryExports = config.libraryExports.split(',').filter(Boolean);
  for (const name of LISTS) if (name in config) config[name] = config[name].split('\n');
  return config;
}

/**
 * Where the files of a module are, or are put, whose target's file is an ES module.
 * @param {Pick<ModuleConfig, 'name' | 'target'>} config
 * @returns {Place}
 */
export function placeOf({ name, target }) {
  if (!target.endsWith('.mjs')) {
    throw new BuildError(
      `${name}: the target's file is \`${target}\`. Leave its property SUFFIX at \`.mjs\`, by which Node knows a module.`,
    );
  }
  return { folder: dirname(target), base: basename(target, '.mjs') };
}

/**
 * The same for a prebuilt module: the target of a side has no file but a stamp, in the folder of the side's files.
 * @param {Pick<ModuleConfig, 'name' | 'role' | 'target'>} config
 * @returns {Place}
 */
export const placeOfPrebuilt = (config) =>
  config.role === 'main' ? placeOf(config) : { folder: dirname(config.target), base: config.name };

/**
 * @param {Place} place
 * @param {string} ending such as `.wasm`
 * @returns {string} path
 */
export const fileAt = ({ folder, base }, ending) => join(folder, `${base}${ending}`);
