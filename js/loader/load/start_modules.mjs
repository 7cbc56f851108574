// Starts a set of modules: memories, glue, instantiation in dependency order, constructors.
/** @import { Program, ModuleRecord, FetchedRecord, StartedRecord } from '../app/program.mjs' */
/** @import { ModuleExports, ModuleInstance } from '../app/module_instance.mjs' */
/** @import { Start } from '../adapters/adapters.mjs' */
/** @import { LoadContext, Progress } from './progress.mjs' */
import { ADAPTERS } from '../adapters/adapters.mjs';
import { throwIfAborted, untilAborted } from '../base/abort.mjs';
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { restoreExitCode, readExitCode } from '../base/exit_code.mjs';
import { nameInstance } from '../base/wasm_stack.mjs';
import { guardForModule } from '../guard/guard.mjs';
import { HOST_MODULE, hostImports } from '../memory/helpers.mjs';
import { checkImportObject } from './imports_check.mjs';
import { importsOfMain, joinToMain } from './main_functions.mjs';
import { MAIN } from '../base/main_names.mjs';
import { importedModules } from '../manifest/manifest.mjs';
import { createMemory, isOutOfMemory, outOfMemories } from '../memory/memories.mjs';
import { createLink } from '../app/module_link.mjs';
import { dictionary } from '../base/dictionary.mjs';
import { FUSED, MAIN_API } from '../base/parts.mjs';
import { countFrames } from '../rb/lookup.mjs';
import { runUserHook } from './user_hook.mjs';
import { MEMORY_MODULE, isOwnMemory, ownInstance } from '../wasm/wasm_file.mjs';

/** @typedef {{ exports: ModuleExports }} WasmInstance an instance, or what a module brings in place of it */

/**
 * A map by record that is asked only for what was set before.
 * @template T
 * @typedef {{ get: (record: ModuleRecord) => T, set: (record: ModuleRecord, value: T) => unknown }} ByRecord
 */

/**
 * What modules that start together have in common.
 * @typedef {object} StartContext
 * @property {AbortSignal | undefined} signal
 * @property {Progress} progress
 * @property {AbortSignal} stop fires when another module has failed
 * @property {ByRecord<Start>} starts what has begun
 * @property {ByRecord<WasmInstance>} instances what is instantiated
 */

/** Hooks of the user's that get the Module object of a glue, or instantiate the module. */
const HANDING_OUT = ['preInit', 'preRun', 'postRun', 'onRuntimeInitialized', 'instantiateWasm'];

/**
 * Starts modules up to and including their constructors. After a failure nothing of them is left.
 * @param {Program} program the app
 * @param {ModuleRecord[]} records modules that are fetched and checked; main and static sides, or lazy sides
 * @param {LoadContext} context
 * @throws {WasmPseudoLinkError} OUT_OF_MEMORIES, GLUE_FAILED, IMPORTS_UNRESOLVED, LINK_FAILED, HOOK_FAILED,
 *   CONSTRUCTOR_FAILED, ABORTED
 */
export async function startModules(program, records, { signal, progress }) {
  const stop = new AbortController(); // ends what is still waiting, such as a user's hook, when another module fails
  /** @type {StartContext} */
  const context = { signal, progress, stop: stop.signal, starts: new Map(), instances: new Map() };
  // Their files are fetched, and createParts() makes their instances.
  const ordered = /** @type {StartedRecord[]} */ (inDependencyOrder(program, records));
  try {
    for (const record of ordered) createParts(program, record);
    const beginAll = (/** @type {StartedRecord[]} */ some) =>
      some.forEach((record) => context.starts.set(record, begin(program, record, context.stop)));
    const withMain = ordered.filter((record) => isInFileOfMain(program, record));
    const apart = ordered.filter((record) => !withMain.includes(record));
    beginAll(apart);
    await instantiateAll(program, apart, context);
    if (withMain.length > 0) {
      // Main comes last: its imports from sides, memories among them, are all there by now.
      beginAll(withMain);
      await untilAborted(instantiateFileOfMain(program, withMain, context), signal);
      await construct(program, mainOfStarted(program), context);
    }
    for (const record of ordered) {
      if (record !== program.main) await construct(program, record, context);
    }
  } catch (error) {
    stop.abort(error);
    for (const record of ordered.reverse()) program.dropInstance(record);
    throw error;
  }
}

