// Checks a module that something else than emcc has linked, puts its files beside each other under the module's name, and describes
// it for manifests from what is in the binary. The .wasm, and JavaScript that came with it, are copied byte for byte.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { apiNames } from './api_names.mjs';
import { makeDirectVariant } from './direct_variant.mjs';
import { BuildError, fingerprint, writeIfChanged } from './files.mjs';
import { runImportScript } from './import_scripts.mjs';
import { lentAllocator } from './lent_allocator.mjs';
import { WASI_MODULE, asksOf, checkPrebuiltImports } from './prebuilt_imports.mjs';
import { describeGlue } from './prebuilt_glue.mjs';
import { WASI_PACKAGE, findWasiShim } from './wasi_shim.mjs';
import { readWasm } from './wasm_binary.mjs';

/** The level at which direct files are optimised: nothing says at which the module itself was. */
const OPTIMIZATION = '-O3';

/** Functions by which a module that runs no main() starts: of WASI reactors, and of wasm-ld's --no-entry. */
const USUAL_INIT = ['_initialize', '__wasm_call_ctors'];

const C_NAME = /^[A-Za-z_]\w*$/;

const isComponent = (bytes) => bytes.length >= 8 && bytes.readUInt32LE(0) === 0x6d736100 && bytes.readUInt16LE(6) === 1;

function readFile({ name, file }) {
  if (!existsSync(file)) throw new BuildError(`${name}: FILE \`${file}\` does not exist. Name the .wasm file, or build it before this module.`);
  const bytes = readFileSync(file);
  if (isComponent(bytes)) throw new BuildError(`${name}: FILE \`${file}\` is a WebAssembly component. Give the core module that it was made from.`);
  try {
    return { bytes, read: readWasm(bytes) };
  } catch (error) {
    throw new BuildError(`${name}: FILE \`${file}\` cannot be read: ${error.message}. Build or download it again.`);
  }
}

const quoted = (names) => names.map((name) => `\`${name}\``).join(', ');

/** The names by which the module's memories are known: exports, and fields of imports. */
function memoryNames({ imports, exports }) {
  const imported = imports.filter(({ kind }) => kind === 'memory').map(({ name }, index) => ({ name, index }));
  return [...exports.filter(({ kind }) => kind === 'memory'), ...imported];
}

/** An imported memory goes by the field of its import, which the loader gives, even if it is exported too. */
const manifestMemoryName = (read, chosen) => memoryNames(read).findLast(({ index }) => index === chosen).name;

function chooseMemory({ name, file, memoryName }, read) {
  const names = memoryNames(read);
  const indices = [...new Set(names.map(({ index }) => index))];
  const remedy = read.memories.length > 0 ? 'it has a memory, but exports none: link it so that it does (clang: -Wl,--export-memory)'
    : 'it has no memory, so there is nothing to share with it: build it with one';
  if (indices.length === 0) throw new BuildError(`${name}: FILE \`${file}\` cannot be used: ${remedy}.`);
  const choices = quoted([...new Set(names.map((item) => item.name))]);
  if (memoryName) {
    const chosen = names.find((item) => item.name === memoryName);
    if (chosen) return chosen.index;
    throw new BuildError(`${name}: MEMORY names \`${memoryName}\`, which is no memory of \`${file}\`. Name one of: ${choices}.`);
  }
  if (indices.length > 1) throw new BuildError(`${name}: \`${file}\` has several memories. Say by MEMORY which one is the module's: ${choices}.`);
  return indices[0];
}

function checkLimits({ name, file }, { address, shared, initial, maximum, imported }) {
  const supported = 'is not supported in WasmPseudoLink 0.1: build it for wasm32, without threads';
  if (address !== 'i32') throw new BuildError(`${name}: the memory of \`${file}\` is 64-bit, which ${supported}.`);
  if (shared) throw new BuildError(`${name}: the memory of \`${file}\` is shared, which ${supported}.`);
  return { imported, initial, maximum, address, shared };
}

/** Signatures by the names used everywhere. A name of `names` stands for the file's own; only those of the allocator are second ones. */
function exportSignatures({ exports }, names) {
  const functions = exports.filter(({ kind }) => kind === 'function');
  const signatures = new Map(functions.map(({ name, signature }) => [name, signature]));
  const renamed = Object.entries(names).filter(([, field]) => signatures.has(field));
  const hidden = new Set(renamed.filter(([name]) => !name.startsWith('wpl_')).map(([, field]) => field));
  return Object.fromEntries([
    ...functions.filter(({ name }) => !hidden.has(name)).map(({ name, signature }) => [name, signature]),
    ...renamed.map(([name, field]) => [name, signatures.get(field)]),
  ]);
}

/** The functions to call before the first use. Glue calls what it needs by itself. */
function initFunctions({ name, file, init, glue }, exports) {
  if (init.length === 0) return glue ? [] : USUAL_INIT.filter((field) => exports[field] === 'v').slice(0, 1);
  for (const field of init) {
    if (!Object.hasOwn(exports, field)) throw new BuildError(`${name}: INIT names \`${field}\`, which \`${file}\` does not export. It exports: ${Object.keys(exports).join(', ') || 'nothing'}.`);
    if (exports[field]?.length !== 1) throw new BuildError(`${name}: INIT names \`${field}\`, whose type is ${exports[field] ?? 'not known'} (result first). It must take no parameters.`);
  }
  return init;
}

