// Opens plugins: sides that main did not know when it was built.
//
// A plugin becomes a lazy side of the app once everything about it has been checked. Until then nothing of it is in the
// app, and none of its code has run. When its last open is closed, nothing of it is left.
/** @import { Owner, Program, VariantFile } from '../app/program.mjs' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
/** @import { PluginOptions } from '../load/options.mjs' */
/** @import { ManifestEntry } from '../manifest/manifest.mjs' */
/** @import { Bytes, PluginFile } from './plugin_source.mjs' */
import { firstOf, throwIfAborted, untilAborted } from '../base/abort.mjs';
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { getOrCreate } from '../base/lazy_map.mjs';
import { isObject } from '../base/predicates.mjs';
import { ModuleHandle } from '../app/module_handle.mjs';
import { openCounted } from '../app/open_close.mjs';
import { ModuleRecord, addPlugin, removePlugin } from '../app/program.mjs';
import { hashBytes } from '../files/hash.mjs';
import { damaged } from '../files/integrity.mjs';
import { capLimits } from '../wasm/own_limits.mjs';
import { isWasm } from '../wasm/wasm_binary.mjs';
import { describeFile } from '../wasm/wasm_file.mjs';
import { checkBinary, limitsFor } from './binary_check.mjs';
import { checkInterface, hostFunctions } from './interface_check.mjs';
import { readPluginFile, readVariant } from './plugin_source.mjs';
import { checkSideManifest, manifestInWasm, parseSideManifest } from './side_manifest.mjs';

/**
 * Files that are being compiled, by ManifestEntry.plugin: openings at the same time share them.
 * @type {WeakMap<Program, Map<string, Promise<WebAssembly.Module>>>}
 */
const compiling = /* @__PURE__ */ new WeakMap();

/** Openings of files that this page cannot hash: each is a file of its own. */
let unhashed = 0;

/**
 * Reads, checks, compiles and starts a plugin.
 * @param {Program} program the app
 * @param {PluginOptions} options checked
 * @param {Owner} owner for whom it is open then
 * @returns {Promise<ModuleInstance>}
 * @throws {WasmPseudoLinkError} NAME_TAKEN, FILE_MISSING, FILE_DAMAGED, MANIFEST_INVALID, ABI_MISMATCH,
 *   INTERFACE_MISMATCH, PLUGIN_REFUSED, COMPILE_FAILED, ABORTED, and whatever starting a side may throw
 */
export async function openPlugin(program, options, owner) {
  const { signal, release } = firstOf(options.signal, program.ended.signal);
  try {
    throwIfAborted(signal);
    if (options.as !== undefined) requireFree(program, options.as);
    const { entry, files } = await untilAborted(prepare(program, { ...options, signal }), signal);
    return await start(program, entry, files, options, owner);
  } finally {
    release();
  }
}

/**
 * @param {Program} program
 * @param {string} name
 */
function requireFree(program, name) {
  if (name !== 'main' && !program.records.has(name)) return;
  throw new WasmPseudoLinkError(
    'NAME_TAKEN',
    name,
    'a module of this app has that name already',
    'pass another name as the option "as", or close that plugin first',
  );
}

/**
 * @param {Program} program
 * @param {PluginOptions & { signal: AbortSignal }} options
 * @returns {Promise<{ entry: ManifestEntry, files: VariantFile }>}
 */
async function prepare(program, options) {
  const { baseUrl, fetchTimeout: timeout } = program.options;
  const name = options.as ?? '';
  const opened = await readPluginFile(options, baseUrl, { name, signal: options.signal, timeout });
  const hash = await checkHash(name, opened, options.integrity);
  const { manifest, bytes, where, key } = await readParts(program, name, opened, hash);
  checkInterface(name || manifest.module.name, manifest, options.interface);
  const entry = entryFor(manifest.module, options, key);
  requireFree(program, entry.name);
  const { maxMemory, access } = options;
  const host = hostFunctions(manifest, program.manifest.interfaces ?? []);
  checkBinary(entry.name, bytes, entry, { access, host, maxMemory, modules: new Set(program.records.keys()) });
  const compiled = await compileOnce(program, entry, () => compile(entry.name, bytes, where, maxMemory));
  return { entry, files: { ...describeFile(compiled), variant: 'portable', memories: [], url: where } };
}

