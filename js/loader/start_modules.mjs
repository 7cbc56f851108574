// Starts a set of modules: memories, glue, instantiation in dependency order, constructors.
import { ADAPTERS } from './adapters/adapters.mjs';
import { throwIfAborted, untilAborted } from './abort.mjs';
import { WasmPseudoLinkError, textOf } from './errors.mjs';
import { putExitCodeBack, readExitCode } from './exit_code.mjs';
import { guardForModule } from './guard.mjs';
import { HOST_MODULE, hostImports } from './helpers.mjs';
import { MEMORY_MODULE, checkImportObject, isOwnMemory } from './imports_check.mjs';
import { importedModules } from './manifest.mjs';
import { createMemory, isOutOfMemory, outOfMemories } from './memories.mjs';
import { createLink } from './module_link.mjs';
import { FUSED } from './parts.mjs';
import { countFrames } from './rb_lookup.mjs';
import { runUserHook } from './user_hook.mjs';
import { ownInstance } from './wasm_file.mjs';

/**
 * Starts modules up to and including their constructors. After a failure nothing of them is left.
 * @param {object} program the app
 * @param {object[]} records modules that are fetched and checked; main and static sides, or lazy sides
 * @param {{ signal: AbortSignal | undefined, progress: object }} context
 * @throws {WasmPseudoLinkError} OUT_OF_MEMORIES, GLUE_FAILED, IMPORTS_UNRESOLVED, LINK_FAILED, HOOK_FAILED,
 *   CONSTRUCTOR_FAILED, ABORTED
 */
export async function startModules(program, records, { signal, progress }) {
  const stop = new AbortController(); // ends what is still waiting, such as a user's hook, when another module fails
  const context = { signal, progress, stop: stop.signal };
  const ordered = inDependencyOrder(program, records);
  try {
    for (const record of ordered) createParts(program, record);
    const starts = new Map();
    const beginAll = (some) => some.forEach((record) => starts.set(record, begin(program, record)));
    const withMain = ordered.filter((record) => isInFileOfMain(program, record));
    const apart = ordered.filter((record) => !withMain.includes(record));
    beginAll(apart);
    await instantiateAll(program, apart, starts, context);
    if (withMain.length > 0) {
      // Main comes last: its imports from sides, memories among them, are all there by now.
      beginAll(withMain);
      await untilAborted(instantiateFileOfMain(program, withMain, starts, context), signal);
      await construct(program, program.main, starts.get(program.main), context);
    }
    for (const record of ordered) {
      if (record !== program.main) await construct(program, record, starts.get(record), context);
    }
  } catch (error) {
    stop.abort(error);
    for (const record of ordered.reverse()) program.dropInstance(record);
    throw error;
  }
}

/**
 * Sorts records so that each comes after those whose functions it imports; main is last.
 * @param {object} program the app
 * @param {object[]} records
 * @returns {object[]}
 */
export function inDependencyOrder(program, records) {
  const ordered = [];
  const visit = (record, path) => {
    if (ordered.includes(record) || !records.includes(record)) return;
    if (path.includes(record)) throw cycle([...path.slice(path.indexOf(record)), record]);
    for (const name of importedModules(record.entry)) visit(program.records.get(name), [...path, record]);
    ordered.push(record);
  };
  for (const record of records) if (record !== program.main) visit(record, []);
  visit(program.main, []);
  return ordered;
}

function cycle(path) {
  return new WasmPseudoLinkError(
    'MANIFEST_INVALID',
    '',
    `modules import from each other in a cycle: ${path.map((record) => record.name).join(' -> ')}`,
    'replace one of the direct calls by a callback or a lookup at run time',
  );
}

function createParts(program, record) {
  const instance = program.createInstance(record);
  instance.variant = record.files.variant;
  const args = program.options.modules[record.name] ?? {};
  if (args.wasmMemory) instance.memory = args.wasmMemory;
  else if (record.entry.memory.imported && args.wasmMemory !== null) instance.memory = createMemory(record.entry);
}

function begin(program, record) {
  const { instance } = record;
  const args = program.options.modules[record.name] ?? {};
  const link = createLink(program, instance);
  const start = ADAPTERS[record.entry.kind].start({ program, record, instance, link, args });
  // Either may fail before anybody waits for it: while the modules start that this one imports from, or never, if another cannot begin.
  for (const promise of [start.imports, start.ready]) promise.catch(() => {});
  return start;
}

/** Each module is instantiated as soon as those are that it imports from. */
async function instantiateAll(program, records, starts, context) {
  const done = new Map();
  for (const record of records) {
    const needs = importedModules(record.entry).map((name) => done.get(program.records.get(name)));
    const work = Promise.all(needs).then(() => instantiate(program, record, starts.get(record), context));
    work.catch(() => {});
    done.set(record, work);
  }
  await untilAborted(Promise.all(done.values()), context.signal);
}

async function instantiate(program, record, start, context) {
  const { instance } = record;
  const imports = await gatherImports(program, record, start, context);
  const hook = program.options.modules[record.name]?.instantiateWasm;
  const wasm = await (start.instantiate
    ? start.instantiate(imports)
    : hook
      ? runUserHook(instance, hook, imports, program.options.hookTimeout, context.stop)
      : instantiateFile(program, record, imports));
  if (record.instance !== instance) return; // another module failed in the meantime
  adoptInstance(program, record, start, wasm, context);
}

/** Main, or the fused file of main and static sides, which is instantiated once with the imports of all. */
async function instantiateFileOfMain(program, records, starts, context) {
  const { main } = program;
  if (!FUSED || records.length === 1) return instantiate(program, main, starts.get(main), context);
  const { instance } = main;
  const gathered = records.map((record) => gatherImports(program, record, starts.get(record), context));
  const namespaces = (await Promise.all(gathered)).map((imports, index) => withPrefix(imports, records[index].files.prefix));
  const wasm = await instantiateFile(program, main, Object.assign(hostImports(program.memoryCopyFrom), ...namespaces));
  if (main.instance !== instance) return undefined;
  for (const record of records) adoptInstance(program, record, starts.get(record), ownInstance(wasm, record), context);
  return undefined;
}

