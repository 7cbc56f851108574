// Side manifests: what the loader needs to know of a side that is not in the app's manifest. A no-JS side has it in a
// custom section of its wasm file; a file of its own, <side>.side.json, may have it too.
/** @import { ManifestEntry, Unchecked } from '../manifest/manifest.mjs' */
/** @import { Problem, Shape } from '../manifest/shapes.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { NAME, TEXT, shown } from '../base/kinds.mjs';
import { isObject } from '../base/predicates.mjs';
import { VERSION } from '../manifest/interfaces.mjs';
import { checkAbi, checkSideEntry, invalidManifest } from '../manifest/manifest.mjs';
import { copyData, listOf, mustBe, record } from '../manifest/shapes.mjs';
import { SECTION, listSections } from '../wasm/wasm_binary.mjs';

/** Name of the custom section. */
export const SIDE_SECTION = 'wasm_pseudo_link.side';

/** @typedef {{ module: ManifestEntry, implements: Array<{ name: string, version: string }> }} SideManifest */

const REBUILD = 'build the plugin again with this WasmPseudoLink, and open what was built';

/**
 * Finds the side manifest in a wasm file.
 * @param {string} name of the plugin, for errors
 * @param {Uint8Array} bytes of the file
 * @param {string} where the file was found
 * @returns {unknown} parsed JSON, unchecked
 * @throws {WasmPseudoLinkError} MANIFEST_INVALID
 */
export function manifestInWasm(name, bytes, where) {
  for (const { id, content } of sections(name, bytes, where)) {
    if (id !== SECTION.custom || content.name() !== SIDE_SECTION) continue;
    return parseSideManifest(
      name,
      bytes.subarray(content.position, content.end),
      `section ${SIDE_SECTION} of ${where}`,
    );
  }
  throw new WasmPseudoLinkError(
    'MANIFEST_INVALID',
    name,
    `${where} has no section ${SIDE_SECTION}, which says what a plugin implements`,
    'build it with IMPLEMENTS, or open its .side.json',
  );
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {string} where
 */
function sections(name, bytes, where) {
  try {
    return listSections(bytes);
  } catch (error) {
    throw new WasmPseudoLinkError(
      'COMPILE_FAILED',
      name,
      `${where} is not a complete WebAssembly file (${textOf(error)})`,
      'build or download it again',
      { file: where, cause: error },
    );
  }
}

/**
 * @param {string} name of the plugin, for errors
 * @param {Uint8Array} bytes JSON
 * @param {string} where they were found
 * @returns {unknown} parsed JSON, unchecked
 * @throws {WasmPseudoLinkError} MANIFEST_INVALID
 */
export function parseSideManifest(name, bytes, where) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new WasmPseudoLinkError(
      'MANIFEST_INVALID',
      name,
      `${where} is neither a WebAssembly file nor JSON (${textOf(error)})`,
      'open the .wasm or .side.json of a plugin, and look at what the server sends for this address',
      { file: where, cause: error },
    );
  }
}

/**
 * Checks a side manifest.
 * @param {string} name of the plugin, for errors
 * @param {unknown} manifest parsed JSON
 * @param {Iterable<string>} modules names of the app's modules, from which it may import
 * @returns {SideManifest} a copy, of which all has been checked
 * @throws {WasmPseudoLinkError} ABI_MISMATCH, MANIFEST_INVALID, PLUGIN_REFUSED if it has JavaScript
 */
export function checkSideManifest(name, manifest, modules) {
  const copy = /** @type {Unchecked} */ (copyData(manifest));
  if (!isObject(copy)) throw invalidManifest(name, [`it is ${shown(copy)}, not a JSON object`], REBUILD);
  checkAbi(name, copy.abi, 'the plugin');
  /** @type {string[]} */
  const problems = [];
  /** @type {Problem} */
  const problem = (text) => problems.push(text);
  sideShape()(copy, '', problem);
  if (problems.length === 0) {
    refuseJavaScript(name, /** @type {ManifestEntry} */ (copy.module));
    checkSideEntry(copy.module, new Set(modules), problem);
  }
  if (problems.length > 0) throw invalidManifest(name, problems, REBUILD);
  return /** @type {SideManifest} */ (/** @type {unknown} */ (copy));
}

/** @returns {Shape} without the rest of its module */
const sideShape = () =>
  record({
    module: record({ kind: mustBe(TEXT) }),
    implements: listOf(record({ name: mustBe(NAME), version: mustBe(VERSION) })),
  });

/**
 * @param {string} name
 * @param {ManifestEntry} entry not yet checked
 */
function refuseJavaScript(name, { kind, glue, importScripts, wasi, packages, unlisted }) {
  if (kind === 'wasm' && !(glue ?? importScripts ?? wasi ?? packages ?? unlisted)) return;
  const what = kind === 'wasm' ? 'files beside its wasm file' : `the kind ${shown(kind)}`;
  throw new WasmPseudoLinkError(
    'PLUGIN_REFUSED',
    name,
    `its manifest names ${what}, but plugins run no JavaScript of their own`,
    'build it as a no-JS side: add_wasm_side_module(... NO_JS), or a prebuilt one without GLUE, IMPORTS and WASI',
  );
}
