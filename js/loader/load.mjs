// load(): from a manifest to a running app.
import { ADAPTERS } from './adapters/adapters.mjs';
import { throwIfAborted, untilAborted } from './abort.mjs';
import { WasmPseudoLinkError } from './errors.mjs';
import { fetchModules } from './fetch_modules.mjs';
import { readManifest } from './files.mjs';
import { checkImports } from './imports_check.mjs';
import { checkManifest, importedModules } from './manifest.mjs';
import { ModuleHandle } from './module_handle.mjs';
import { closeCounted, openCounted } from './open_close.mjs';
import { checkModuleArguments, checkOptions } from './options.mjs';
import { LAZY_SIDES, MANIFESTS } from './parts.mjs';
import { Program } from './program.mjs';
import { Progress } from './progress.mjs';
import { runMain } from './run_main.mjs';
import { inDependencyOrder, startModules } from './start_modules.mjs';

/**
 * Loads the modules of an app, joins them and runs main(). Static sides and main are fetched in parallel; lazy sides
 * wait for open(). If anything fails nothing is left behind.
 *
 * @param {object | string | URL} manifest the parsed manifest, or its address
 * @param {object} options
 * @param {(event: { stage: string, module: string, loadedBytes: number, totalBytes: number }) => void}
 *   [options.onProgress]
 * @param {AbortSignal} [options.signal] ends loading with code ABORTED until main starts
 * @param {Record<string, object>} [options.modules] Emscripten module arguments by module name; main's `arguments`
 *   are argv
 * @param {string} [options.prefer] best variant to take: "fused", "direct" or "portable"; by default the best that the
 *   engine can run
 * @param {'bridge' | 'bridge_fb'} [options.bridge] forces one way of copying, for tests
 * @param {number} [options.memoryCopyFrom] forces the size in bytes from which on copies by multi-memory go by memory.copy,
 *   smaller ones by a loop; by default what is faster in the engine
 * @param {string | URL} [options.baseUrl] what the manifest's addresses are relative to
 * @param Record<'accessor' | 'blocks' | 'bridge' | 'bridge_fb', Uint8Array>} options.helpers app.mjs passes these
 * @param {string} [options.manifestIntegrity] expected hash of the manifest, if it is given as an address
 * @param {number} [options.hookTimeout] milliseconds that a user's own instantiateWasm may take, and a
 *   module's JavaScript to start it, 30000 by default
 * @returns {Promise<{ main: ModuleHandle, modules: Record<string, ModuleHandle>, open: Function, close: Function,
 *   variant: string, bridge: string, memoryCopyFrom: number | null }>}
 * @throws {WasmPseudoLinkError} see ERROR_CODES
 * @example
 * const onProgress = ({ stage, module }) => console.log(stage, module);
 * const app = await load(manifest, { helpers, baseUrl: import.meta.url, onProgress });
 * app.main.exports.step();
 */
export async function load(manifest, options = {}) {
  const checked = checkOptions(options);
  throwIfAborted(checked.signal);
  const parsed = await checkedManifest(manifest, checked);
  checkModuleArguments(checked, parsed);
  const program = new Program(parsed, checked);
  if (LAZY_SIDES) program.openLazy = (record, openOptions) => openLazy(program, record, openOptions);
  for (const record of program.records.values()) record.handle = new ModuleHandle(program, record);
  const context = { signal: checked.signal, progress: new Progress(checked.onProgress) };
  await startApp(program, context);
  context.progress.report('ready', program.main.name);
  return publicApp(program);
}

/** The manifest of app.mjs was checked when it was built. */
async function checkedManifest(manifest, options) {
  if (options.manifestIntegrity && !isAddress(manifest)) throw integrityOfNothing();
  if (!MANIFESTS) return manifest;
  const parsed = isAddress(manifest) ? await fetchManifest(manifest, options) : manifest;
  return checkManifest(parsed, Object.keys(ADAPTERS), ADAPTERS);
}

const isAddress = (manifest) => MANIFESTS && (typeof manifest === 'string' || manifest instanceof URL);

function integrityOfNothing() {
  return new WasmPseudoLinkError(
    'BAD_OPTION',
    '',
    'the option "manifestIntegrity" needs the manifest\'s address',
    'pass its URL, or leave the option out',
  );
}

async function fetchManifest(address, options) {
  const url = new URL(address, options.baseUrl);
  options.baseUrl = url.href;
  return untilAborted(readManifest(url, options.manifestIntegrity, options.signal), options.signal);
}

async function startApp(program, context) {
  const records = [...program.records.values()].filter((record) => !record.entry.lazy);
  inDependencyOrder(program, records);
  await fetchModules(program, records, context);
  checkImports(program, records);
  await startModules(program, records, context);
  try {
    await runMain(program, context);
  } catch (error) {
    for (const record of program.records.values()) program.dropInstance(record);
    throw error;
  }
}

/** Opens a lazy side, and the lazy sides that it imports from, which stay open as long as it is. */
async function openLazy(program, record, { signal, onProgress } = {}) {
  const records = closedRecords(program, record);
  const progress = new Progress(onProgress ?? program.options.onProgress);
  const work = (async () => {
    await fetchModules(program, records, { signal, progress });
    checkImports(program, records);
    await startModules(program, records, { signal, progress });
    progress.report('ready', record.name);
  })();
  for (const each of records) each.opening = work;
  try {
    await work;
  } finally {
    for (const each of records) each.opening = null;
  }
}

function closedRecords(program, record, found = []) {
  if (record.instance || found.includes(record)) return found;
  found.push(record);
  for (const name of importedModules(record.entry)) closedRecords(program, program.records.get(name), found);
  return found;
}

function publicApp(program) {
  const handles = [...program.records.values()].map((record) => [record.name, record.handle]);
  const variants = [...program.records.values()].map((record) => record.files?.variant);
  const variant = ['fused', 'direct'].find((name) => variants.includes(name)) ?? 'portable';
  return Object.freeze({
    ...appParts(program),
    main: program.main.handle,
    modules: Object.freeze(Object.fromEntries(handles)),
    open: (name, options) => openByName(program, name, options),
    close: (name) => closeCounted(program, program.record(name)),
    variant,
    bridge: program.bridgeKind,
    memoryCopyFrom: program.bridgeKind === 'bridge' || variant !== 'portable' ? program.memoryCopyFrom : null,
  });
}

/** What adapters tell about an app that has modules of their kind, under the kind's name. */
function appParts(program) {
  const kinds = new Set([...program.records.values()].map((record) => record.entry.kind));
  const parts = [...kinds].map((kind) => [kind, ADAPTERS[kind].appPart?.(program)]);
  return Object.fromEntries(parts.filter(([, part]) => part));
}

/**
 * Opens a lazy side and resolves to its handle; each open needs its own close.
 * @throws {WasmPseudoLinkError} UNKNOWN_MODULE, NOT_LAZY and whatever loading may throw
 */
async function openByName(program, name, options = {}) {
  const record = program.record(name);
  if (LAZY_SIDES && record.entry.lazy) {
    await openCounted(program, name, options);
    return record.handle;
  }
  throw new WasmPseudoLinkError(
    'NOT_LAZY',
    record.name,
    'is there as long as main and cannot be opened',
    'use app.modules, or list it in LAZY_SIDES',
  );
}
