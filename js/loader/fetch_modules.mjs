// Fetches, checks and compiles all files of a set of modules, in parallel.
import { ADAPTERS } from './adapters/adapters.mjs';
import { untilAborted } from './abort.mjs';
import { WasmPseudoLinkError } from './errors.mjs';
import { chooseVariant } from './features.mjs';
import { compileFile } from './files.mjs';
import { FUSED } from './parts.mjs';
import { describeFile, describeNoFile } from './wasm_file.mjs';

/**
 * Fills in record.files of each module; files that are there already are not fetched again.
 * If one fails, the other downloads are stopped.
 * @param {object} program the app
 * @param {object[]} records
 * @param {{ signal: AbortSignal | undefined, progress: object }} context
 * @throws {WasmPseudoLinkError} ENGINE_TOO_OLD, FILE_MISSING, FILE_DAMAGED, COMPILE_FAILED, GLUE_FAILED, ABORTED
 */
export async function fetchModules(program, records, { signal, progress }) {
  const wanted = chooseFiles(program, records.filter((record) => !record.files));
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
    const scripts = await untilAborted(Promise.all(all.map(([, importScripts]) => importScripts())), signal);
    wanted.forEach(({ record, variant }, index) => {
      record.files = { ...filesOf(record, variant, all[index][0]), ...scripts[index] };
    });
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}

function fetchContext(program, record, { signal, progress }) {
  return { module: record.name, baseUrl: program.options.baseUrl, signal, progress };
}

function filesOf(record, variant, compiled) {
  if (!variant) return describeNoFile(record.entry);
  const file = describeFile(compiled, variant.variant === 'fused' ? `${record.name}:` : '');
  return { ...file, variant: variant.variant, memories: variant.memories ?? [] };
}

/** Modules that share a fused file share the promise of it. */
function oncePerFile(fetchFile) {
  const files = new Map();
  return (record, variant) => {
    if (!files.has(variant)) files.set(variant, fetchFile(record, variant));
    return files.get(variant);
  };
}

/** Each module's variant; the fused one of main is also that of the sides in it. */
function chooseFiles(program, records) {
  const chosen = records.map((record) => ({ record, variant: variantOf(program, record, records) }));
  const fused = chosen.find(({ variant }) => variant?.variant === 'fused')?.variant;
  if (!FUSED || !fused) return chosen;
  return chosen.map(({ record, variant }) => ({ record, variant: fused.modules.includes(record.name) ? fused : variant }));
}

/** Whether all modules of a fused file start together, as the build made them: none by a user's hook, none with an own memory. */
function canStartFused(program, { modules }, records) {
  return modules.every((name) => {
    const { instantiateWasm, wasmMemory } = program.options.modules[name] ?? {};
    return records.some((record) => record.name === name) && !instantiateWasm && wasmMemory !== null;
  });
}

/** Undefined for a module that has no wasm file of its own. */
function variantOf(program, { entry }, records) {
  if (entry.variants.length === 0) return undefined;
  const variants = entry.variants.filter((variant) =>
    FUSED && variant.variant === 'fused' ? canStartFused(program, variant, records) : (variant.memories ?? []).every((name) => isMadeFirst(program, name)));
  const variant = chooseVariant({ variants }, program.features, program.options.prefer);
  if (variant) return variant;
  throw new WasmPseudoLinkError(
    'ENGINE_TOO_OLD',
    entry.name,
    `this engine can run none of its variants ${entry.variants.map((item) => item.variant).join(', ')}`,
    'use a newer engine, or build the variant "portable" too',
  );
}

/** Whether a module's memory is there before others are instantiated: not if its glue is to make it. */
function isMadeFirst(program, name) {
  const record = program.record(name);
  if (record !== program.main) return true; // sides are instantiated before main
  return record.entry.memory.imported && program.options.modules[record.name]?.wasmMemory !== null;
}
