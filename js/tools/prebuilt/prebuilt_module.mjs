// Reads a module that something else than emcc has linked, with what belongs to it, and describes it for manifests from
// what is in the binary. The .wasm, and JavaScript that came with it, are copied byte for byte, under the module's
// name.
/** @import { FileContent, MadeVariant, ManifestMemory, ModuleDescription } from '../common/records.d.ts' */
/** @import { Place, PrebuiltConfig, Signatures } from '../common/records.d.ts' */
/** @import { WasmImport, WasmMemory, WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { GivenScript } from './import_scripts.mjs' */
import { readFileSync, statSync } from 'node:fs';
import { MAIN } from '../../loader/base/main_names.mjs';
import { apiNames } from '../common/api_names.mjs';
import { BuildError, messageOf } from '../common/build_error.mjs';
import { manifestFile } from '../common/files.mjs';
import { wasmFault } from '../wasm/valid_wasm.mjs';
import { readWasm } from '../../loader/wasm/wasm_binary.mjs';
import { readEmbeddedWasm } from './embedded_wasm.mjs';
import { refuseForeignFile } from './foreign_modules.mjs';
import { readImportScripts } from './import_scripts.mjs';
import { lentAllocator } from './lent_allocator.mjs';
import { describeGlue } from './prebuilt_glue.mjs';
import { asksOf } from './prebuilt_imports.mjs';
import { chooseMemory, memoryName } from './prebuilt_memory.mjs';
import { readWasi } from './wasi_shim.mjs';

/** The level at which direct files are optimised: nothing says at which the module itself was. */
const OPTIMIZATION = '-O3';

/** Functions by which a module that runs no main() starts: of WASI reactors, and of wasm-ld's --no-entry. */
const USUAL_INIT = ['_initialize', '__wasm_call_ctors'];

const C_NAME = /^[A-Za-z_]\w*$/;

/**
 * A module's own JavaScript, or what it needs in its place.
 * @typedef {object} PrebuiltGlue
 * @property {'wasm' | 'emscripten' | 'bindgen'} kind wasm: without JavaScript of its own
 * @property {Record<string, string>} names what exports are called in the file, by readable name, where that differs
 * @property {string} [text] as an ES module
 * @property {string[]} [sources] files beside the one that the configuration names
 */

/**
 * A prebuilt module, and what is to be put beside it.
 * @typedef {object} PrebuiltModule
 * @property {Buffer} bytes
 * @property {WasmModule} wasm
 * @property {null} sourceMap
 * @property {string} optimization
 * @property {number} memoryIndex of the module's own memory, imported ones counted first
 * @property {ManifestMemory} memory
 * @property {PrebuiltGlue} glue
 * @property {Map<string, GivenScript>} scripts of IMPORTS, by import module
 * @property {string | null} wasiEntry of the shim of WASI, if it is there and needed
 * @property {string | null} missingWasi why the shim is not there although it is needed
 * @property {{ wasm: FileContent, glue: FileContent | null, scripts: Record<string, FileContent>, wasi: FileContent[]
 *   }} staged
 * @property {FileContent[]} files all of them
 * @property {string[]} sources paths of files that were read and that the configuration does not name, and FILE or GLUE
 */

/**
 * The file that the wasm is in, for errors and as what the module is made of.
 * @param {Pick<PrebuiltConfig, 'file' | 'glue'>} config
 */
const sourceOf = ({ file, glue }) => file || glue;

/**
 * @param {PrebuiltConfig} given
 * @param {Place} place
 * @returns {Promise<PrebuiltModule>}
 */
export async function readPrebuilt(given, place) {
  if (given.glue) readInput(given.name, 'GLUE', given.glue, 'the file');
  const config = { ...given, file: sourceOf(given) };
  const { bytes, wasm } = await readFile(config, given.file === '');
  const memoryIndex = chooseMemory(config, wasm);
  const memory = checkLimits(config, wasm.memories[memoryIndex]);
  const glue = await readGlue(config, bytes, wasm);
  const scripts = await readImportScripts(config, place.base);
  const wasi = readWasi(config, wasm, scripts, place.base);
  const staged = {
    wasm: { url: `${place.base}.wasm`, content: bytes },
    glue: glue.text === undefined ? null : { url: `${place.base}.glue.mjs`, content: glue.text },
    scripts: Object.fromEntries([...scripts].map(([module, script]) => [module, script.staged])),
    wasi: wasi.files,
  };
  return {
    bytes,
    wasm,
    sourceMap: null,
    optimization: OPTIMIZATION,
    memoryIndex,
    memory,
    glue,
    scripts,
    wasiEntry: wasi.entry,
    missingWasi: wasi.missing,
    staged,
    files: [staged.wasm, ...(staged.glue ? [staged.glue] : []), ...Object.values(staged.scripts), ...staged.wasi],
    sources: [config.file, ...(glue.sources ?? []), ...wasi.sources],
  };
}

