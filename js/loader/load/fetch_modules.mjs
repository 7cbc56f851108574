// Fetches, checks and compiles all files of a set of modules, in parallel.
/** @import { Program, ModuleRecord, VariantFile } from '../app/program.mjs' */
/** @import { VariantEntry } from '../manifest/manifest.mjs' */
/** @import { LoadContext, Progress } from './progress.mjs' */
import { ADAPTERS } from '../adapters/adapters.mjs';
import { untilAborted } from '../base/abort.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { chooseVariant } from '../wasm/features.mjs';
import { getOrCreate } from '../base/lazy_map.mjs';
import { compileFile } from '../files/files.mjs';
import { FUSED } from '../base/parts.mjs';
import { withTimeLimit } from '../base/time_limit.mjs';
import { describeFile, describeNoFile } from '../wasm/wasm_file.mjs';

/**
 * What the fetching of a module's files wants to know; module: its name; timeout: the option fetchTimeout.
 * @typedef {{ module: string, baseUrl: string, signal: AbortSignal | undefined, timeout: number | undefined,
 *   progress: Progress }} FetchContext
 */

/** @typedef {VariantEntry & { modules: string[] }} FusedEntry */

/**
 * Fills in record.files of each module; files that are there already are not fetched again.
 * If one fails, the other downloads are stopped.
 * @param {Program} program the app
 * @param {ModuleRecord[]} records
 * @param {LoadContext} context
 * @throws {WasmPseudoLinkError} ENGINE_TOO_OLD, FILE_MISSING, FILE_DAMAGED, COMPILE_FAILED, GLUE_FAILED, ABORTED
 */
export async function fetchModules(program, records, { signal, progress }) {
  const wanted = chooseFiles(
    program,
    records.filter((record) => !record.files),
  );
  for (const variant of new Set(wanted.map((each) => each.variant))) progress.expect(variant?.wasm.bytes ?? 0);
  const stop = new AbortController();
  try {
    const fetchOnce = oncePerFile((record, variant) =>
      compileFile(variant.wasm, fetchContext(program, record, { signal: stop.signal, progress })),
    );
    const work = wanted.map(({ record, variant }) => {
      const context = fetchContext(program, record, { signal: stop.signal, progress });
      const { fetch } = ADAPTERS[record.entry.kind];
      return Promise.all([variant && fetchOnce(record, variant), fetch(program, record, context)]);
    });
    const all = await untilAborted(Promise.all(work), signal);
    // No JavaScript is imported before every file has been checked.
    const imports = all.map(([, importScripts], index) =>
      importInTime(program, wanted[index].record, importScripts(), stop.signal),
    );
    const scripts = await untilAborted(Promise.all(imports), signal);
    wanted.forEach(({ record, variant }, index) => {
      record.setFiles({ ...filesOf(record, variant, all[index][0]), ...scripts[index] });
    });
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}

/**
 * An import fetches again what the engine has not kept.
 * @template T
 * @param {Program} program
 * @param {ModuleRecord} record
 * @param {Promise<T>} importing
 * @param {AbortSignal} stop
 */
function importInTime({ options: { fetchTimeout } }, { name }, importing, stop) {
  if (!fetchTimeout) return importing;
  const what = `its JavaScript was not imported within ${fetchTimeout} ms`;
  const late = () => new WasmPseudoLinkError('FILE_MISSING', name, what, 'look at the network, or raise fetchTimeout');
  return withTimeLimit(importing, fetchTimeout, late, stop);
}

/**
 * @param {Program} program
 * @param {ModuleRecord} record
 * @param {{ signal: AbortSignal, progress: Progress }} context
 * @returns {FetchContext}
 */
function fetchContext(program, record, { signal, progress }) {
  const { baseUrl, fetchTimeout: timeout } = program.options;
  return { module: record.name, baseUrl, signal, timeout, progress };
}

/**
 * @param {ModuleRecord} record
 * @param {VariantEntry | undefined} variant
 * @param {WebAssembly.Module | undefined} compiled undefined: without variant
 * @returns {VariantFile}
 */
function filesOf(record, variant, compiled) {
  if (!variant || !compiled) return describeNoFile(record.entry);
  const file = describeFile(compiled, variant.variant === 'fused' ? `${record.name}:` : '');
  return { ...file, variant: variant.variant, memories: variant.memories ?? [], url: variant.wasm.url };
}

/**
 * Modules that share a fused file share the promise of it.
 * @param {(record: ModuleRecord, variant: VariantEntry) => Promise<WebAssembly.Module>} fetchFile
 * @returns {typeof fetchFile}
 */
function oncePerFile(fetchFile) {
  const files = new Map();
  return (record, variant) => getOrCreate(files, variant, () => fetchFile(record, variant));
}

/**
 * Each module's variant; the fused one of main is also that of the sides in it.
 * @param {Program} program
 * @param {ModuleRecord[]} records
 */
function chooseFiles(program, records) {
  const chosen = records.map((record) => ({ record, variant: variantOf(program, record, records) }));
  const fused = /** @type {FusedEntry} */ (chosen.find(({ variant }) => variant?.variant === 'fused')?.variant);
  if (!FUSED || !fused) return chosen;
  return chosen.map(({ record, variant }) => ({
    record,
    variant: fused.modules.includes(record.name) ? fused : variant,
  }));
}

/**
 * Whether all modules of a fused file start together, as the build made them: none by a user's hook, none with an own
 * memory.
 * @param {Program} program
 * @param {FusedEntry} variant
 * @param {ModuleRecord[]} records
 */
function canStartFused(program, { modules }, records) {
  return modules.every((name) => {
    const { instantiateWasm, wasmMemory } = program.options.modules[name] ?? {};
    return records.some((record) => record.name === name) && !instantiateWasm && wasmMemory !== null;
  });
}

/**
 * Undefined for a module that has no wasm file of its own.
 * @param {Program} program
 * @param {ModuleRecord} record
 * @param {ModuleRecord[]} records
 */
function variantOf(program, { entry }, records) {
  if (entry.variants.length === 0) return undefined;
  const variants = entry.variants.filter((variant) =>
    FUSED && variant.variant === 'fused'
      ? canStartFused(program, /** @type {FusedEntry} */ (variant), records)
      : (variant.memories ?? []).every((name) => isMadeFirst(program, name)),
  );
  const variant = chooseVariant({ variants }, program.features, program.options.prefer);
  if (variant) return variant;
  throw new WasmPseudoLinkError(
    'ENGINE_TOO_OLD',
    entry.name,
    `this engine can run none of its variants ${entry.variants.map((item) => item.variant).join(', ')}`,
    'use a newer engine, or build the variant "portable" too',
  );
}

/**
 * Whether a module's memory is there before others are instantiated: not if its glue is to make it.
 * @param {Program} program
 * @param {string} name
 */
function isMadeFirst(program, name) {
  const record = program.record(name);
  if (record !== program.main) return true; // sides are instantiated before main
  return record.entry.memory.imported && program.options.modules[record.name]?.wasmMemory !== null;
}
