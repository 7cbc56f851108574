// Checks the manifest of an app. The rules are those of templates/manifest.schema.json, with texts made for people.
import { WasmPseudoLinkError } from './errors.mjs';
import { FUSED } from './parts.mjs';
import { isSignature } from './signatures.mjs';
import { isCount, isObject } from './type_checks.mjs';

/** ABI version of the helpers, js libraries and headers that this loader works with. */
export const ABI_VERSION = 1;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ACCESS_MODES = ['DIRECT', 'IMPORT', 'ACCESSOR', 'POINTER', 'NONE'];
const VARIANT_NAMES = ['portable', 'direct', 'fused'];
const INTEGRITY = /^sha384-[A-Za-z0-9+/]{64}$/;
const MAX_PAGES = 65536;

/** No engine makes a larger table, whatever its maximum: https://webassembly.github.io/spec/js-api/#limits */
const MAX_ENTRIES = 10_000_000;
const MAX_U32 = 0xffffffff;

const isText = (value) => typeof value === 'string' && value !== '';

/**
 * Checks a parsed manifest and returns it.
 * @param {unknown} manifest
 * @param {string[]} kinds the module kinds that the loader has an adapter for
 * @param {Record<string, { check?: Function }>} [adapters] check(entry, manifest, problem) knows a kind's own rules
 * @returns {object} the manifest
 * @throws {WasmPseudoLinkError} ABI_MISMATCH, MANIFEST_INVALID (the message lists every problem)
 */
export function checkManifest(manifest, kinds, adapters = {}) {
  if (!isObject(manifest)) throw invalid('', ['it is no JSON object']);
  checkAbi('', manifest.abi, 'the manifest');
  const problems = [];
  checkTop(manifest, problems);
  if (problems.length === 0) checkModules(manifest, { kinds, adapters }, problems);
  if (problems.length > 0) throw invalid('', problems);
  return manifest;
}

/**
 * The modules that a module imports API functions from.
 * @param {object} entry a module's entry in the manifest
 * @returns {string[]} names
 */
export function importedModules(entry) {
  return Object.keys(entry.imports ?? {});
}

/**
 * The functions of a module that can be asked for at run time: all that it exports, without those that only the modules of a
 * fused file use.
 * @param {object} entry a module's entry in the manifest
 * @returns {string[]} names
 */
export function visibleExports(entry) {
  return Object.keys(entry.exports).filter((name) => !isInternal(entry, name));
}

/**
 * Whether only the modules of a fused file use a function of the module (FUSE_INTERNAL).
 * @param {object} entry the module's entry in the manifest
 * @param {string} name
 * @returns {boolean}
 */
export function isInternal({ internal }, name) {
  return FUSED && Boolean(internal?.includes(name));
}

function invalid(module, problems) {
  return new WasmPseudoLinkError(
    'MANIFEST_INVALID',
    module,
    `the manifest is not valid: ${problems.join(', ')}`,
    'build the app again, and serve the manifest that belongs to it',
    { problems },
  );
}

function checkAbi(module, abi, what) {
  if (abi === ABI_VERSION) return;
  throw new WasmPseudoLinkError(
    'ABI_MISMATCH',
    module,
    `${what} has ABI version ${JSON.stringify(abi) ?? 'none'}, this loader ABI version ${ABI_VERSION}`,
    'build all modules and the loader with the same WasmPseudoLink',
    { expected: ABI_VERSION, actual: abi },
  );
}

function checkTop(manifest, problems) {
  if (manifest.generator !== undefined && typeof manifest.generator !== 'string')
    problems.push('"generator" is no text');
  if (typeof manifest.main !== 'string') problems.push('"main" is no name');
  if (!Array.isArray(manifest.modules) || manifest.modules.length === 0)
    problems.push('"modules" is no list of modules');
}

