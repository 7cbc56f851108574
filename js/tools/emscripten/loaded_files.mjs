// Files that a glue loads by itself, which the loader fetches for it or looks for (js/loader/adapters/glue_files.mjs).
/** @import { ManifestEntry, Place } from '../common/records.d.ts' */
/** @import { LinkReport } from './link_report.mjs' */
import { basename, join } from 'node:path';
import { BuildError } from '../common/build_error.mjs';
import { fingerprint } from '../common/files.mjs';

/** The run dependency of a package, by which its name survives minifiers (emcc: tools/file_packager.py). */
const PACKAGE = /(['"`])datafile_((?:(?!\1)[^\n])+)\1/g;

/** With --use-preload-cache, of emcc or file_packager, the glue takes a package from no one but its own cache. */
const CACHES_PACKAGES = /\bpackage_uuid\b/;

/**
 * @param {string} name of the module
 * @param {Place} place
 * @param {string} glue its text
 * @param {LinkReport} report
 * @returns {Pick<ManifestEntry, 'packages' | 'unlisted'>} packages: emcc's own, because others may be made again
 *   without a link
 */
export function loadedFiles(name, { folder, base }, glue, { loads }) {
  const found = Array.from(glue.matchAll(PACKAGE), ([, , path]) => basename(path));
  const files = [...new Set([...found, ...(loads.includes('source-map') ? [`${base}.wasm.map`] : [])])];
  if (files.length === 0) return {};
  if (!loads.includes('by-locateFile')) {
    throw new BuildError(
      `${name}: its JavaScript loads \`${files[0]}\`, but -sINCOMING_MODULE_JS_API lacks \`locateFile\`, by which the ` +
        'loader tells it where that is. Add it to your list.',
    );
  }
  const own = CACHES_PACKAGES.test(glue) ? [] : files.filter((file) => file === `${base}.data`);
  const unlisted = files.filter((file) => !own.includes(file));
  return {
    ...(own.length > 0 ? { packages: own.map((url) => ({ url, ...fingerprint(join(folder, url)) })) } : {}),
    ...(unlisted.length > 0 ? { unlisted } : {}),
  };
}
