// Checks the options of load() and of open() before anything happens.
/** @import { CheckedOptions, OpenOptions } from '../app/program.mjs' */
/** @import { InterfaceEntry } from '../manifest/interfaces.mjs' */
/** @import { Kind } from '../base/kinds.mjs' */
/** @import { LoadOptions, ModuleArguments } from '../index.d.ts' */
/** @import { Manifest, ManifestEntry } from '../manifest/manifest.mjs' */
import { ANYTHING, badOption, readFields, requireKind } from '../base/arguments.mjs';
import { EmbeddedHelpers } from './embedded_helpers.mjs';
import { BOOLEAN, FUNCTION, HASH, OBJECT, TEXT, countUpTo, objectOf, oneOf, shown } from '../base/kinds.mjs';
import { BINDGEN, DOTNET, JAVASCRIPT, MANIFESTS, WASM } from '../base/parts.mjs';
import { isObject } from '../base/predicates.mjs';
import { suggest } from '../base/suggest.mjs';

/** @typedef {Readonly<Record<string, Kind>>} Kinds by name of the field */

/** @param {unknown} value */
const isBytes = (value) => value instanceof Uint8Array;
/** @param {unknown} value */
const isContent = (value) => typeof value === 'string' || isBytes(value);
/** @param {unknown} value */
const isMemory = (value) => value === null || value instanceof WebAssembly.Memory;
/** @param {any} value */
const areFunctions = (value) => FUNCTION[0](value) || (Array.isArray(value) && [...value].every(FUNCTION[0]));
/** @param {any} value */
const areTexts = (value) => Array.isArray(value) && [...value].every(TEXT[0]);
/** @param {any} value */
const areHelpers = (value) =>
  value instanceof EmbeddedHelpers ||
  (isObject(value) && ['accessor', 'blocks', 'bridge', 'bridge_fb'].every((name) => isBytes(value[name])));

/**
 * It is tried out: what only looks like one would throw later, when it is used.
 * @param {AbortSignal} value
 */
function isSignal(value) {
  const listener = () => {};
  value.addEventListener('abort', listener);
  value.removeEventListener('abort', listener);
  return BOOLEAN[0](value.aborted);
}

/**
 * What has a manifest, or files.
 * @type {Kind}
 */
export const ADDRESS = [
  (value) => typeof value === 'string' || value instanceof URL,
  'an address, such as import.meta.url',
];

/**
 * Options of open().
 * @type {Kinds}
 */
const OPEN_OPTIONS = Object.freeze({ onProgress: FUNCTION, signal: [isSignal, 'an AbortSignal'] });

/** Timers of every engine take longer times for none: https://html.spec.whatwg.org/#timers */
const LONGEST_TIMER = 2 ** 31 - 1;

/** @type {Kind} */
const TIME = [
  (value) => Number.isFinite(value) && value > 0 && value <= LONGEST_TIMER,
  `a number of milliseconds above 0, up to ${LONGEST_TIMER}`,
];

/**
 * Options of load().
 * @type {Kinds}
 */
const LOAD_OPTIONS = Object.freeze({
  ...OPEN_OPTIONS,
  modules: OBJECT,
  prefer: oneOf(['portable', 'direct', 'fused']),
  bridge: oneOf(['bridge', 'bridge_fb']),
  memoryCopyFrom: countUpTo('bytes', 0xffffffff),
  baseUrl: ADDRESS,
  onExit: FUNCTION,
  hookTimeout: TIME,
  fetchTimeout: TIME,
  // app.mjs has its own.
  ...(MANIFESTS
    ? {
        helpers: [areHelpers, 'an object of Uint8Arrays accessor, blocks, bridge and bridge_fb'],
        manifestIntegrity: HASH,
      }
    : {}),
});

/**
 * Module arguments that the loader or a runtime calls or reads; a module's own JavaScript may know others.
 * @type {Kinds}
 */