function checkModules(manifest, { kinds, adapters }, problems) {
  const names = new Set();
  for (const entry of manifest.modules) {
    if (!isObject(entry) || typeof entry.name !== 'string' || !NAME.test(entry.name)) {
      problems.push(`a module has the name ${JSON.stringify(entry?.name)}, which is no C identifier`);
      continue;
    }
    if (names.has(entry.name)) problems.push(`module "${entry.name}" is listed twice`);
    names.add(entry.name);
    checkAbi(entry.name, entry.abi, 'the module');
    const problem = (text) => problems.push(`${entry.name}: ${text}`);
    checkModule(entry, kinds, problem);
    const check = adapters[entry.kind]?.check;
    if (check) check(entry, manifest, problem);
    else checkVariants(entry.variants, problem);
  }
  checkRoles(manifest, names, problems);
}

function checkRoles(manifest, names, problems) {
  const mains = manifest.modules.filter((entry) => entry?.role === 'main').map((entry) => entry.name);
  if (mains.length !== 1 || mains[0] !== manifest.main)
    problems.push(`"main" is "${manifest.main}", but the modules of role "main" are [${mains}]`);
  for (const entry of manifest.modules) {
    for (const name of variantNames(entry, 'memories')) {
      if (name !== 'main' && !names.has(name)) problems.push(`${entry.name}: a variant reaches the memory of "${name}", which is no module of the app`);
    }
    for (const name of variantNames(entry, 'modules')) {
      if (!names.has(name)) problems.push(`${entry.name}: a variant holds "${name}", which is no module of the app`);
    }
    if (!isObject(entry?.imports)) continue;
    for (const name of importedModules(entry)) {
      if (!names.has(name)) problems.push(`${entry.name}: imports from "${name}", which is no module of the app`);
    }
  }
}

function variantNames(entry, key) {
  if (!Array.isArray(entry?.variants)) return [];
  return entry.variants.flatMap((variant) => (isNameList(variant?.[key]) ? variant[key] : []));
}

function checkModule(entry, kinds, problem) {
  if (entry.role !== 'main' && entry.role !== 'side') problem('"role" is neither "main" nor "side"');
  if (!kinds.includes(entry.kind))
    problem(`"kind" is ${JSON.stringify(entry.kind)}, this loader knows ${kinds.join(', ')}`);
  if (entry.role === 'side' && !ACCESS_MODES.includes(entry.access))
    problem(`"access" is none of ${ACCESS_MODES.join(', ')}`);
  if (entry.role === 'side' && entry.name === 'main') problem('a side must not be called "main"');
  for (const flag of ['lazy', 'guarded', 'asyncify']) {
    if (entry[flag] !== undefined && typeof entry[flag] !== 'boolean') problem(`"${flag}" is no boolean`);
  }
  if (entry.kind === 'emscripten' || entry.glue !== undefined) checkFile(entry.glue, '"glue"', problem);
  checkMemory(entry.memory, problem);
  checkFunctions(entry, problem);
  checkBesides(entry, problem);
}

/**
 * Checks the list of a module's built files.
 * @param {unknown} variants
 * @param {(text: string) => void} problem
 */
export function checkVariants(variants, problem) {
  if (!Array.isArray(variants) || variants.length === 0) return problem('"variants" is no list of files');
  for (const variant of variants) {
    if (!VARIANT_NAMES.includes(variant?.variant)) problem(`a variant is none of ${VARIANT_NAMES.join(', ')}`);
    checkFile(variant?.wasm, '"wasm"', problem);
    if (variant?.memories !== undefined && !isNameList(variant.memories)) problem('"memories" of a variant is no list of module names');
    if (variant?.variant === 'fused' && !isNameList(variant.modules)) problem('"modules" of a fused variant is no list of module names');
  }
  return undefined;
}

/** What modules that come with no JavaScript, or a vendor's, may have besides. The schema lets all have it. */
function checkBesides({ memoryName, exports, init = [], names = {}, importScripts = {}, wasi, table }, problem) {
  if (memoryName !== undefined && !isText(memoryName)) problem('"memoryName" is no name');
  if (!Array.isArray(init)) problem('"init" is no list of exports');
  else
    for (const name of init)
      if (!Object.hasOwn(exports ?? {}, name)) problem(`"init" lists "${name}", which "exports" does not have`);
  if (!isObject(names)) problem('"names" is no object');
  else
    for (const [name, inFile] of Object.entries(names))
      if (!isText(inFile) || !Object.hasOwn(exports ?? {}, name))
        problem(`"names" gives "${name}" no name, or "exports" does not have it`);
  if (!isObject(importScripts)) problem('"importScripts" is no object');
  else
    for (const [module, file] of Object.entries(importScripts))
      checkFile(file, `"importScripts.${module}"`, problem);
  if (wasi !== undefined) checkWasi(wasi, problem);
  if (table !== undefined) checkTable(table, problem);
}

