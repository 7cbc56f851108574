// Where a plugin's files come from: an address, bytes, or files that a user has chosen.
/** @import { FileEntry, VariantEntry } from '../manifest/manifest.mjs' */
/** @import { PluginOptions } from '../load/options.mjs' */
import { badOption } from '../base/arguments.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { readPlain } from '../files/files.mjs';
import { hashBytes } from '../files/hash.mjs';
import { checkIntegrity, missing } from '../files/integrity.mjs';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes a copy that nobody else can change */

/** @typedef {{ name: string, signal: AbortSignal, timeout: number | undefined }} SourceContext name: of the plugin */

/**
 * A file of a plugin: where it was found, for errors, and how the files beside it are read, by relative address.
 * @typedef {{ where: string, bytes: Bytes, readBeside: (url: string) => Promise<Bytes> }} PluginFile
 */

/**
 * Reads the file that a plugin is opened by.
 * @param {PluginOptions} options of which url, bytes and files
 * @param {string} baseUrl what a relative url is relative to
 * @param {SourceContext} context
 * @returns {Promise<PluginFile>}
 * @throws {WasmPseudoLinkError} BAD_OPTION, FILE_MISSING
 */
export async function readPluginFile({ url, bytes, files }, baseUrl, context) {
  if (url !== undefined) return fromUrl(absoluteUrl(url, baseUrl), context);
  if (files !== undefined) return fromFiles(namedFiles(files), context.name);
  const readBeside = () => {
    throw badOption(context.name, 'bytes were given, but its manifest names another file', 'pass both as files');
  };
  return { where: 'what was given as bytes', bytes: await copyBytes(/** @type {BlobPart} */ (bytes)), readBeside };
}

/**
 * @param {string | URL} url
 * @param {string} baseUrl
 */
function absoluteUrl(url, baseUrl) {
  try {
    return new URL(url, baseUrl);
  } catch (error) {
    throw badOption(
      '',
      `the option "url" is ${JSON.stringify(String(url))}, which is not an address`,
      'pass a URL',
      error,
    );
  }
}

/**
 * @param {URL} url
 * @param {SourceContext} context
 * @returns {Promise<PluginFile>}
 */
async function fromUrl(url, context) {
  const read = async (/** @type {URL} */ address) => {
    try {
      return await readPlain(address, { module: context.name, signal: context.signal, timeout: context.timeout });
    } catch (error) {
      throw withRemedy(error);
    }
  };
  return { where: url.href, bytes: await read(url), readBeside: (beside) => read(new URL(beside, url)) };
}

/**
 * The remedy that suits the files of an app does not suit an address from elsewhere.
 * @param {unknown} error
 */
function withRemedy(error) {
  if (!(error instanceof WasmPseudoLinkError) || error.code !== 'FILE_MISSING') return error;
  const { code, module, what, cause } = error;
  const remedy =
    'look at the address; a server of another origin must allow it by the header Access-Control-Allow-Origin';
  return new WasmPseudoLinkError(code, module, what, remedy, { ...error, cause });
}

/**
 * @param {Map<string, BlobPart>} files
 * @param {string} name of the plugin
 * @returns {Promise<PluginFile>}
 */
async function fromFiles(files, name) {
  const chosen = chooseFile([...files.keys()], name);
  const folder = chosen.slice(0, chosen.lastIndexOf('/') + 1);
  const read = async (/** @type {string} */ path) => {
    const file = files.get(path);
    if (file === undefined)
      throw missing(name, path, `it is not among the files: ${[...files.keys()].join(', ')}`, undefined);
    return copyBytes(file);
  };
  return { where: chosen, bytes: await read(chosen), readBeside: (url) => read(folder + url.replace(/^\.\//, '')) };
}

/**
 * The one side manifest, or else the one wasm file.
 * @param {string[]} paths
 * @param {string} name of the plugin
 */
function chooseFile(paths, name) {
  for (const extension of ['.side.json', '.wasm']) {
    const found = paths.filter((path) => path.endsWith(extension));
    if (found.length === 1) return found[0];
    if (found.length > 1)
      throw badOption(name, `the files have several plugins: ${found.join(', ')}`, 'pass the files of one plugin');
  }
  throw badOption(name, 'the files have neither a .side.json nor a .wasm', 'pass all files of the plugin');
}

/**
 * @param {NonNullable<PluginOptions['files']>} files
 * @returns {Map<string, BlobPart>} by path
 */
function namedFiles(files) {
  if (files instanceof Map) return files;
  return new Map(Array.from(files, (file) => [file.webkitRelativePath || file.name, file]));
}

/**
 * @param {BlobPart} data a buffer, a view of one, or a Blob
 * @returns {Promise<Bytes>}
 */
async function copyBytes(data) {
  const given = data instanceof Blob ? await data.arrayBuffer() : /** @type {BufferSource} */ (data);
  const source = ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    : new Uint8Array(given);
  return new Uint8Array(source);
}

/**
 * Reads the wasm file that a side manifest names, and checks its size and hash.
 * @param {PluginFile} manifest
 * @param {VariantEntry[]} variants
 * @param {string} name of the plugin
 * @returns {Promise<{ file: FileEntry, bytes: Bytes, hash: string | null }>}
 * @throws {WasmPseudoLinkError} FILE_MISSING, FILE_DAMAGED, MANIFEST_INVALID
 */
export async function readVariant({ readBeside, where }, variants, name) {
  const portable = variants.find(({ variant }) => variant === 'portable');
  if (!portable)
    throw new WasmPseudoLinkError(
      'MANIFEST_INVALID',
      name,
      `${where} names no portable file`,
      'build the plugin again, and open its .side.json',
    );
  const bytes = await readBeside(portable.wasm.url);
  const hash = await hashBytes(bytes);
  checkIntegrity(name, portable.wasm, bytes, hash ?? portable.wasm.integrity);
  return { file: portable.wasm, bytes, hash };
}