const withPrefix = (imports, prefix) =>
  Object.fromEntries(Object.entries(imports).map(([module, names]) => [prefix + module, names]));

function isInFileOfMain(program, record) {
  const { files } = record;
  return record === program.main || (FUSED && files.compiled !== null && files.compiled === program.main.files?.compiled);
}

/** The complete import object of a module: its glue's, and what other modules give. */
async function gatherImports(program, record, start, context) {
  const glueImports = await start.imports;
  throwIfAborted(context.signal);
  const imports = { ...glueImports, ...foreignImports(program, record), ...foreignMemories(program, record) };
  if (record.files.imports.some(({ module }) => module === HOST_MODULE))
    Object.assign(imports, hostImports(program.memoryCopyFrom));
  if (!record.instance.memory) adoptMemory(record, glueImports);
  addForgottenMemory(record, imports);
  if (!start.instantiate) checkImportObject(record, imports);
  return imports;
}

function adoptInstance(program, record, start, wasm, context) {
  const { instance, files } = record;
  instance.exports = wasm.exports;
  ADAPTERS[record.entry.kind].complete(instance);
  instance.state = 'instantiated';
  if (instance.stackSave) program.addLive(instance);
  context.progress.report('instantiate', record.name);
  start.finishNow = () => start.finish(wasm, files.compiled);
}

/** A memory that the glue made itself. */
function adoptMemory({ instance, files, entry }, imports) {
  const wanted = files.imports.find((item) => isOwnMemory(entry, item));
  if (wanted) instance.memory = imports[wanted.module]?.[wanted.name] ?? null;
}

/** emcc leaves the memory out of its import object where the module itself never reads or writes it, but copies still do. */
function addForgottenMemory({ instance, files, entry }, imports) {
  for (const item of files.imports) {
    const { module, name } = item;
    if (!isOwnMemory(entry, item) || imports[module]?.[name] || !instance.memory) continue;
    imports[module] = { ...imports[module], [name]: instance.memory };
  }
}

/** The exports of other modules that a module imports, by module name. */
function foreignImports(program, record) {
  const namespaces = {};
  for (const [from, functions] of Object.entries(record.entry.imports)) {
    const otherRecord = program.records.get(from);
    const other = otherRecord.instance;
    if (!other?.exports && otherRecord.files?.compiled !== record.files.compiled)
      throw new WasmPseudoLinkError(
        'NOT_READY',
        record.name,
        `imports from ${from}, which is not instantiated`,
        'open it first',
      );
    namespaces[from] = {};
    for (const name of Object.keys(functions)) {
      const make = () => foreignFunction(program, record.instance, other, name);
      // In a fused file the other one is not there yet, and what is left to import from it is guarded.
      namespaces[from][name] = !FUSED || other.exports ? make() : atFirstCall(make);
    }
  }
  return namespaces;
}

/** The memories of other modules that a direct file reads and writes by itself. */
function foreignMemories(program, { files }) {
  if (files.memories.length === 0) return {};
  const memories = files.memories.map((name) => [name, program.record(name).instance?.requireMemory()]);
  return { [MEMORY_MODULE]: Object.fromEntries(memories) };
}

function atFirstCall(make) {
  let func = null;
  return (...args) => (func ??= make())(...args);
}

function foreignFunction(program, self, other, name) {
  const signature = other.entry.exports[name];
  const guarded = other.entry.guarded
    ? guardForModule(program, other, name, other.exports[name], signature, self)
    : other.exportFor(self, name);
  const suspending = [self, other].filter((instance) => instance.entry.asyncify || instance.runtime?.asyncify);
  return suspending.length > 0 ? countFrames(suspending, guarded) : guarded;
}

async function instantiateFile(program, { name, files, instance }, imports) {
  try {
    return await WebAssembly.instantiate(files.compiled, imports);
  } catch (error) {
    if (isOutOfMemory(error)) throw outOfMemories(name, error);
    if (!(error instanceof WebAssembly.LinkError || error instanceof TypeError))
      throw constructorFailed(name, `while it was instantiated, it ${program.describe(instance, error).what}`, error);
    throw new WasmPseudoLinkError(
      'LINK_FAILED',
      name,
      `the engine refuses its imports (${textOf(error)})`,
      'build the modules against the same API headers, and serve the files of one build',
      { cause: error },
    );
  }
}

/** Lets the factory go on: it runs the module's constructors and resolves. */
async function construct(program, record, start, { signal, progress }) {
  const { instance } = record;
  throwIfAborted(signal);
  progress.report('constructors', record.name);
  instance.state = 'constructing';
  const exitCode = readExitCode();
  try {
    start.finishNow();
    instance.module = await untilAborted(start.ready, signal);
  } catch (error) {
    putExitCodeBack(exitCode);
    if (error instanceof WasmPseudoLinkError) throw error;
    throw constructorFailed(
      record.name,
      `while its constructors and start hooks ran, it ${program.describe(instance, error).what}`,
      error,
    );
  }
  if (instance.state !== 'constructing') throw constructorFailed(record.name, instance.failure);
  instance.restingStack = instance.runtime.stackSave();
  instance.state = 'ready';
}

function constructorFailed(name, what, cause) {
  return new WasmPseudoLinkError(
    'CONSTRUCTOR_FAILED',
    name,
    what,
    'look at what static constructors, start functions, preRun and onRuntimeInitialized do',
    { cause },
  );
}
