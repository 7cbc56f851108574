// load(): from a manifest to a running app.
/** @import { App, LoadOptions } from '../index.d.ts' */
/** @import { ModuleInstance, RbBridge } from '../app/module_instance.mjs' */
/** @import { ModuleRecord, OpenOptions, Owner } from '../app/program.mjs' */
/** @import { LoadContext } from './progress.mjs' */
/** @import { Manifest } from '../manifest/manifest.mjs' */
import { ADAPTERS } from '../adapters/adapters.mjs';
import { throwIfAborted, untilAborted } from '../base/abort.mjs';
import { badOption } from '../base/arguments.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { dictionary } from '../base/dictionary.mjs';
import { fetchModules } from './fetch_modules.mjs';
import { readManifest } from '../files/files.mjs';
import { checkImports } from './imports_check.mjs';
import { checkManifest } from '../manifest/manifest.mjs';
import { ModuleHandle } from '../app/module_handle.mjs';
import { closeCounted, openCounted } from '../app/open_close.mjs';
import { ADDRESS, checkModuleArguments, checkOpening, checkOptions, checkPluginOptions } from './options.mjs';
import { isOfKind, shown } from '../base/kinds.mjs';
import { isObject } from '../base/predicates.mjs';
import { LAZY_SIDES, LOOKUPS, MANIFESTS, PLUGINS, leftOut } from '../base/parts.mjs';
import { openPlugin } from '../plugins/open_plugin.mjs';
import { Program, setPluginOpener } from '../app/program.mjs';
import { Progress } from './progress.mjs';
import { createRbBridge } from '../rb/rb_bridge.mjs';
import { runMain } from './run_main.mjs';
import { inDependencyOrder, startModules } from './start_modules.mjs';

/**
 * Loads the modules of an app, joins them and runs main(). Static sides and main are fetched in parallel; lazy sides
 * wait for open(). If anything fails nothing is left behind.
 *
 * @param {object | string | URL} manifest the parsed manifest, or its address
 * @param {LoadOptions} options
 * @param {Partial<LoadOptions>} [defaults] options of app.mjs, where the user gives none
 * @returns {Promise<App>}
 * @throws {WasmPseudoLinkError} see ERROR_CODES
 * @example
 * const onProgress = ({ stage, module }) => console.log(stage, module);
 * const app = await load(manifest, { helpers, baseUrl: import.meta.url, onProgress });
 * app.main.exports.step();
 */
export async function load(manifest, options, defaults) {
  const checked = checkOptions(options, defaults);
  throwIfAborted(checked.signal);
  const { parsed, baseUrl } = await checkedManifest(manifest, checked);
  const modules = checkModuleArguments(checked.modules, parsed);
  const program = new Program(
    parsed,
    { ...checked, baseUrl, modules },
    LOOKUPS ? createRbBridge : refuseLookups,
    LAZY_SIDES ? openLazy : null,
  );
  if (PLUGINS && parsed.interfaces) setPluginOpener(program, (given, owner) => openWithOptions(program, given, owner));
  for (const record of program.records.values()) record.setHandle(new ModuleHandle(program, record));
  const context = { signal: checked.signal, progress: new Progress(checked.onProgress) };
  await startApp(program, context);
  context.progress.report('ready', program.main.name);
  return publicApp(program);
}

/** @type {(program: Program, self: ModuleInstance) => RbBridge} */
const refuseLookups = (_program, self) => () => {
  throw leftOut(self.name, 'rbBridge');
};

/**
 * With what its addresses are relative to. The manifest of app.mjs was checked when it was built.
 * @param {object | string | URL} manifest
 * @param {ReturnType<typeof checkOptions>} options
 */
async function checkedManifest(manifest, options) {
  const { baseUrl } = options;
  if (!MANIFESTS) return { parsed: /** @type {Manifest} */ (manifest), baseUrl };
  const isAddress = isOfKind(manifest, ADDRESS);
  if (options.manifestIntegrity && !isAddress) throw integrityOfNothing();
  const url = isAddress ? manifestUrl(/** @type {string | URL} */ (manifest), baseUrl) : null;
  const parsed = url ? await fetchManifest(url, options) : manifest;
  return { parsed: checkManifest(parsed, Object.keys(ADAPTERS), ADAPTERS), baseUrl: url?.href ?? baseUrl };
}

/**
 * @param {string | URL} manifest
 * @param {string} baseUrl
 */