const MODULE_ARGUMENTS = Object.freeze({
  ...Object.fromEntries(
    'instantiateWasm locateFile getPreloadedPackage print printErr stdin stdout stderr onAbort onExit onRuntimeInitialized'
      .split(' ')
      .map((name) => [name, FUNCTION]),
  ),
  ...Object.fromEntries(
    ['preInit', 'preRun', 'postRun'].map((name) => [name, [areFunctions, 'a function or a list of functions']]),
  ),
  arguments: [areTexts, 'a list of texts'],
  noInitialRun: BOOLEAN,
  wasmMemory: [isMemory, 'a WebAssembly.Memory, null to let the glue make it'],
});

/**
 * Further module arguments by the kind of module.
 * @type {Readonly<Record<string, Kinds>>}
 */
const ARGUMENTS_BY_KIND = Object.freeze({
  ...(WASM
    ? {
        wasm: {
          env: objectOf(TEXT, 'variables by name, { LANG: "en" }'),
          files: objectOf([isContent, 'a text or a Uint8Array'], 'contents by path, { "data/a.txt": "text" }'),
        },
      }
    : {}),
  ...(JAVASCRIPT
    ? { javascript: { functions: objectOf(FUNCTION, 'functions by name and signature, { "name:vii": (a, b) => {} }') } }
    : {}),
  ...(DOTNET ? { dotnet: { configureRuntime: FUNCTION, callBy: oneOf(['raw', 'jsexport']) } } : {}),
});

/**
 * Kinds of modules that nobody's instantiateWasm can start, and why.
 * @type {Readonly<Record<string, string>>}
 */
const STARTED_OTHERWISE = Object.freeze({
  ...(BINDGEN ? { bindgen: 'the init function of its JavaScript instantiates it' } : {}),
  ...(DOTNET ? { dotnet: 'the .NET runtime loads it' } : {}),
  ...(JAVASCRIPT ? { javascript: 'a JavaScript main has no wasm file' } : {}),
});

/**
 * Checks the options as such.
 * @param {unknown} given as the user gave them; undefined is the same as no option
 * @param {Partial<LoadOptions>} [defaults] of app.mjs
 * @returns {Omit<CheckedOptions, 'modules'> & Pick<LoadOptions, 'modules'>} a copy with defaults: baseUrl as a string,
 *   hookTimeout in milliseconds
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function checkOptions(given, defaults) {
  const options = readFields(given, { all: 'the options', one: optionName, kinds: LOAD_OPTIONS });
  const all = { hookTimeout: 30000, modules: {}, ...defaults, ...options };
  if (MANIFESTS && !all.helpers)
    throw badOption(
      '',
      'the option "helpers" is missing',
      'import createApp from the app.mjs that the build made, which passes them',
    );
  return /** @type {CheckedOptions} */ ({ ...all, baseUrl: checkBaseUrl(all.baseUrl) });
}

/** @param {string} name */
const optionName = (name) => `the option ${name}`;

/** @param {string | URL | undefined} baseUrl */
function checkBaseUrl(baseUrl) {
  const base = baseUrl ?? globalThis.location?.href;
  try {
    const { href } = new URL(base, globalThis.location?.href);
    new URL('.', href); // there are addresses to which none is relative: data:, blob:
    return href;
  } catch {
    throw badOption(
      '',
      `the option "baseUrl" is ${shown(baseUrl)}, which is not the absolute URL of a folder`,
      'pass import.meta.url, or the address of the folder with a slash at its end',
    );
  }
}

/**
 * Checks the arguments of open() and close().
 * @param {unknown} name
 * @param {string} method
 * @param {unknown} [options]
 * @returns {OpenOptions} a copy
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function checkOpening(name, method, options) {
  requireKind('', `the name for ${method}()`, name, [TEXT[0], 'the name of a lazy side']);
  return readFields(options, { all: `the options of ${method}()`, one: optionName, kinds: OPEN_OPTIONS });
}

/**
 * Options of open() for a plugin, checked, with defaults. Of url, bytes and files there is one.
 * @typedef {OpenOptions & { url?: string | URL, bytes?: BlobPart, files?: Iterable<File> | Map<string, BlobPart>,
 *   interface: InterfaceEntry, as?: string, access: string, guarded: boolean, maxMemory: number, integrity?: string,
 *   print?: (line: string) => void, printErr?: (line: string) => void }} PluginOptions
 */