/**
 * @param {string} name
 * @param {PluginFile} file
 * @param {string | undefined} expected
 */
async function checkHash(name, { bytes, where }, expected) {
  const hash = await hashBytes(bytes);
  if (expected === undefined || hash === expected) return hash;
  const actual = {
    bytes: bytes.length,
    integrity: hash,
    hint: hash === null ? ' (this page cannot hash: it is neither https nor localhost)' : '',
  };
  throw damaged(name, { url: where, bytes: bytes.length, integrity: expected }, actual);
}

/**
 * Side manifest and wasm file; key: what tells this wasm file from others.
 * @param {Program} program
 * @param {string} name
 * @param {PluginFile} opened
 * @param {string | null} hash of the file that was opened
 */
async function readParts(program, name, opened, hash) {
  const { bytes, where } = opened;
  const modules = program.records.keys();
  if (isWasm(bytes)) {
    const found = manifestInWasm(name, bytes, where);
    return { manifest: checkSideManifest(name, withoutVariants(found), modules), bytes, where, key: keyOf(hash) };
  }
  const manifest = checkSideManifest(name, parseSideManifest(name, bytes, where), modules);
  const variant = await readVariant(opened, manifest.module.variants, name);
  return { manifest, bytes: variant.bytes, where: variant.file.url, key: keyOf(variant.hash) };
}

/** @param {string | null} hash */
const keyOf = (hash) => hash ?? `unhashed ${(unhashed += 1)}`;

/**
 * A file that has its manifest in itself cannot name itself.
 * @param {unknown} manifest unchecked
 */
function withoutVariants(manifest) {
  if (!isObject(manifest) || !isObject(manifest.module)) return manifest;
  return { ...manifest, module: { ...manifest.module, variants: [] } };
}

/**
 * What the host decides in place of the plugin's manifest.
 * @param {ManifestEntry} entry
 * @param {PluginOptions} options
 * @param {string} key
 * @returns {ManifestEntry}
 */
const entryFor = (entry, { as: name = entry.name, access, guarded, maxMemory }, key) => ({
  ...entry,
  name,
  role: 'side',
  access,
  guarded,
  lazy: true,
  variants: [],
  plugin: `${key} ${maxMemory}`,
});

/**
 * @param {Program} program
 * @param {ManifestEntry} entry
 * @param {() => Promise<WebAssembly.Module>} make
 */
async function compileOnce(program, { plugin: key = '' }, make) {
  const open = [...program.records.values()].find(({ entry }) => entry.plugin === key)?.files?.compiled;
  if (open) return open;
  if (!compiling.has(program)) compiling.set(program, new Map());
  const running = /** @type {Map<string, Promise<WebAssembly.Module>>} */ (compiling.get(program));
  try {
    return await getOrCreate(running, key, make);
  } finally {
    running.delete(key);
  }
}

/**
 * @param {string} name
 * @param {Bytes} bytes
 * @param {string} where
 * @param {number} maxMemory
 */
async function compile(name, bytes, where, maxMemory) {
  try {
    return await WebAssembly.compile(capLimits(bytes, limitsFor(maxMemory)));
  } catch (error) {
    throw new WasmPseudoLinkError(
      'COMPILE_FAILED',
      name,
      `the engine cannot compile ${where} (${textOf(error)})`,
      'build or download it again, or use a newer engine',
      { file: where, cause: error },
    );
  }
}

/**
 * @param {Program} program
 * @param {ManifestEntry} entry
 * @param {VariantFile} files
 * @param {PluginOptions} options
 * @param {Owner} owner
 */
async function start(program, entry, files, { print, printErr, signal, onProgress }, owner) {
  requireFree(program, entry.name); // another opening may have taken it in the meantime
  const record = new ModuleRecord(entry);
  record.setFiles(files);
  record.setHandle(new ModuleHandle(program, record));
  addPlugin(program, record, { print, printErr });
  try {
    return await openCounted(program, entry.name, owner, { signal, onProgress });
  } catch (error) {
    removePlugin(program, record);
    throw error;
  }
}
