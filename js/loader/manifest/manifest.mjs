// Checks the manifest of an app. The rules are those of templates/manifest.schema.json, with texts made for people.
/** @import { Kind } from '../base/kinds.mjs' */
/** @import { InterfaceEntry } from './interfaces.mjs' */
/** @import { Problem, Shape } from './shapes.mjs' */
import { MAIN } from '../base/main_names.mjs';
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { BOOLEAN, HASH, NAME, OBJECT, TEXT, countUpTo, isOfKind, oneOf, shown } from '../base/kinds.mjs';
import { FUSED } from '../base/parts.mjs';
import { isObject } from '../base/predicates.mjs';
import { LETTERS, checkInterfaces, interfaceShape } from './interfaces.mjs';
import { byName, copyData, listOf, mustBe, optional, record } from './shapes.mjs';

/**
 * @typedef {{ url: string, bytes: number, integrity: string }} FileEntry a file of the app, with its size and hash
 */

/**
 * A built file of a module: `memories` names modules whose memories it imports, `modules` those that a fused one holds.
 * @typedef {{ variant: 'portable' | 'direct' | 'fused', wasm: FileEntry, memories?: string[], modules?: string[] }}
 *   VariantEntry
 */

/**
 * What the manifest says of a module (templates/manifest.schema.json). Exports and imports have signatures by name;
 * null: the types have no letters.
 * @typedef {object} ManifestEntry
 * @property {string} name
 * @property {'main' | 'side'} role
 * @property {string} kind which adapter starts it
 * @property {string} [access] the access mode of a side
 * @property {boolean} [lazy]
 * @property {boolean} [guarded]
 * @property {boolean} [asyncify]
 * @property {FileEntry} [glue]
 * @property {FileEntry[]} [packages] packages of files that the glue loads
 * @property {string[]} [unlisted] names of further files that it loads
 * @property {{ imported: boolean, initial: number, maximum: number | null, address: 'i32' | 'i64',
 *   shared: boolean }} memory in pages
 * @property {Record<string, string | null>} exports
 * @property {string[]} api
 * @property {string[]} [internal] exports that only modules of the fused file use
 * @property {Record<string, Record<string, string | null>>} imports by module
 * @property {VariantEntry[]} variants
 * @property {string} [memoryName]
 * @property {string[]} [init] exports that are called before the first use
 * @property {Record<string, string>} [names] what exports are called in the file
 * @property {Record<string, FileEntry>} [importScripts]
 * @property {{ entry: string, files: FileEntry[] }} [wasi]
 * @property {{ initial: number, maximum: number | null }} [table]
 * @property {string} [assembly] of a C# side
 * @property {string} [plugin] of a plugin, by the loader itself: which file, with which limits
 */

/**
 * @typedef {object} Manifest
 * @property {string} main
 * @property {ManifestEntry[]} modules
 * @property {{ version: string, runtime: FileEntry, assets: FileEntry[] }} [dotnet]
 * @property {InterfaceEntry[]} [interfaces] what plugins implement
 */

/** @typedef {any} Unchecked what came as JSON, of which nothing is known before it has been checked */

/**
 * Checks what a module's shape does not say.
 * @typedef {(entry: ManifestEntry, manifest: Unchecked, problem: Problem) => void} Check
 */

/** ABI version of the helpers, js libraries and headers that this loader works with. */
export const ABI_VERSION = 1;

const MAX_PAGES = 65536;

/** No engine makes a larger table, whatever its maximum: https://webassembly.github.io/spec/js-api/#limits */
const MAX_ENTRIES = 10_000_000;
const MAX_U32 = 0xffffffff;

/** @param {unknown} value */
const isUrl = (value) => typeof value === 'string' && value !== '' && Boolean(new URL(value, 'https://app.example/'));

/**
 * @param {Kind} kind
 * @returns {Kind}
 */
const orNull = ([test, words]) => [(value) => value === null || test(value), `${words}, or null`];

// The shapes are made by functions, so that a minifier can leave them out of app.mjs.

/** @returns {Shape} a text that is not empty */
export const filledText = () => mustBe([(value) => typeof value === 'string' && value !== '', 'a text, not empty']);

/**
 * @param {Record<string, Shape>} [more] further fields
 * @returns {Shape} a file of the app
 */
export const fileShape = (more) =>
  record({
    ...more,
    url: mustBe([isUrl, 'an address, relative to the manifest']),
    bytes: mustBe(countUpTo('bytes', Number.MAX_SAFE_INTEGER)),
    integrity: mustBe(HASH),
  });

