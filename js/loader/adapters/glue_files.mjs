// Files that a module's own JavaScript loads beside its wasm: packages of files (emcc's --preload-file, its
// file_packager) and source maps. Those that the manifest has are fetched with all others, and the glue is given their
// bytes; of the others it hears where they are, once it is known that they are there.
/** @import { Program, ModuleRecord, VariantFile } from '../app/program.mjs' */
/** @import { FetchContext } from '../load/fetch_modules.mjs' */
/** @import { ModuleArguments } from '../index.d.ts' */
import { addressOf, checkThere, pathsFrom, readChecked } from '../files/files.mjs';

/** @typedef {NonNullable<VariantFile['glueFiles']>} GlueFiles */

/**
 * Module arguments by which a glue finds its files.
 * @typedef {{ locateFile?: GlueFiles['locateFile'], getPreloadedPackage?: GlueFiles['getPreloadedPackage'] }}
 *   FileArguments
 */

/**
 * Fetches and checks the files of a module's glue. A user's own locateFile says where they are, a user's own
 * getPreloadedPackage what is in them.
 * @param {Program} program the app
 * @param {ModuleRecord} record
 * @param {FetchContext} context
 * @returns {Promise<GlueFiles>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED
 */
export async function fetchGlueFiles(program, { name, entry }, context) {
  const { packages = [], unlisted = [], lazy = false } = entry;
  /** @type {FileArguments & ModuleArguments} */
  const args = program.options.modules[name] ?? {};
  const { locateFile = await pathsFrom(context.baseUrl), getPreloadedPackage } = args;
  if (getPreloadedPackage) return { locateFile, getPreloadedPackage };
  for (const { bytes } of packages) context.progress.expect(bytes);
  /** @param {string} file */
  const addressOfFile = (file) => addressOf(locateFile(file, ''), context.baseUrl);
  const reading = packages.map(async (file) => {
    const bytes = await readChecked({ ...file, url: await addressOfFile(file.url) }, context);
    return /** @type {const} */ ([locateFile(file.url, ''), bytes]);
  });
  const checking = unlisted.map(async (file) => checkThere(await addressOfFile(file), context));
  const read = new Map(await Promise.all(reading));
  await Promise.all(checking);
  return { locateFile, getPreloadedPackage: (located) => bufferOf(read.get(located), lazy) };
}

/**
 * A package as emcc's glue takes it. The files in it are written in place (emcc: src/lib/libmemfs.js, canOwn), so that
 * a side that is opened again needs another copy.
 * @param {Uint8Array | undefined} bytes undefined: the glue fetches it by itself
 * @param {boolean} isNeededAgain
 */
function bufferOf(bytes, isNeededAgain) {
  if (!bytes) return null;
  const { buffer, byteOffset, byteLength } = bytes;
  const isWhole = byteLength === buffer.byteLength;
  return isWhole && !isNeededAgain ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}