/**
 * Sorts records so that each comes after those whose functions it imports; main is last, also after those that import
 * from it.
 * @param {Program} program the app
 * @param {ModuleRecord[]} records
 * @returns {ModuleRecord[]}
 */
export function inDependencyOrder(program, records) {
  /** @type {ModuleRecord[]} */
  const ordered = [];
  /** @type {(record: ModuleRecord, path: ModuleRecord[]) => void} */
  const visit = (record, path) => {
    if (ordered.includes(record) || !records.includes(record)) return;
    if (path.includes(record)) throw cycle([...path.slice(path.indexOf(record)), record]);
    for (const name of importedModules(record.entry))
      if (!MAIN_API || name !== MAIN) visit(program.record(name), [...path, record]);
    ordered.push(record);
  };
  for (const record of records) if (record !== program.main) visit(record, []);
  visit(program.main, []);
  return ordered;
}

/** @param {ModuleRecord[]} path */
function cycle(path) {
  return new WasmPseudoLinkError(
    'MANIFEST_INVALID',
    '',
    `modules import from each other in a cycle: ${path.map((record) => record.name).join(' -> ')}`,
    'replace one of the direct calls by a callback or a lookup at run time',
  );
}

/**
 * @param {Program} program
 * @param {FetchedRecord} record
 */
function createParts(program, record) {
  const instance = program.createInstance(record);
  const args = program.options.modules[record.name] ?? {};
  if (HANDING_OUT.some((hook) => hook in args)) program.noteExposed(instance);
  if (args.wasmMemory) instance.useMemory(args.wasmMemory);
  else if (record.entry.memory.imported && args.wasmMemory !== null) instance.useMemory(createMemory(record.entry));
}

/**
 * @param {Program} program
 * @param {StartedRecord} record
 * @param {AbortSignal} stop
 */
function begin(program, record, stop) {
  const { instance } = record;
  const args = program.options.modules[record.name] ?? {};
  const link = createLink(program, instance);
  const start = ADAPTERS[record.entry.kind].start({ program, record, instance, link, args, stop });
  // Either may fail before it is awaited: while the modules start that this one imports from, or for good, if another
  // cannot begin.
  for (const promise of [start.imports, start.ready]) promise.catch(() => {});
  return start;
}

/**
 * Each module is instantiated as soon as those are that it imports from.
 * @param {Program} program
 * @param {StartedRecord[]} records
 * @param {StartContext} context
 */
async function instantiateAll(program, records, context) {
  /** @type {Map<ModuleRecord, Promise<void>>} */
  const done = new Map();
  for (const record of records) {
    const needs = importedModules(record.entry).map((name) => done.get(program.record(name)));
    const work = Promise.all(needs).then(() => instantiate(program, record, context));
    work.catch(() => {});
    done.set(record, work);
  }
  await untilAborted(Promise.all(done.values()), context.signal);
}

/**
 * @param {Program} program
 * @param {StartedRecord} record
 * @param {StartContext} context
 */
async function instantiate(program, record, context) {
  const { instance } = record;
  const start = context.starts.get(record);
  const imports = await gatherImports(program, record, context);
  const hook = program.options.modules[record.name]?.instantiateWasm;
  const wasm = await (start.instantiate
    ? start.instantiate(imports)
    : hook
      ? runUserHook(instance, hook, imports, program.options.hookTimeout, context.stop)
      : instantiateFile(program, record, imports));
  nameInstance(wasm, record.name, record.files.url);
  if (record.instance !== instance) return; // another module failed in the meantime
  adoptInstance(program, record, wasm, context);
}

