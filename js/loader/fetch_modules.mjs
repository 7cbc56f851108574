// Fetches, checks and compiles all files of a set of modules, in parallel.
import { untilAborted } from './abort.mjs';
import { WasmPseudoLinkError } from './errors.mjs';
import { chooseVariant } from './features.mjs';
import { checkScript, compileFile, importGlue } from './files.mjs';

/**
 * Fills in record.files of each module; files that are there already are not fetched again.
 * If one fails, the other downloads are stopped.
 * @param {object} program the app
 * @param {object[]} records
 * @param {{ signal: AbortSignal | undefined, progress: object }} context
 * @throws {WasmPseudoLinkError} ENGINE_TOO_OLD, FILE_MISSING, FILE_DAMAGED, COMPILE_FAILED, GLUE_FAILED, ABORTED
 */
export async function fetchModules(program, records, { signal, progress }) {
  const wanted = records
    .filter((record) => !record.files)
    .map((record) => ({ record, variant: variantOf(program, record) }));
  for (const { record, variant } of wanted) progress.expect(variant.wasm.bytes + (record.entry.glue?.bytes ?? 0));
  const stop = new AbortController();
  try {
    const work = wanted.map(({ record, variant }) =>
      fetchModule(program, record, variant, { signal: stop.signal, progress }),
    );
    const all = await untilAborted(Promise.all(work), signal);
    const factories = await untilAborted(
      Promise.all(all.map(({ record, script }) => script && importGlue(script, record.name))),
      signal,
    );
    all.forEach(({ record, compiled, variant }, index) => {
      record.files = { compiled, variant: variant.variant, memories: variant.memories ?? [], factory: factories[index] };
    });
  } catch (error) {
    stop.abort(error);
    throw error;
  }
}

async function fetchModule(program, record, variant, { signal, progress }) {
  const context = { module: record.name, baseUrl: program.options.baseUrl, signal, progress };
  const { glue } = record.entry;
  const [compiled, script] = await Promise.all([
    compileFile(variant.wasm, context),
    glue ? checkScript(glue, context) : null,
  ]);
  return { record, compiled, script, variant };
}

function variantOf(program, { entry }) {
  const variants = entry.variants.filter(({ memories = [] }) => memories.every((name) => isMadeFirst(program, name)));
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