/** Copies a file beside the module's .wasm under another name; returns what the manifest says of it. */
function stageFile({ folder }, url, content) {
  writeIfChanged(`${folder}/${url}`, content);
  return { url, ...fingerprint(`${folder}/${url}`) };
}

async function stageScripts(config, base) {
  const scripts = new Map();
  const importScripts = {};
  for (const script of config.importScripts) {
    const { text, ...found } = await runImportScript(config.name, script);
    const url = `${base}.imports.${script.module.replace(/[^\w-]+/g, '_')}.mjs`;
    if (Object.values(importScripts).some((other) => other.url === url)) throw new BuildError(`${config.name}: two modules of IMPORTS would both have the file \`${url}\`. Join their scripts.`);
    scripts.set(script.module, found);
    importScripts[script.module] = stageFile(config, url, text);
  }
  return { scripts, importScripts };
}

/** The shim of WASI, if the module wants it: files of the manifest, their sources, and why it is not there. */
function stageWasi(config, read, { base, scripts }) {
  const given = scripts.get(WASI_MODULE)?.given ?? {};
  if (!read.imports.some(({ module, name }) => module === WASI_MODULE && !given[name])) return { missing: null, sources: [] };
  const shim = findWasiShim(config);
  if (!shim) {
    return {
      missing: `npm's ${WASI_PACKAGE}, which gives ${WASI_MODULE}, was not found. Run \`npm install ${WASI_PACKAGE}\` in \`${config.sourceFolder}\` or above, or name its folder by WASI.`,
      sources: [],
    };
  }
  const files = shim.files.map(({ path, source }) => stageFile(config, `${base}.wasi/${path}`, readFileSync(source)));
  // Node takes .js files for ES modules by this file.
  files.push(stageFile(config, `${base}.wasi/package.json`, '{ "type": "module" }\n'));
  return { missing: null, wasi: { entry: `${base}.wasi/${shim.entry}`, files }, sources: shim.files.map(({ source }) => source) };
}

/** What the module's own JavaScript tells; of a module without, the names that it does not have itself. */
async function readGlue({ name, file, glue, glueFormat }, { exports }) {
  if (!glue) return { kind: 'wasm', names: lentAllocator(exports) };
  if (!existsSync(glue)) throw new BuildError(`${name}: GLUE \`${glue}\` does not exist. Name the file, or build it before this module.`);
  return describeGlue({ name, wasm: file, glue, format: glueFormat || undefined });
}

/** The table that the loader is to make for a module of kind wasm, if it imports one. */
function importedTable({ imports }, { kind }, scripts) {
  const table = imports.find((item) => item.kind === 'table' && !scripts.get(item.module)?.given[item.name]);
  return kind === 'wasm' && table ? { initial: table.limits.initial, maximum: table.limits.maximum } : null;
}

/** Functions imported from other modules' API, by module. What glue gives may have any names, minified ones. */
function apiImports({ imports }, { kind }, knownSides) {
  const byModule = {};
  if (kind !== 'wasm') return byModule;
  for (const { module, name, kind, signature } of imports) {
    if (kind === 'function' && knownSides.includes(module)) (byModule[module] ??= {})[name] = signature;
  }
  return byModule;
}

const nonEmpty = (members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value && Object.keys(value).length > 0));

/**
 * @param {object} config see withPrebuiltPaths and cmake/WasmPseudoLinkPrebuilt.cmake
 * @returns {Promise<{ module: object, sources: string[] }>} module: the entry for manifests; besides, for the build only, that it
 *   is prebuilt and what it asks the loader for. sources: files read that the configuration does not name
 */
export async function describePrebuilt(config) {
  const { name, role, access, guarded, abi } = config;
  const { bytes, read } = readFile(config);
  const base = basename(config.wasm, '.wasm');
  const memoryIndex = chooseMemory(config, read);
  const memory = checkLimits(config, read.memories[memoryIndex]);
  const glue = await readGlue(config, read);
  const { scripts, importScripts } = await stageScripts(config, base);
  const { wasi, missing, sources } = config.glue ? { missing: null, sources: [] } : stageWasi(config, read, { base, scripts });
  if (glue.kind === 'wasm') checkPrebuiltImports(config, read.imports, { scripts, wasi: missing, memoryIndex });
  const exports = exportSignatures(read, glue.names);
  const init = initFunctions(config, exports);
  const portable = { variant: 'portable', wasm: stageFile(config, `${base}.wasm`, bytes) };
  const direct = makeDirectVariant({ ...config, memoryIndex }, read, OPTIMIZATION);
  const module = {
    name,
    role,
    kind: glue.kind,
    ...(role === 'side' ? { access, guarded } : {}),
    abi,
    variants: direct ? [portable, direct] : [portable],
    memory,
    ...(read.memories.length > 1 ? { memoryName: manifestMemoryName(read, memoryIndex) } : {}),
    exports,
    api: apiNames(Object.keys(exports)).filter((field) => C_NAME.test(field) && exports[field] !== null),
    imports: apiImports(read, glue, config.knownSides),
    ...nonEmpty({ table: importedTable(read, glue, scripts), names: glue.names, init, importScripts, wasi }),
    ...(config.glue ? { glue: stageFile(config, `${base}.glue.mjs`, glue.text) } : {}),
    prebuilt: true,
    asks: asksOf(read.imports),
  };
  return { module, sources };
}