/** @param {Buffer} bytes */
const isComponent = (bytes) => bytes.length >= 8 && bytes.readUInt32LE(0) === 0x6d736100 && bytes.readUInt16LE(6) === 1;

/**
 * @param {string} name of the module
 * @param {'FILE' | 'GLUE'} keyword
 * @param {string} file path
 * @param {string} what is to be named
 */
function readInput(name, keyword, file, what) {
  const status = statSync(file, { throwIfNoEntry: false });
  const fault = !status ? 'does not exist' : status.isFile() ? null : 'is not a file';
  if (fault)
    throw new BuildError(`${name}: ${keyword} \`${file}\` ${fault}. Name ${what}, or build it before this module.`);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new BuildError(`${name}: ${keyword} \`${file}\` cannot be read: ${messageOf(error)}.`);
  }
}

/**
 * The .wasm file: FILE, or what is in GLUE.
 * @param {PrebuiltConfig} config
 * @param {boolean} isEmbedded
 */
async function readFile({ name, file, glue, glueFormat, binaryen }, isEmbedded) {
  const bytes = isEmbedded
    ? await readEmbeddedWasm({ name, glue, format: glueFormat || undefined })
    : readInput(name, 'FILE', file, 'the .wasm file');
  if (isComponent(bytes))
    throw new BuildError(
      `${name}: FILE \`${file}\` is a WebAssembly component. Give the core module that it was made from.`,
    );
  const wasm = parse(name, file, bytes, binaryen);
  refuseForeignFile({ name, file, glue }, bytes, wasm);
  return { bytes, wasm };
}

/**
 * @param {string} name
 * @param {string} file
 * @param {Buffer} bytes
 * @param {string} binaryen
 */
function parse(name, file, bytes, binaryen) {
  /** @param {string} fault */
  const damaged = (fault) =>
    new BuildError(`${name}: FILE \`${file}\` cannot be read: ${fault}. Build or download it again.`);
  let wasm;
  try {
    wasm = readWasm(bytes);
  } catch (error) {
    throw damaged(messageOf(error));
  }
  const fault = wasmFault(name, new Uint8Array(bytes), binaryen);
  if (fault !== null) throw damaged(fault);
  return wasm;
}

/**
 * @param {PrebuiltConfig} config
 * @param {WasmMemory} memory
 * @returns {ManifestMemory}
 */
function checkLimits({ name, file }, { address, shared, initial, maximum, imported }) {
  const supported = 'is not supported in WasmPseudoLink 0.1: build it for wasm32, without threads';
  if (address !== 'i32') throw new BuildError(`${name}: the memory of \`${file}\` is 64-bit, which ${supported}.`);
  if (shared) throw new BuildError(`${name}: the memory of \`${file}\` is shared, which ${supported}.`);
  return { imported, initial, maximum, address, shared };
}

/**
 * What the module's own JavaScript tells; of a module without, the names that it does not have itself.
 * @param {PrebuiltConfig} config
 * @param {Buffer} bytes
 * @param {WasmModule} wasm
 * @returns {Promise<PrebuiltGlue>}
 */
async function readGlue({ name, file, glue, glueFormat }, bytes, { exports }) {
  if (!glue) return { kind: 'wasm', names: lentAllocator(exports) };
  return describeGlue({ name, wasm: file, bytes, glue, format: glueFormat || undefined });
}

/**
 * Signatures by the names used everywhere. A name of `names` stands for the file's own; only those of the allocator are
 * second ones.
 * @param {WasmModule} wasm
 * @param {Record<string, string>} names
 * @returns {Signatures}
 */
function exportSignatures({ exports }, names) {
  const signatures = new Map(
    exports.flatMap((item) => (item.kind === 'function' ? [[item.name, item.signature]] : [])),
  );
  const renamed = Object.entries(names).filter(([, field]) => signatures.has(field));
  const hidden = new Set(renamed.filter(([name]) => !name.startsWith('wpl_')).map(([, field]) => field));
  return Object.fromEntries([
    ...[...signatures].filter(([name]) => !hidden.has(name)),
    ...renamed.map(([name, field]) => [name, signatures.get(field)]),
  ]);
}

