// Finds the files of npm's @bjorn3/browser_wasi_shim, which gives a module the functions of WASI preview 1 in pages and Node.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BuildError, readJson } from './files.mjs';

export const WASI_PACKAGE = '@bjorn3/browser_wasi_shim';

const IMPORT = /\b(?:from|import)\s*['"](\.[^'"]+)['"]/g;

/** The package's folder in a node_modules of `from` or above, as Node looks for it, or null. */
function findUpwards(from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', WASI_PACKAGE);
    if (existsSync(join(found, 'package.json'))) return found;
    if (folder === dirname(folder)) return null;
  }
}

/** A file and all that it imports, by relative paths. */
function withImports(file, files = new Set()) {
  if (files.has(file)) return files;
  files.add(file);
  for (const [, target] of readFileSync(file, 'utf8').matchAll(IMPORT)) withImports(resolve(dirname(file), target), files);
  return files;
}

/** Path of the package's ES module below its folder. */
function entryOf(folder) {
  const { exports, module, main } = readJson(join(folder, 'package.json'));
  const given = exports?.['.'] ?? exports;
  const entry = typeof given === 'string' ? given : given?.import?.default ?? given?.import ?? given?.default;
  return [entry, module, main, 'dist/index.js'].find((path) => typeof path === 'string' && existsSync(join(folder, path)));
}

/**
 * @param {{ name: string, wasi: string, sourceFolder: string }} config wasi: the package's folder, or '' to look for it from
 *   sourceFolder upwards
 * @returns {{ entry: string, files: { path: string, source: string }[] } | null} path: below the folder that they are put into;
 *   null where the package is not found
 * @throws {BuildError} where a folder is not that package
 */
export function findWasiShim({ name, wasi, sourceFolder }) {
  const folder = wasi || findUpwards(sourceFolder);
  if (!folder) return null;
  const isPackage = existsSync(join(folder, 'package.json')) && readJson(join(folder, 'package.json')).name === WASI_PACKAGE;
  const entry = isPackage && entryOf(folder);
  if (!entry) throw new BuildError(`${name}: WASI \`${folder}\` is not the folder of npm's ${WASI_PACKAGE}. Run \`npm install ${WASI_PACKAGE}\`, and name node_modules/${WASI_PACKAGE}.`);
  const top = dirname(join(folder, entry));
  const files = [...withImports(join(folder, entry))].map((source) => ({ path: relative(top, source).replaceAll('\\', '/'), source }));
  const outside = files.find(({ path }) => path.startsWith('..'));
  if (outside) throw new BuildError(`${name}: the version of ${WASI_PACKAGE} in \`${folder}\` is not known here: it imports \`${outside.path}\`. Install version 0.4.`);
  return { entry: files[0].path, files };
}
