// Checks the options of load() before anything happens.
import { EmbeddedHelpers } from './embedded_helpers.mjs';
import { WasmPseudoLinkError } from './errors.mjs';
import { BINDGEN, DOTNET, JAVASCRIPT } from './parts.mjs';
import { suggest } from './suggest.mjs';
import { isCount, isObject } from './type_checks.mjs';

const isFunction = (value) => typeof value === 'function';
const isString = (value) => typeof value === 'string';
const isU32 = (value) => isCount(value) && value <= 0xffffffff;
const isBytes = (value) => value instanceof Uint8Array;
const areHelpers = (value) =>
  value instanceof EmbeddedHelpers ||
  (isObject(value) && ['accessor', 'blocks', 'bridge', 'bridge_fb'].every((name) => isBytes(value[name])));

/** Each option: what is accepted, and how it is called in the error. */
const RULES = Object.freeze({
  onProgress: [isFunction, 'a function'],
  signal: [(value) => isObject(value) && isFunction(value.addEventListener), 'an AbortSignal'],
  modules: [isObject, 'an object of module arguments by module name'],
  prefer: [isString, 'the name of a variant, such as "portable"'],
  bridge: [(value) => value === 'bridge' || value === 'bridge_fb', '"bridge" or "bridge_fb"'],
  memoryCopyFrom: [isU32, 'a whole number of bytes from 0 to 4294967295'],
  baseUrl: [(value) => isString(value) || value instanceof URL, 'an absolute URL'],
  helpers: [areHelpers, 'an object of Uint8Arrays accessor, blocks, bridge and bridge_fb'],
  manifestIntegrity: [(value) => isString(value) && value.startsWith('sha384-'), 'a hash "sha384-<base64>"'],
  hookTimeout: [(value) => Number.isFinite(value) && value > 0, 'a positive number of milliseconds'],
});

/** Kinds of modules that nobody's instantiateWasm can start, and why. */
const STARTED_OTHERWISE = Object.freeze({
  ...(BINDGEN ? { bindgen: 'the init function of its JavaScript instantiates it' } : {}),
  ...(DOTNET ? { dotnet: 'the .NET runtime loads it' } : {}),
  ...(JAVASCRIPT ? { javascript: 'a JavaScript main has no wasm file' } : {}),
});

function badOption(module, what, remedy) {
  return new WasmPseudoLinkError('BAD_OPTION', module, what, remedy);
}

/**
 * Checks the options as such.
 * @param {object} options as the user gave them
 * @returns {object} a copy with defaults: baseUrl as a string, hookTimeout in milliseconds
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function checkOptions(options) {
  if (!isObject(options)) throw badOption('', 'the options are no object', 'pass an object, or nothing');
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(RULES, name))
      throw badOption('', `load() has no option "${name}"`, suggest(name, Object.keys(RULES), 'options'));
    if (value !== undefined && !RULES[name][0](value))
      throw badOption('', `the option "${name}" is not ${RULES[name][1]}`, 'see the documentation of load()');
  }
  if (!options.helpers)
    throw badOption(
      '',
      'the option "helpers" is missing',
      'import createApp from the app.mjs that the build made, which passes them',
    );
  return { hookTimeout: 30000, modules: {}, ...options, baseUrl: checkBaseUrl(options.baseUrl) };
}

function checkBaseUrl(baseUrl) {
  const base = baseUrl ?? globalThis.location?.href;
  try {
    return new URL(base, globalThis.location?.href).href;
  } catch {
    throw badOption(
      '',
      `the option "baseUrl" is ${JSON.stringify(baseUrl)}, which is no absolute URL`,
      'pass import.meta.url, or the address of the folder with a slash at its end',
    );
  }
}

/**
 * Checks the arguments for modules against the manifest. "main" names the main module whatever its target is called.
 * @param {object} options checked options; its modules are keyed by their names in the manifest afterwards
 * @param {object} manifest checked manifest
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function checkModuleArguments(options, manifest) {
  const names = manifest.modules.map((entry) => entry.name);
  options.modules = { ...options.modules };
  if (options.modules.main) options.modules[manifest.main] = options.modules.main;
  if (manifest.main !== 'main') delete options.modules.main;
  for (const [name, args] of Object.entries(options.modules)) {
    if (!names.includes(name))
      throw badOption(
        '',
        `the option "modules" names "${name}", which is no module of the app`,
        suggest(name, names, 'modules'),
      );
    if (!isObject(args))
      throw badOption(name, 'its module arguments are no object', 'pass an object such as { print: console.log }');
    if (args.instantiateWasm !== undefined && !isFunction(args.instantiateWasm))
      throw badOption(
        name,
        'its instantiateWasm is no function',
        'pass instantiateWasm(imports, done), or leave it out',
      );
    if (BINDGEN || DOTNET || JAVASCRIPT) checkStarter(manifest.modules.find((entry) => entry.name === name), args);
    const { wasmMemory } = args;
    if (wasmMemory !== undefined && wasmMemory !== null && !(wasmMemory instanceof WebAssembly.Memory))
      throw badOption(
        name,
        'its wasmMemory is no WebAssembly.Memory',
        'pass a memory, null to let the glue make it, or leave it out',
      );
  }
}

function checkStarter({ name, kind }, { instantiateWasm }) {
  if (instantiateWasm && Object.hasOwn(STARTED_OTHERWISE, kind))
    throw badOption(name, 'its instantiateWasm would never be called', `leave it out: ${STARTED_OTHERWISE[kind]}`);
}