/** @returns {Shape} a module (templates/manifest.schema.json), without the rules that several fields share */
function moduleShape() {
  const [file, filled, texts] = [fileShape(), filledText(), listOf(mustBe(TEXT))];
  const name = mustBe(NAME);
  const signatures = byName(mustBe(orNull(LETTERS)));
  const flag = optional(mustBe(BOOLEAN));
  return record({
    name,
    role: mustBe(oneOf(['main', 'side'])),
    access: optional(mustBe(oneOf(['DIRECT', 'IMPORT', 'ACCESSOR', 'POINTER', 'NONE']))),
    lazy: flag,
    guarded: flag,
    asyncify: flag,
    glue: optional(file),
    memory: record({
      imported: mustBe(BOOLEAN),
      initial: mustBe(countUpTo('pages', MAX_PAGES)),
      maximum: mustBe(orNull(countUpTo('pages', MAX_PAGES))),
      address: mustBe([(value) => value === 'i32', '"i32" in this version']),
      shared: mustBe([(value) => value === false, 'false in this version']),
    }),
    exports: signatures,
    api: texts,
    internal: optional(texts),
    imports: byName(signatures),
    variants: listOf(
      record({
        variant: mustBe(oneOf(['portable', 'direct', 'fused'])),
        wasm: file,
        memories: optional(listOf(name)),
        modules: optional(listOf(name)),
      }),
    ),
    packages: optional(listOf(file)),
    unlisted: optional(texts),
    memoryName: optional(filled),
    init: optional(texts),
    names: optional(byName(filled)),
    importScripts: optional(byName(file)),
    wasi: optional(record({ entry: filled, files: listOf(file) })),
    table: optional(
      record({
        initial: mustBe(countUpTo('entries', MAX_ENTRIES)),
        maximum: mustBe(orNull(countUpTo('entries', MAX_U32))),
      }),
    ),
  });
}

/**
 * Checks a manifest.
 * @param {unknown} manifest parsed JSON, or an object of any kind
 * @param {string[]} kinds the module kinds that the loader has an adapter for
 * @param {Record<string, { check?: Check }>} [adapters] check() knows a kind's own rules
 * @returns {Manifest} a copy, of which all has been checked
 * @throws {WasmPseudoLinkError} ABI_MISMATCH, MANIFEST_INVALID (the message lists problems)
 */
export function checkManifest(manifest, kinds, adapters = {}) {
  const copy = copyManifest(manifest);
  if (!isObject(copy)) throw invalid([`it is ${shown(copy)}, not a JSON object`]);
  checkAbi('', copy.abi, 'the manifest');
  /** @type {string[]} */
  const problems = [];
  const top = { generator: optional(mustBe(TEXT)), main: mustBe(TEXT), modules: listOf(mustBe(OBJECT)) };
  /** @type {Problem} */
  const problem = (text) => problems.push(text);
  record({ ...top, interfaces: optional(listOf(interfaceShape())) })(copy, '', problem);
  if (problems.length === 0) checkModules(copy, { kinds, adapters }, problems);
  if (problems.length === 0) checkInterfaces(/** @type {Manifest} */ (copy), problem);
  if (problems.length > 0) throw invalid(problems);
  return /** @type {Manifest} */ (copy);
}

/**
 * @param {unknown} manifest
 * @returns {Unchecked}
 */
function copyManifest(manifest) {
  try {
    return copyData(manifest);
  } catch (error) {
    throw invalid([`it cannot be read (${textOf(error)})`]);
  }
}

/**
 * Checks the entry of a side that is in no app's manifest.
 * @param {Unchecked} entry as a manifest has it
 * @param {Set<string>} known names of modules from which it may import
 * @param {Problem} problem
 */
export function checkSideEntry(entry, known, problem) {
  let isWrong = false;
  moduleShape()(entry, 'module', (text) => {
    isWrong = true;
    problem(text);
  });
  if (!isWrong) checkEntry(entry, known, problem);
}

/**
 * The modules that a module imports API functions from.
 * @param {ManifestEntry} entry a module's entry in the manifest
 * @returns {string[]} names
 */
export function importedModules(entry) {
  return Object.keys(entry.imports ?? {});
}

/**
 * The functions of a module that can be asked for at run time: all that it exports, without those that only the modules
 * of a fused file use.
 * @param {ManifestEntry} entry a module's entry in the manifest
 * @returns {string[]} names
 */
export function visibleExports(entry) {
  return Object.keys(entry.exports).filter((name) => !isInternal(entry, name));
}

/**
 * Whether only the modules of a fused file use a function of the module (FUSE_INTERNAL).
 * @param {ManifestEntry} entry the module's entry in the manifest
 * @param {string} name
 * @returns {boolean}
 */
export function isInternal({ internal }, name) {
  return FUSED && Boolean(internal?.includes(name));
}

/** Problems that the message lists; the error's own list has all. */
const SHOWN_PROBLEMS = 20;

/** @param {string[]} problems */
function invalid(problems) {
  const remedy = 'build the app again, and serve the manifest that belongs to it';
  return invalidManifest('', problems, remedy);
}

/**
 * The error for a manifest that is not as it must be.
 * @param {string} module or '' for that of the app
 * @param {string[]} problems
 * @param {string} remedy
 * @returns {WasmPseudoLinkError} MANIFEST_INVALID
 */