/**
 * Main, or the fused file of main and static sides, which is instantiated once with the imports of all.
 * @param {Program} program
 * @param {StartedRecord[]} records
 * @param {StartContext} context
 */
async function instantiateFileOfMain(program, records, context) {
  const main = mainOfStarted(program);
  if (!FUSED || records.length === 1) return instantiate(program, main, context);
  const { instance } = main;
  const gathered = records.map((record) => gatherImports(program, record, context));
  const namespaces = (await Promise.all(gathered)).map((imports, index) =>
    withPrefix(imports, records[index].files.prefix),
  );
  const wasm = await instantiateFile(program, main, Object.assign(hostImports(program.memoryCopyFrom), ...namespaces));
  nameInstance(wasm, '', main.files.url);
  if (main.instance !== instance) return undefined;
  for (const record of records) adoptInstance(program, record, ownInstance(wasm, record), context);
  return undefined;
}

/** @param {Program} program */
const mainOfStarted = ({ main }) => /** @type {StartedRecord} */ (main);

/** @type {(imports: WebAssembly.Imports, prefix: string) => WebAssembly.Imports} */
const withPrefix = (imports, prefix) =>
  Object.fromEntries(Object.entries(imports).map(([module, names]) => [prefix + module, names]));

/**
 * @param {Program} program
 * @param {FetchedRecord} record
 */
function isInFileOfMain(program, record) {
  const { files } = record;
  return (
    record === program.main || (FUSED && files.compiled !== null && files.compiled === program.main.files?.compiled)
  );
}

/**
 * The complete import object of a module: its glue's, and what other modules give.
 * @param {Program} program
 * @param {StartedRecord} record
 * @param {StartContext} context
 */
async function gatherImports(program, record, context) {
  const start = context.starts.get(record);
  const glueImports = await start.imports;
  throwIfAborted(context.signal);
  throwIfAborted(context.stop); // the record may have another instance by now, of a later opening
  const others = [foreignImports(program, record), foreignMemories(program, record)];
  /** @type {WebAssembly.Imports} */
  const imports = Object.assign(dictionary(), glueImports, ...others);
  if (record.files.imports.some(({ module }) => module === HOST_MODULE))
    Object.assign(imports, hostImports(program.memoryCopyFrom));
  if (!record.instance.memory) adoptMemory(record, glueImports);
  addForgottenMemory(record, imports);
  if (!start.instantiate) checkImportObject(record, imports);
  return imports;
}

/**
 * @param {Program} program
 * @param {StartedRecord} record
 * @param {WasmInstance} wasm
 * @param {StartContext} context
 */
function adoptInstance(program, record, wasm, context) {
  const { instance } = record;
  instance.becomeInstantiated(context.starts.get(record).complete(wasm.exports));
  program.addLive(instance);
  if (MAIN_API) joinToMain(program, instance, wasm.exports, (...args) => foreignFunction(program, ...args));
  context.progress.report('instantiate', record.name);
  context.instances.set(record, wasm);
}

/**
 * A memory that the glue made itself.
 * @param {StartedRecord} record
 * @param {WebAssembly.Imports} imports
 */
function adoptMemory({ instance, files, entry }, imports) {
  const wanted = files.imports.find((item) => isOwnMemory(entry, item));
  const memory = wanted && imports[wanted.module]?.[wanted.name];
  if (memory) instance.useMemory(/** @type {WebAssembly.Memory} */ (memory));
}

/**
 * emcc omits the memory from its import object where the module itself never touches it, but copies still do.
 * @param {StartedRecord} record
 * @param {WebAssembly.Imports} imports
 */
function addForgottenMemory({ instance, files, entry }, imports) {
  for (const item of files.imports) {
    const { module, name } = item;
    if (!isOwnMemory(entry, item) || imports[module]?.[name] || !instance.memory) continue;
    imports[module] = { ...imports[module], [name]: instance.memory };
  }
}

/**
 * The exports of other modules that a module imports, by module name.
 * @param {Program} program
 * @param {StartedRecord} record
 */