/**
 * The functions to call before the first use. Glue calls what it needs by itself.
 * @param {PrebuiltConfig} config
 * @param {Signatures} exports
 */
function initFunctions(config, exports) {
  const { name, init } = config;
  if (init.length === 0) return config.glue ? [] : USUAL_INIT.filter((field) => exports[field] === 'v').slice(0, 1);
  for (const field of init) {
    if (!Object.hasOwn(exports, field))
      throw new BuildError(
        `${name}: INIT names \`${field}\`, which \`${sourceOf(config)}\` does not export. It exports: ${Object.keys(exports).join(', ') || 'nothing'}.`,
      );
    if (exports[field]?.length !== 1)
      throw new BuildError(
        `${name}: INIT names \`${field}\`, whose type is ${exports[field] ?? 'not known'} (result first). It must take no parameters.`,
      );
  }
  return init;
}

/**
 * The table that the loader is to make for a module of kind wasm, if it imports one.
 * @param {PrebuiltModule} prebuilt
 */
function importedTable({ wasm, glue, scripts }) {
  if (glue.kind !== 'wasm') return null;
  for (const item of wasm.imports) {
    if (item.kind === 'table' && !scripts.get(item.module)?.given[item.name])
      return { initial: item.limits.initial, maximum: item.limits.maximum };
  }
  return null;
}

/**
 * Whether what a side imports from a module "main" are functions of the app's main module, rather than of its glue or
 * of a script.
 * @param {PrebuiltConfig} config
 * @param {Pick<PrebuiltModule, 'glue' | 'scripts'>} prebuilt
 */
export const callsMain = ({ role }, { glue, scripts }) => role === 'side' && glue.kind === 'wasm' && !scripts.has(MAIN);

/**
 * Functions imported from other modules' API, by module. What glue gives may have any names, minified ones.
 * @param {PrebuiltConfig} config
 * @param {PrebuiltModule} prebuilt
 */
function apiImports(config, prebuilt) {
  const { wasm, glue } = prebuilt;
  const modules = [...config.knownSides, ...(callsMain(config, prebuilt) ? [MAIN] : [])];
  /** @type {Record<string, Signatures>} */
  const byModule = Object.create(null);
  if (glue.kind !== 'wasm') return byModule;
  for (const item of wasm.imports) {
    if (item.kind === 'function' && modules.includes(item.module))
      (byModule[item.module] ??= Object.create(null))[item.name] = item.signature;
  }
  return byModule;
}

/**
 * @template {object} Members
 * @param {Members} members
 * @returns {{ [Name in keyof Members]?: NonNullable<Members[Name]> }} those that have something in them
 */
function nonEmpty(members) {
  const kept = Object.entries(members).filter(([, value]) => value && Object.keys(value).length > 0);
  return /** @type {{ [Name in keyof Members]?: NonNullable<Members[Name]> }} */ (Object.fromEntries(kept));
}

/**
 * @param {PrebuiltConfig} config
 * @param {Place} place
 * @param {PrebuiltModule} prebuilt
 * @param {MadeVariant | null} direct its direct file
 * @returns {ModuleDescription}
 */
export function describePrebuilt(config, place, prebuilt, direct) {
  const { name, role, access, guarded, abi } = config;
  const { wasm, glue, memory, memoryIndex, staged, wasiEntry } = prebuilt;
  const exports = exportSignatures(wasm, glue.names);
  const scripts = Object.entries(staged.scripts).map(([module, file]) => [module, manifestFile(file)]);
  return {
    name,
    role,
    kind: glue.kind,
    ...(role === 'side' ? { access, guarded } : {}),
    abi,
    variants: [{ variant: 'portable', wasm: manifestFile(staged.wasm) }, ...(direct ? [direct.entry] : [])],
    memory,
    ...(wasm.memories.length > 1 ? { memoryName: memoryName(wasm, memoryIndex) } : {}),
    exports,
    api: apiNames(Object.keys(exports)).filter((field) => C_NAME.test(field) && exports[field] !== null),
    imports: apiImports(config, prebuilt),
    ...nonEmpty({
      table: importedTable(prebuilt),
      names: glue.names,
      init: initFunctions(config, exports),
      importScripts: Object.fromEntries(scripts),
      wasi: wasiEntry === null ? null : { entry: wasiEntry, files: staged.wasi.map(manifestFile) },
    }),
    ...(staged.glue ? { glue: manifestFile(staged.glue) } : {}),
    prebuilt: true,
    asks: asksOf(wasm.imports),
  };
}