export function invalidManifest(module, problems, remedy) {
  const more = problems.length - SHOWN_PROBLEMS;
  const text = problems.slice(0, SHOWN_PROBLEMS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return new WasmPseudoLinkError('MANIFEST_INVALID', module, `the manifest is not valid: ${text}`, remedy, {
    problems,
  });
}

/**
 * @param {string} module
 * @param {unknown} abi
 * @param {string} what has it
 * @throws {WasmPseudoLinkError} ABI_MISMATCH
 */
export function checkAbi(module, abi, what) {
  if (abi === ABI_VERSION) return;
  throw new WasmPseudoLinkError(
    'ABI_MISMATCH',
    module,
    `${what} has ABI version ${abi === undefined ? 'none' : shown(abi)}, this loader ABI version ${ABI_VERSION}`,
    'build all modules and the loader with the same WasmPseudoLink',
    { expected: ABI_VERSION, actual: abi },
  );
}

/**
 * @param {Record<string, any>} manifest of the right shape at its top
 * @param {{ kinds: string[], adapters: Record<string, { check?: Check }> }} loader
 * @param {string[]} problems
 */
function checkModules(manifest, { kinds, adapters }, problems) {
  /** @type {Unchecked[]} */
  const modules = manifest.modules;
  const known = new Set(modules.map(({ name }) => name));
  const seen = new Set();
  const shape = moduleShape();
  modules.forEach((entry, index) => {
    const name = isOfKind(entry.name, NAME) ? entry.name : `modules[${index}]`;
    /** @type {Problem} */
    const problem = (text) => problems.push(`${name}: ${text}`);
    if (seen.has(name)) problem('its name is listed twice');
    seen.add(name);
    checkAbi(name, entry.abi, 'the module');
    const before = problems.length;
    mustBe(oneOf(kinds))(entry.kind, 'kind', problem);
    shape(entry, '', problem);
    if (problems.length > before) return; // what follows trusts its shape
    checkEntry(entry, known, problem);
    (adapters[entry.kind]?.check ?? requireFiles)(entry, manifest, problem);
  });
  const mains = modules.filter(({ role }) => role === 'main').map(({ name }) => shown(name));
  if (mains.length !== 1 || mains[0] !== shown(manifest.main))
    problems.push(`"main" is ${shown(manifest.main)}, but the modules of role "main" are [${mains}]`);
}

/**
 * Rules that several fields share.
 * @param {ManifestEntry} entry of the right shape
 * @param {Set<string>} known names of all modules
 * @param {Problem} problem
 */
function checkEntry(entry, known, problem) {
  const { role, access, kind, glue, memory, table, wasi, exports, api, internal, init, names, imports, variants } =
    entry;
  if (role === 'side' && access === undefined) problem('"access" is missing, which a side must have');
  if (role === 'side' && entry.name === 'main') problem('a side must not be called "main"');
  if (role === 'main' && entry.lazy) problem('"lazy" of the main module must be false');
  if (kind === 'emscripten' && !glue) problem('"glue" is missing');
  checkLimits(memory, 'memory', problem);
  if (table) checkLimits(table, 'table', problem);
  if (wasi && !wasi.files.some(({ url }) => url === wasi.entry))
    problem(`"wasi.entry" is ${shown(wasi.entry)}, which is not one of "wasi.files"`);
  /** @typedef {(name: string) => boolean} IsKnown */
  /** @type {(field: string, listed: string[] | undefined, isKnown: IsKnown, where: string) => void} */
  const each = (field, listed = [], isKnown, where) => {
    const name = listed.find((item) => !isKnown(item));
    if (name !== undefined) problem(`"${field}" has ${shown(name)}, which ${where}`);
  };
  const isExport = (/** @type {string} */ name) => Object.hasOwn(exports, name);
  for (const [field, listed] of Object.entries({ api, init, names: names && Object.keys(names) }))
    each(field, listed, isExport, 'is not in "exports"');
  each('internal', internal, (name) => api.includes(name), 'is not in "api"');
  const isModule = (/** @type {string} */ name) => known.has(name);
  const isImported = (/** @type {string} */ name) => isModule(name) || (name === MAIN && role === 'side');
  each('imports', Object.keys(imports), isImported, 'is not a module of the app');
  if (MAIN in imports && Object.values(imports[MAIN]).includes(null))
    problem(`"imports.${MAIN}" has a function whose types have no letters`);
  for (const { variant, memories, modules } of variants) {
    each('memories', memories, (name) => name === MAIN || isModule(name), 'is not a module of the app');
    each('modules', modules, isModule, 'is not a module of the app');
    if (variant === 'fused' && !modules) problem('"modules" of the fused variant is missing');
  }
}

/**
 * @param {{ initial: number, maximum: number | null }} limits
 * @param {string} what
 * @param {Problem} problem
 */
function checkLimits({ initial, maximum }, what, problem) {
  if (maximum !== null && maximum < initial)
    problem(`"${what}.maximum" is ${maximum}, which is less than "${what}.initial", ${initial}`);
}

/**
 * For modules that have wasm files of their own.
 * @type {Check}
 */
export function requireFiles({ variants }, manifest, problem) {
  if (variants.length === 0) problem('"variants" is empty: it must have a file');
}