function foreignImports(program, record) {
  /** @type {Record<string, Record<string, Function>>} */
  const namespaces = dictionary();
  for (const [from, functions] of Object.entries(record.entry.imports)) {
    const otherRecord = program.record(from);
    const other = /** @type {ModuleInstance} */ (otherRecord.instance);
    if (MAIN_API && from === MAIN && !other.exports) {
      namespaces[from] = importsOfMain(record, Boolean(program.options.modules[record.name]?.instantiateWasm));
      continue;
    }
    if (!other?.exports && otherRecord.files?.compiled !== record.files.compiled)
      throw new WasmPseudoLinkError(
        'NOT_READY',
        record.name,
        `imports from ${from}, which is not instantiated`,
        'open it first',
      );
    namespaces[from] = dictionary();
    for (const name of Object.keys(functions)) {
      const make = () => foreignFunction(program, record.instance, other, name);
      // In a fused file the other one is not there yet, and what is left to import from it is guarded.
      namespaces[from][name] = !FUSED || other.exports ? make() : atFirstCall(make);
    }
  }
  return namespaces;
}

/**
 * The memories of other modules that a direct file reads and writes by itself.
 * @param {Program} program
 * @param {StartedRecord} record
 * @returns {WebAssembly.Imports}
 */
function foreignMemories(program, { files }) {
  if (files.memories.length === 0) return {};
  const memories = files.memories.map((name) => [name, program.record(name).instance?.requireMemory()]);
  return { [MEMORY_MODULE]: Object.fromEntries(memories) };
}

/** @param {() => Function} make */
function atFirstCall(make) {
  /** @type {Function | null} */
  let func = null;
  return (/** @type {unknown[]} */ ...args) => (func ??= make())(...args);
}

/**
 * @param {Program} program
 * @param {ModuleInstance} self
 * @param {ModuleInstance} other
 * @param {string} name
 */
function foreignFunction(program, self, other, name) {
  const signature = other.entry.exports[name];
  const guarded = other.entry.guarded
    ? guardForModule(program, other, name, /** @type {ModuleExports} */ (other.exports)[name], signature, self)
    : other.exportFor(self, name);
  const suspending = [self, other].filter((instance) => instance.entry.asyncify || instance.runtime?.asyncify);
  return suspending.length > 0 ? countFrames(suspending, guarded) : guarded;
}

/**
 * @param {Program} program
 * @param {StartedRecord} record
 * @param {WebAssembly.Imports} imports
 */
async function instantiateFile(program, { name, files, instance }, imports) {
  try {
    return await WebAssembly.instantiate(/** @type {WebAssembly.Module} */ (files.compiled), imports);
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

/**
 * Lets the factory go on: it runs the module's constructors and resolves.
 * @param {Program} program
 * @param {StartedRecord} record
 * @param {StartContext} context
 */
async function construct(program, record, { signal, progress, starts, instances }) {
  const { instance, files } = record;
  const start = starts.get(record);
  throwIfAborted(signal);
  progress.report('constructors', record.name);
  instance.beginConstruction();
  const exitCode = readExitCode();
  let module;
  try {
    start.finish(instances.get(record), /** @type {WebAssembly.Module} */ (files.compiled));
    module = await untilAborted(start.ready, signal);
  } catch (error) {
    restoreExitCode(exitCode);
    if (error instanceof WasmPseudoLinkError) throw error;
    throw constructorFailed(
      record.name,
      `while its constructors and start hooks ran, it ${program.describe(instance, error).what}`,
      error,
    );
  }
  if (instance.state !== 'constructing') throw constructorFailed(record.name, instance.failure);
  instance.becomeReady(module);
}

/**
 * @param {string} name
 * @param {string} what
 * @param {unknown} [cause]
 */
function constructorFailed(name, what, cause) {
  return new WasmPseudoLinkError(
    'CONSTRUCTOR_FAILED',
    name,
    what,
    'look at what static constructors, start functions, preRun and onRuntimeInitialized do',
    { cause },
  );
}