function checkTable(table, problem) {
  if (!isObject(table) || !isCount(table.initial) || table.initial > MAX_ENTRIES) {
    problem('"table" has no "initial", a number of entries');
    return;
  }
  const { initial, maximum } = table;
  if (maximum !== null && (!isCount(maximum) || maximum < initial || maximum > MAX_U32))
    problem('"table.maximum" is no number of entries, at least "initial"');
}

function checkWasi(wasi, problem) {
  if (!isText(wasi?.entry) || !Array.isArray(wasi.files)) {
    problem('"wasi" has no "entry" or no list "files"');
    return;
  }
  for (const file of wasi.files) checkFile(file, 'a file of "wasi.files"', problem);
  if (!wasi.files.some((file) => file?.url === wasi.entry)) problem('"wasi.entry" is none of "wasi.files"');
}

function isNameList(names) {
  return Array.isArray(names) && names.every((name) => typeof name === 'string' && NAME.test(name));
}

/**
 * Checks what the manifest says of a file.
 * @param {unknown} file
 * @param {string} what names it in the text
 * @param {(text: string) => void} problem
 */
export function checkFile(file, what, problem) {
  if (!isObject(file)) {
    problem(`${what} is missing`);
    return;
  }
  if (!isText(file.url)) problem(`${what} has no "url"`);
  if (!isCount(file.bytes)) problem(`${what} has no "bytes"`);
  if (typeof file.integrity !== 'string' || !INTEGRITY.test(file.integrity))
    problem(`${what} has no "integrity" of the form sha384-<base64>`);
}

function checkMemory(memory, problem) {
  if (!isObject(memory)) return problem('"memory" is missing');
  if (typeof memory.imported !== 'boolean') problem('"memory.imported" is no boolean');
  if (!isCount(memory.initial) || memory.initial > MAX_PAGES) problem('"memory.initial" is no number of pages');
  const { maximum } = memory;
  if (maximum !== null && (!isCount(maximum) || maximum < memory.initial || maximum > MAX_PAGES))
    problem('"memory.maximum" is no number of pages, at least "initial"');
  if (memory.address !== 'i32') problem('"memory.address" must be "i32" in this version');
  if (memory.shared !== false) problem('"memory.shared" must be false in this version');
  return undefined;
}

function checkFunctions(entry, problem) {
  if (!isObject(entry.exports)) problem('"exports" is no object');
  else checkSignatures(entry.exports, '"exports"', problem);
  if (!Array.isArray(entry.api)) problem('"api" is no list');
  else
    for (const name of entry.api)
      if (!Object.hasOwn(entry.exports ?? {}, name)) problem(`"api" lists "${name}", which "exports" does not have`);
  checkInternal(entry, problem);
  if (!isObject(entry.imports)) return problem('"imports" is no object');
  for (const [name, functions] of Object.entries(entry.imports)) {
    if (isObject(functions)) checkSignatures(functions, `"imports.${name}"`, problem);
    else problem(`"imports.${name}" is no object`);
  }
  return undefined;
}

function checkInternal({ internal = [], api }, problem) {
  if (!Array.isArray(internal)) problem('"internal" is no list');
  else for (const name of internal) if (!api?.includes?.(name)) problem(`"internal" lists "${name}", which "api" does not have`);
}

function checkSignatures(functions, what, problem) {
  for (const [name, signature] of Object.entries(functions)) {
    if (signature !== null && !isSignature(signature))
      problem(`${what} gives "${name}" the signature ${JSON.stringify(signature)}`);
  }
}