/** @param {unknown} value */
const isData = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Blob;
/** @param {any} value */
const areFiles = (value) =>
  value instanceof Map
    ? value.size > 0 && [...value].every(([path, data]) => TEXT[0](path) && isData(data))
    : value.length > 0 &&
      Array.from(value).every((file) => file instanceof Blob && TEXT[0](/** @type {File} */ (file).name));

/** What maxMemory is if the host does not say. */
const USUAL_MEMORY = 256 * 1024 * 1024;

/** @returns {Kinds} of the options of open() for a plugin */
const pluginKinds = () => ({
  ...OPEN_OPTIONS,
  url: ADDRESS,
  bytes: [isData, 'an ArrayBuffer, a typed array, a Blob or a File'],
  files: [areFiles, 'a FileList, a list of Files, or a Map of bytes by name'],
  interface: TEXT,
  as: [(value) => TEXT[0](value) && value !== '' && value.length <= 100, 'a name of 1 to 100 characters'],
  access: oneOf(['DIRECT', 'IMPORT', 'ACCESSOR', 'POINTER', 'NONE']),
  guarded: BOOLEAN,
  maxMemory: countUpTo('bytes', 2 ** 32),
  integrity: HASH,
  print: FUNCTION,
  printErr: FUNCTION,
});

/**
 * Checks the options of open() for a plugin.
 * @param {unknown} given
 * @param {InterfaceEntry[]} interfaces of the app
 * @returns {PluginOptions} a copy, with defaults
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function checkPluginOptions(given, interfaces) {
  const options = readFields(given, { all: 'the options of open()', one: optionName, kinds: pluginKinds() });
  const sources = ['url', 'bytes', 'files'].filter((name) => options[name] !== undefined);
  if (sources.length !== 1)
    throw badOption(
      '',
      `open() was given ${sources.join(' and ') || 'neither url nor bytes nor files'}`,
      'pass one of url, bytes and files',
    );
  const found = interfaces.find(({ name }) => name === options.interface);
  if (!found)
    throw badOption(
      '',
      `the option "interface" is ${shown(options.interface)}, which is not an interface of this app`,
      suggest(
        String(options.interface),
        interfaces.map(({ name }) => name),
        'interfaces',
      ),
    );
  const defaults = { access: 'NONE', guarded: true, maxMemory: USUAL_MEMORY };
  return /** @type {PluginOptions} */ ({ ...defaults, ...options, interface: found });
}

/**
 * Checks the arguments for modules against the manifest. "main" names the main module whatever its target is called.
 * @param {LoadOptions['modules']} given by module name
 * @param {Manifest} manifest checked manifest
 * @returns {CheckedOptions['modules']} by the modules' names in the manifest, without prototype
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function checkModuleArguments(given, { main, modules }) {
  const read = readFields(given, { all: 'the option "modules"', one: optionName, others: ANYTHING });
  /** @type {CheckedOptions['modules']} */
  const checked = Object.create(null);
  for (const [asked, args] of Object.entries(read)) {
    const name = asked === 'main' ? main : asked;
    const entry = modules.find((each) => each.name === name);
    if (!entry)
      throw badOption(
        '',
        `the option "modules" names ${shown(name)}, which is not a module of the app`,
        suggest(
          name,
          modules.map((each) => each.name),
          'modules',
        ),
      );
    if (name in checked)
      throw badOption(name, 'has module arguments as "main" too', 'give them under one of the names');
    checked[name] = checkArguments(entry, args);
  }
  return checked;
}

/**
 * @param {ManifestEntry} entry
 * @param {unknown} given
 * @returns {ModuleArguments}
 */
function checkArguments({ name, kind }, given) {
  const kinds = { ...MODULE_ARGUMENTS, ...ARGUMENTS_BY_KIND[kind] };
  const one = (/** @type {string} */ field) => `its module argument ${field}`;
  const args = readFields(given, { module: name, all: 'its module arguments', one, kinds, others: ANYTHING });
  if (args.instantiateWasm && Object.hasOwn(STARTED_OTHERWISE, kind))
    throw badOption(name, 'its instantiateWasm would never be called', `leave it out: ${STARTED_OTHERWISE[kind]}`);
  return args;
}
