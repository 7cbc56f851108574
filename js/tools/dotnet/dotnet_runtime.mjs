// What a published .NET runtime consists of, as its folder `_framework` tells.
/** @import { ManifestMemory } from '../common/records.d.ts' */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../common/build_error.mjs';
import { readJson } from '../common/files.mjs';
import { readWasm } from '../../loader/wasm/wasm_binary.mjs';

/** The file by which the runtime is started. */
export const RUNTIME = 'dotnet.js';

/** What the runtime takes a file for (its AssetBehavior), by the list in its boot configuration that names the file. */
const BEHAVIORS = {
  jsModuleNative: 'js-module-native',
  jsModuleRuntime: 'js-module-runtime',
  jsModuleGlobalization: 'js-module-globalization',
  wasmNative: 'dotnetwasm',
  wasmSymbols: 'symbols',
  coreAssembly: 'assembly',
  assembly: 'assembly',
  lazyAssembly: 'assembly',
  corePdb: 'pdb',
  pdb: 'pdb',
  icu: 'icu',
};

/**
 * All files below a folder, relative to it.
 * @param {string} folder
 * @param {string} [prefix]
 * @returns {string[]}
 */
export function listFiles(folder, prefix = '') {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  );
}

/** @typedef {{ name: string }[] | Record<string, unknown>} FileList */

/**
 * The files of a list: since .NET 10 an array of objects, before an object whose keys are names.
 * @param {FileList} list
 */
const namesIn = (list) => (Array.isArray(list) ? list.map(({ name }) => name) : Object.keys(list));

/**
 * @param {string} folder
 * @returns {Map<string, string>} AssetBehavior by file name
 */
export function behaviorsOf(folder) {
  const { resources } = readBootConfig(folder);
  /** @type {[string, string][]} */
  const found = [['blazor.boot.json', 'manifest']];
  for (const [kind, behavior] of Object.entries(BEHAVIORS)) {
    for (const name of namesIn(resources[kind] ?? [])) found.push([name, behavior]);
  }
  for (const [culture, list] of Object.entries(resources.satelliteResources ?? {})) {
    for (const name of namesIn(list)) found.push([`${culture}/${name}`, 'resource']);
  }
  return new Map(found);
}

/**
 * The boot configuration is part of dotnet.js since .NET 10; before, it was a file beside it.
 * @param {string} folder
 * @returns {{ resources: Record<string, FileList> & { satelliteResources?: Record<string, FileList> } }}
 */
function readBootConfig(folder) {
  const separate = join(folder, 'blazor.boot.json');
  if (existsSync(separate)) return readJson(separate);
  const [, text] = /\/\*json-start\*\/([^]*)\/\*json-end\*\//.exec(readFileSync(join(folder, RUNTIME), 'utf8')) ?? [];
  if (!text)
    throw new BuildError(
      `\`${join(folder, RUNTIME)}\` does not list the runtime's files. Use a .NET SDK of version 8 to 10.`,
    );
  return JSON.parse(text);
}

/**
 * The memory of a runtime, as a module's entry in manifests has it.
 * @param {string} folder
 * @returns {ManifestMemory}
 */
export function memoryOf(folder) {
  const {
    memories: [{ imported, initial, maximum, address, shared }],
  } = readWasm(readFileSync(join(folder, 'dotnet.native.wasm')));
  return { imported, initial, maximum, address, shared };
}
