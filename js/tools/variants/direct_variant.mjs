// Makes a module's direct file, <name>.direct.wasm: the same module, in which the functions over other modules'
// memories are no imports but loads, stores and memory.copy on those memories. For engines with multi-memory.
//
// 1. wasm-merge puts a helper made from wat/ into the module. The module's own memory stays number 0; the others are
//    imported from "wpl:memory".
//    Functions of main that the module calls become calls through a table (slot_module.mjs).
// 2. wasm-opt inlines the helper's functions and optimises at the level that emcc itself linked with (-O1 to -O3, -Os,
//    -Oz), for the features that the module was built with. A link at -O0 is merged only.
//
// Function names (-g2, --profiling-funcs) and source maps (-gsource-map) are carried over. DWARF (-g) is not:
// wasm-merge loses its addresses, so the direct file has none. Debug with `prefer: 'portable'`.
/** @import { LinkedConfig, MadeVariant, Place, Signatures } from '../common/records.d.ts' */
/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { Section } from '../wasm/wasm_sections.mjs' */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { featureFlags, inlineAndOptimise, runBinaryen } from '../wasm/binaryen.mjs';
import { manifestFile, writeFiles } from '../common/files.mjs';
import { fileAt } from '../common/module_config.mjs';
import { MAIN } from '../../loader/base/main_names.mjs';
import { OWN_MODULE, mergeHelper } from './merge_helper.mjs';
import { mainFunctions, slotModule, slotName } from './slot_module.mjs';
import { shiftSourceMap } from './source_map.mjs';
import { readWasm } from '../../loader/wasm/wasm_binary.mjs';
import { changeExports, changeImports, joinSections, readSections } from '../wasm/wasm_sections.mjs';

/**
 * A module of which a direct file is to be made.
 * @typedef {object} DirectInput
 * @property {Buffer} bytes of its .wasm
 * @property {string | null} sourceMap
 * @property {WasmModule} wasm what readWasm says of it
 * @property {string} optimization -O0 to -O3, -Os or -Oz, as it was linked
 * @property {boolean} [callsMain] false: its imports from a module "main" are other functions than those of the app's
 *   main module
 * @property {number} [memoryIndex] of the module's own memory, where it is not 0
 */

/**
 * @typedef {Omit<LinkedConfig, 'emscripten' | 'lines'> & { features?: string[] }} DirectConfig features: those that the
 *   user names
 */

/** @typedef {ReturnType<typeof mergeHelper>} Helper */

/**
 * Whether a custom section describes places in the code which wasm-merge cannot keep.
 * @param {Section} section
 */
export const isDwarf = ({ name }) => name.startsWith('.debug_') || name === 'external_debug_info';

/**
 * The modules whose memories a module may reach in a direct file.
 * @param {DirectConfig} config
 */
function reachable({ role, access, sides = [] }) {
  if (role === 'side') return access === 'DIRECT' ? ['main'] : [];
  return sides.filter(({ lazy }) => !lazy).map(({ name }) => name);
}

/**
 * Bytes before the content of the code section.
 * @param {Buffer} bytes
 */
function codeStart(bytes) {
  return readSections(bytes).find(({ id }) => id === 10)?.start ?? 0;
}

/** How the names of direct files end. */
const ENDING = '.direct.wasm';

/** One working file after the other, each with its source map if the module has one. */
class Work {
  /**
   * @param {string} folder
   * @param {Buffer} bytes
   * @param {string | null} map
   * @param {string} mapUrl address of the result's source map, relative to the result
   */
  constructor(folder, bytes, map, mapUrl) {
    this.folder = folder;
    this.map = map;
    this.mapUrl = mapUrl;
    this.step = 0;
    this.put(bytes, 0);
  }

  get file() {
    return join(this.folder, `${this.step}.wasm`);
  }

  get bytes() {
    return readFileSync(this.file);
  }

  /** The result's source map. */
  get resultMap() {
    return this.map === null ? null : readFileSync(`${this.file}.map`, 'utf8');
  }

  /**
   * Takes changed bytes; their code lies `shift` bytes further on than before.
   * @param {Buffer} bytes
   * @param {number} shift
   */
  put(bytes, shift) {
    if (this.map) this.map = shiftSourceMap(this.step > 0 ? readFileSync(`${this.file}.map`, 'utf8') : this.map, shift);
    this.step += 1;
    writeFileSync(this.file, bytes);
    if (this.map) writeFileSync(`${this.file}.map`, this.map);
  }

  /** @param {(sections: Section[]) => Section[]} change */
  edit(change) {
    const before = this.bytes;
    const after = joinSections(change(readSections(before)));
    this.put(after, codeStart(after) - codeStart(before));
  }

  /**
   * Runs a tool from one file to the next.
   * @param {(input: string, inputMap: string[], output: string[]) => void} runTool gets options by which a tool reads
   *   and writes the source map
   */
  run(runTool) {
    const input = this.file;
    this.step += 1;
    const inputMap = this.map ? ['-ism', `${input}.map`] : [];
    const outputMap = this.map ? ['-osm', `${this.file}.map`, '-osu', this.mapUrl] : [];
    runTool(input, inputMap, ['-o', this.file, ...outputMap]);
  }
}

