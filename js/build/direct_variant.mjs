// Makes a module's direct file, <name>.direct.wasm: the same module, in which the functions over other modules' memories are
// no imports but loads, stores and memory.copy on those memories. For engines with multi-memory.
//
// 1. wasm-merge puts a helper made from wat/ into the module. The module's own memory stays number 0; the others are
//    imported from "wpl:memory".
// 2. wasm-opt inlines the helper's functions and optimises at the level that emcc itself linked with (-O1 to -O3, -Os,
//    -Oz), for the features that the module was built with. A link at -O0 is merged only.
//
// Function names (-g2, --profiling-funcs) and source maps (-gsource-map) are carried over. DWARF (-g) is not: wasm-merge
// loses its addresses, so the direct file has none. Debug with `prefer: 'portable'`.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { featureFlags, inlineAndOptimise, runBinaryen } from './binaryen.mjs';
import { fingerprint, writeIfChanged } from './files.mjs';
import { OWN_MODULE, mergeHelper } from './merge_helper.mjs';
import { shiftSourceMap } from './source_map.mjs';
import { readWasm } from './wasm_binary.mjs';
import { changeExports, joinSections, readSections } from './wasm_sections.mjs';

/** Whether a custom section describes places in the code by which wasm-merge cannot keep them. */
export const isDwarf = ({ name }) => name.startsWith('.debug_') || name === 'external_debug_info';

/** The modules whose memories a module may reach in a direct file. */
function reachable({ role, access, sides }) {
  if (role === 'side') return access === 'DIRECT' ? ['main'] : [];
  return sides.filter(({ lazy }) => !lazy).map(({ moduleFile }) => basename(moduleFile, '.module.json'));
}

/** Bytes before the content of the code section. */
function codeStart(bytes) {
  return readSections(bytes).find(({ id }) => id === 10)?.start ?? 0;
}

/** One working file after the other, each with its source map if the module has one. */
class Work {
  /** mapUrl: address of the result's source map, relative to the result. */
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

  /** Takes changed bytes; their code lies `shift` bytes further on than before. */
  put(bytes, shift) {
    if (this.map) this.map = shiftSourceMap(this.step > 0 ? readFileSync(`${this.file}.map`, 'utf8') : this.map, shift);
    this.step += 1;
    writeFileSync(this.file, bytes);
    if (this.map) writeFileSync(`${this.file}.map`, this.map);
  }

  edit(change) {
    const before = this.bytes;
    const after = joinSections(change(readSections(before)));
    this.put(after, codeStart(after) - codeStart(before));
  }

  /** Options by which a tool reads and writes the source map. */
  run(makeArguments) {
    const input = this.file;
    this.step += 1;
    const inputMap = this.map ? ['-ism', `${input}.map`] : [];
    const outputMap = this.map ? ['-osm', `${this.file}.map`, '-osu', this.mapUrl] : [];
    makeArguments(input, inputMap, ['-o', this.file, ...outputMap]);
  }
}

/**
 * Makes <name>.direct.wasm beside a linked module, or removes an old one where there is nothing to make.
 * @param {object} config see withPaths; binaryen and wat are the folders of the tools and the .wat files; features: those that the
 *   user names; memoryIndex: of the module's own memory, where it is not 0
 * @param {object} linked what readWasm says of the module
 * @param {string} optimization -O0 to -O3, -Os or -Oz, as emcc linked it
 * @returns {object | null} the variant for the module's entry in manifests
 */
export function makeDirectVariant(config, linked, optimization) {
  const output = config.wasm.replace(/\.wasm$/, '.direct.wasm');
  const wanted = new Set(linked.imports.filter(({ module, kind }) => module === 'env' && kind === 'function').map(({ name }) => name));
  const helper = mergeHelper({ wat: config.wat, others: reachable(config), wanted, hasMemory: linked.memories.length > 0 });
  if (helper.names.length === 0) {
    for (const file of [output, `${output}.map`]) rmSync(file, { force: true });
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'wasm-pseudo-link-'));
  try {
    const mapFile = `${config.wasm}.map`;
    const work = new Work(folder, readFileSync(config.wasm), existsSync(mapFile) ? readFileSync(mapFile, 'utf8') : null, `${basename(output)}.map`);
    mergeAndOptimise(config, work, helper, optimization);
    checkResult(config, work.bytes, helper);
    writeIfChanged(output, work.bytes);
    if (work.map) writeIfChanged(`${output}.map`, readFileSync(`${work.file}.map`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { variant: 'direct', memories: helper.memories, wasm: { url: basename(output), ...fingerprint(output) } };
}

function mergeAndOptimise(config, work, helper, optimization) {
  const sections = readSections(work.bytes);
  const flags = featureFlags(config.binaryen, [{ name: config.name, file: basename(config.wasm), sections, features: config.features }], helper.features);
  if (sections.some(({ name }) => name === 'name')) flags.push('-g');
  const helperFile = join(work.folder, 'helper.wat');
  writeFileSync(helperFile, helper.text);

  // The helper's copies need the module's own memory, so it is exported while they are merged: were it imported a second
  // time, the merged file would have two memories of which nothing says that they are one.
  const own = helper.usesOwn ? [{ name: 'memory', kind: 'memory', index: config.memoryIndex ?? 0 }] : [];
  const hidden = new Map();
  work.edit((parts) => changeExports(parts.filter((part) => !isDwarf(part)), ({ name }) => {
    if (name !== 'memory' || own.length === 0) return name;
    hidden.set('wpl:memory', name);
    return 'wpl:memory';
  }, own));
  work.run((input, inputMap, out) => runBinaryen(config.binaryen, 'wasm-merge', [...flags, input, OWN_MODULE, ...inputMap, helperFile, 'env', ...out], config.name));
  const temporary = new Set([...helper.names, ...own.map(({ name }) => name)]);
  work.edit((parts) => changeExports(parts, ({ name }) => (temporary.has(name) ? null : (hidden.get(name) ?? name))));
  if (optimization === '-O0') return;
  work.run((input, inputMap, out) => runBinaryen(config.binaryen, 'wasm-opt',
    [...flags, input, ...inputMap, ...inlineAndOptimise(optimization, helper.largest), ...out], config.name));
}

function checkResult({ name }, bytes, helper) {
  const { imports } = readWasm(bytes);
  const left = imports.filter((item) => item.module === 'env' && helper.names.includes(item.name));
  if (left.length > 0) throw new Error(`Internal error: the direct file of ${name} still imports ${left[0].name}`);
}
