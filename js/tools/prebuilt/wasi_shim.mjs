// Finds the files of npm's @bjorn3/browser_wasi_shim, which gives a module the functions of WASI preview 1 in pages and
// Node.
/** @import { FileContent, PrebuiltConfig } from '../common/records.d.ts' */
/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { GivenScript } from './import_scripts.mjs' */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BuildError, messageOf } from '../common/build_error.mjs';
import { readJson } from '../common/files.mjs';

/** Import module of WASI's functions. */
export const WASI_MODULE = 'wasi_snapshot_preview1';

const WASI_PACKAGE = '@bjorn3/browser_wasi_shim';

const IMPORT = /\b(?:from|import)\s*['"](\.[^'"]+)['"]/g;

/**
 * The package's folder in a node_modules of `from` or above, as Node looks for it, or null.
 * @param {string} from
 */
function findUpwards(from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', WASI_PACKAGE);
    if (existsSync(join(found, 'package.json'))) return found;
    if (folder === dirname(folder)) return null;
  }
}

/**
 * A file and all that it imports, by relative paths.
 * @param {string} file
 * @param {Set<string>} [files] found before
 */
function withImports(file, files = new Set()) {
  if (files.has(file)) return files;
  files.add(file);
  for (const [, target] of readFileSync(file, 'utf8').matchAll(IMPORT))
    withImports(resolve(dirname(file), target), files);
  return files;
}

/**
 * What is in the package.json of a folder; nothing where it cannot be read.
 * @param {string} folder
 * @returns {Record<string, any>}
 */
function packageOf(folder) {
  try {
    return readJson(join(folder, 'package.json')) ?? {};
  } catch {
    return {};
  }
}

/**
 * Path of the package's ES module below its folder.
 * @param {string} folder
 * @returns {string | undefined}
 */
function entryOf(folder) {
  const { exports, module, main } = packageOf(folder);
  const given = exports?.['.'] ?? exports;
  const entry = typeof given === 'string' ? given : (given?.import?.default ?? given?.import ?? given?.default);
  return [entry, module, main, 'dist/index.js'].find(
    (path) => typeof path === 'string' && existsSync(join(folder, path)),
  );
}

/**
 * @param {PrebuiltConfig} config wasi: the package's folder, or '' to look for it from sourceFolder upwards
 * @returns {{ entry: string, files: { path: string, source: string }[] } | null} path: below the folder that they are
 *   put into; null where the package is not found
 * @throws {BuildError} where a folder is not that package
 */
function findWasiShim({ name, wasi, sourceFolder }) {
  const folder = wasi || findUpwards(sourceFolder);
  if (!folder) return null;
  const entry = packageOf(folder).name === WASI_PACKAGE ? entryOf(folder) : undefined;
  if (!entry)
    throw new BuildError(
      `${name}: WASI \`${folder}\` is not the folder of npm's ${WASI_PACKAGE}. Run \`npm install ${WASI_PACKAGE}\`, and name node_modules/${WASI_PACKAGE}.`,
    );
  const top = dirname(join(folder, entry));
  const files = readImports(name, folder, join(folder, entry)).map((source) => ({
    path: relative(top, source).replaceAll('\\', '/'),
    source,
  }));
  const outside = files.find(({ path }) => path.startsWith('..'));
  if (outside)
    throw new BuildError(
      `${name}: the version of ${WASI_PACKAGE} in \`${folder}\` is not known here: it imports \`${outside.path}\`. Install version 0.4.`,
    );
  return { entry: files[0].path, files };
}

/**
 * @param {string} name of the module
 * @param {string} folder of the package
 * @param {string} entry its first file
 */
function readImports(name, folder, entry) {
  try {
    return [...withImports(entry)];
  } catch (error) {
    throw new BuildError(
      `${name}: the ${WASI_PACKAGE} in \`${folder}\` is not complete: ${messageOf(error)}. Run \`npm install ${WASI_PACKAGE}\` again.`,
    );
  }
}

/** Node takes .js files for ES modules by this file. */
const PACKAGE_FILE = { url: 'package.json', content: '{ "type": "module" }\n' };

/**
 * The shim of WASI, if the module needs it.
 * @param {PrebuiltConfig} config
 * @param {WasmModule} wasm
 * @param {Map<string, GivenScript>} scripts of IMPORTS, which may give the functions in its place
 * @param {string} base what the name of its folder begins with
 * @returns {{ entry: string | null, files: FileContent[], sources: string[], missing: string | null }} files to be put
 *   beside the module, and those that they are copies of; missing: why it is not there
 */
export function readWasi(config, wasm, scripts, base) {
  const none = { entry: null, files: [], sources: [], missing: null };
  const given = scripts.get(WASI_MODULE)?.given ?? {};
  const isNeeded = wasm.imports.some(({ module, name }) => module === WASI_MODULE && !given[name]);
  if (config.glue || !isNeeded) return none;
  const shim = findWasiShim(config);
  if (!shim) {
    const missing = `npm's ${WASI_PACKAGE}, which gives ${WASI_MODULE}, was not found. Run \`npm install ${WASI_PACKAGE}\` in \`${config.sourceFolder}\` or above, or name its folder by WASI.`;
    return { ...none, missing };
  }
  const copies = shim.files.map(({ path, source }) => ({ url: path, content: readFileSync(source) }));
  return {
    entry: `${base}.wasi/${shim.entry}`,
    files: [...copies, PACKAGE_FILE].map(({ url, content }) => ({ url: `${base}.wasi/${url}`, content })),
    sources: shim.files.map(({ source }) => source),
    missing: null,
  };
}