/**
 * Makes a module's direct file.
 * @param {DirectConfig} config
 * @param {Place} place
 * @param {DirectInput} input
 * @returns {MadeVariant | null} null where there is nothing to make
 */
export function makeDirectVariant(config, place, input) {
  const helper = mergeHelper({
    wat: config.wat,
    others: reachable(config),
    wanted: new Set(
      input.wasm.imports.filter(({ module, kind }) => module === 'env' && kind === 'function').map(({ name }) => name),
    ),
    hasMemory: input.wasm.memories.length > 0,
  });
  const slots = config.access === 'DIRECT' && input.callsMain !== false;
  const ofMain = slots ? mainFunctions(input.wasm.imports) : {};
  if (helper.names.length === 0 && Object.keys(ofMain).length === 0) return null;
  const url = `${place.base}${ENDING}`;
  const folder = mkdtempSync(join(tmpdir(), 'wasm-pseudo-link-'));
  try {
    const work = new Work(folder, input.bytes, input.sourceMap, `${url}.map`);
    mergeAndOptimise(config, `${place.base}.wasm`, work, { helper, ofMain }, input);
    checkResult(config, work.bytes, { helper, ofMain });
    const { bytes: content, resultMap } = work;
    return {
      entry: { variant: 'direct', memories: helper.memories, wasm: manifestFile({ url, content }) },
      files: [{ url, content }, ...(resultMap === null ? [] : [{ url: `${url}.map`, content: resultMap }])],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Puts a direct file beside the module, or removes an old one where there is none.
 * @param {Place} place
 * @param {MadeVariant | null} direct
 */
export function writeDirectVariant(place, direct) {
  if (direct) writeFiles(place.folder, direct.files);
  else for (const ending of [ENDING, `${ENDING}.map`]) rmSync(fileAt(place, ending), { force: true });
}

/**
 * @param {DirectConfig} config
 * @param {string} file name of the module's file, for errors
 * @param {Work} work
 * @param {{ helper: Helper, ofMain: Signatures }} merged ofMain: functions of main that it calls
 * @param {DirectInput} input
 */
function mergeAndOptimise(config, file, work, { helper, ofMain }, { optimization, memoryIndex = 0 }) {
  const sections = readSections(work.bytes);
  const slots = Object.keys(ofMain).map(slotName);
  const flags = featureFlags(
    config.binaryen,
    [{ name: config.name, file, sections, features: config.features }],
    [...helper.features, ...(slots.length > 0 ? ['reference-types'] : [])], // for a second table
  );
  if (sections.some(({ name }) => name === 'name')) flags.push('-g');
  const helperFile = join(work.folder, 'helper.wat');
  writeFileSync(helperFile, helper.text);
  const slotFile = join(work.folder, 'slots.wat');
  writeFileSync(slotFile, slotModule(config.name, ofMain));

  // The helper's copies need the module's own memory, so it is exported while they are merged: were it imported a
  // second time, the merged file would have two memories of which nothing says that they are one.
  const own = helper.usesOwn ? [{ name: 'memory', kind: /** @type {const} */ ('memory'), index: memoryIndex }] : [];
  const hidden = new Map();
  work.edit((parts) =>
    changeExports(
      parts.filter((part) => !isDwarf(part)),
      ({ name }) => {
        if (name !== 'memory' || own.length === 0) return name;
        hidden.set('wpl:memory', name);
        return 'wpl:memory';
      },
      own,
    ),
  );
  if (slots.length > 0) {
    work.edit((parts) =>
      changeImports(parts, ({ module, name }) => ({ module, name: module === MAIN ? slotName(name) : name })),
    );
  }
  const mergedSlots = slots.length > 0 ? [slotFile, MAIN] : [];
  work.run((input, inputMap, out) =>
    runBinaryen(
      config.binaryen,
      'wasm-merge',
      [...flags, input, OWN_MODULE, ...inputMap, helperFile, 'env', ...mergedSlots, ...out],
      config.name,
    ),
  );
  const temporary = new Set([...helper.names, ...own.map(({ name }) => name), ...slots]);
  work.edit((parts) => changeExports(parts, ({ name }) => (temporary.has(name) ? null : (hidden.get(name) ?? name))));
  if (optimization === '-O0') return;
  work.run((input, inputMap, out) =>
    runBinaryen(
      config.binaryen,
      'wasm-opt',
      [...flags, input, ...inputMap, ...inlineAndOptimise(optimization, helper.largest), ...out],
      config.name,
    ),
  );
}

/**
 * @param {DirectConfig} config
 * @param {Buffer} bytes
 * @param {{ helper: Helper, ofMain: Signatures }} merged
 */
function checkResult({ name }, bytes, { helper, ofMain }) {
  const { imports } = readWasm(bytes);
  const callsMain = Object.keys(ofMain).length > 0;
  const left = imports.filter(
    ({ module, name: field }) => (module === 'env' && helper.names.includes(field)) || (callsMain && module === MAIN),
  );
  if (left.length > 0) throw new Error(`Internal error: the direct file of ${name} still imports ${left[0].name}`);
}