function manifestUrl(manifest, baseUrl) {
  try {
    return new URL(manifest, baseUrl);
  } catch (error) {
    throw badOption('', `the manifest's address is ${shown(manifest)}, which is not a URL`, 'pass its URL', error);
  }
}

function integrityOfNothing() {
  return badOption(
    '',
    'the option "manifestIntegrity" needs the manifest\'s address',
    'pass its URL, or leave the option out',
  );
}

/**
 * @param {URL} url
 * @param {ReturnType<typeof checkOptions>} options
 */
async function fetchManifest(url, options) {
  const { manifestIntegrity, signal, fetchTimeout: timeout } = options;
  return untilAborted(readManifest(url, manifestIntegrity, { signal, timeout }), signal);
}

/**
 * @param {Program} program
 * @param {LoadContext} context
 */
async function startApp(program, context) {
  try {
    const records = [...program.records.values()].filter((record) => !record.entry.lazy);
    inDependencyOrder(program, records);
    await fetchModules(program, records, context);
    checkImports(program, records);
    await startModules(program, records, context);
    await runMain(program, context);
  } catch (error) {
    program.end(error); // constructors and main may have opened lazy sides
    throw error;
  }
}

/**
 * Starts a lazy side, and the closed lazy sides that it imports from.
 * @param {Program} program
 * @param {ModuleRecord[]} records the side that was asked for is the first
 * @param {OpenOptions} options
 */
async function openLazy(program, records, { signal, onProgress }) {
  const progress = new Progress(onProgress ?? program.options.onProgress);
  await fetchModules(program, records, { signal, progress });
  checkImports(program, records);
  await startModules(program, records, { signal, progress });
  progress.report('ready', records[0].name);
}

/**
 * @param {Program} program
 * @returns {App}
 */
function publicApp(program) {
  const records = [...program.records.values()];
  const variants = records.map((record) => record.files?.variant);
  const variant = /** @type {const} */ (['fused', 'direct']).find((name) => variants.includes(name)) ?? 'portable';
  const app = {
    ...appParts(program),
    main: program.main.handle,
    modules: Object.freeze(dictionary(records.map((record) => [record.name, record.handle]))),
    open: (/** @type {string} */ name, /** @type {OpenOptions} */ options) => openByName(program, name, options),
    close: (/** @type {string} */ name) => {
      checkOpening(name, 'close');
      return closeCounted(program, program.record(name), null);
    },
    variant,
    bridge: program.bridgeKind,
    memoryCopyFrom: program.bridgeKind === 'bridge' || variant !== 'portable' ? program.memoryCopyFrom : null,
  };
  if (PLUGINS) Object.defineProperty(app, 'modules', { get: () => handlesOf(program), enumerable: true });
  return /** @type {App} */ (Object.freeze(app));
}

/**
 * Of all modules that there are now: plugins come and go.
 * @param {Program} program
 */
function handlesOf({ records }) {
  return Object.freeze(dictionary(Array.from(records.values(), ({ name, handle }) => [name, handle])));
}

/**
 * What adapters tell about an app that has modules of their kind, under the kind's name.
 * @param {Program} program
 */
function appParts(program) {
  const kinds = new Set([...program.records.values()].map((record) => record.entry.kind));
  const parts = [...kinds].map((kind) => [kind, ADAPTERS[kind].appPart?.(program)]);
  return Object.fromEntries(parts.filter(([, part]) => part));
}

/**
 * Opens a plugin.
 * @param {Program} program
 * @param {unknown} options as the user gave them
 * @param {Owner} owner
 */
async function openWithOptions(program, options, owner) {
  return openPlugin(program, checkPluginOptions(options, program.manifest.interfaces ?? []), owner);
}

/**
 * Opens a lazy side and resolves to its handle; each open needs its own close.
 * @param {Program} program
 * @param {string} name
 * @param {OpenOptions} [options]
 * @throws {WasmPseudoLinkError} BAD_OPTION, UNKNOWN_MODULE, NOT_LAZY and whatever loading may throw
 */
async function openByName(program, name, options) {
  if (PLUGINS && program.manifest.interfaces && isObject(name))
    return program.record((await openWithOptions(program, name, null)).name).handle;
  const checked = checkOpening(name, 'open', options);
  const record = program.record(name);
  if (LAZY_SIDES && record.entry.lazy) {
    await openCounted(program, name, null, checked);
    return record.handle;
  }
  throw new WasmPseudoLinkError(
    'NOT_LAZY',
    record.name,
    'is there as long as main and cannot be opened',
    'use app.modules, or list it in LAZY_SIDES',
  );
}
