// node probe_glue.mjs <glue.mjs> <file.wasm> emscripten|bindgen, with an IPC channel
//
// Starts a module by its vendor's glue and tells its parent { kind, names }, or { error }: names are those by which the
// glue knows exports that have other names in the file. Run by glue_names.mjs in a process of its own, since the glue
// is anybody's.
/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { FoundNames } from './glue_names.mjs' */
/** @import { AnyFunction } from './spies.mjs' */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { readWasm } from '../../loader/wasm/wasm_binary.mjs';
import { GlueFault, answerParent } from './child_process.mjs';
import { Spies } from './spies.mjs';

/** Functions of Emscripten's own that the loader needs; glue has them as wrappers. */
const RUNTIME = ['stackSave', 'stackRestore', 'stackAlloc'];

/** @typedef {Record<string, { [field: string]: unknown }>} Imports */

/** @typedef {{ compiled: WebAssembly.Module, wasm: WasmModule }} File */

/**
 * Other modules and IMPORTS give the rest when the app runs. None of it may be needed for the start.
 * @param {WebAssembly.Module} compiled
 * @param {Imports} imports
 * @returns {WebAssembly.Imports}
 */
function withStubs(compiled, imports) {
  const all = { ...imports };
  for (const { module, name: field, kind } of WebAssembly.Module.imports(compiled)) {
    if (all[module]?.[field] !== undefined || kind !== 'function') continue;
    const stub = () => {
      throw new GlueFault(
        `starts the module with a call of its import ${module}.${field}, which is not there when the app is built`,
      );
    };
    all[module] = { ...all[module], [field]: stub };
  }
  return /** @type {WebAssembly.Imports} */ (all);
}

/** Whether the glue took the option instantiateWasm. */
let asked = false;

/**
 * Starts the module as the loader does, which instantiates it and calls back after instantiateWasm has returned.
 * @param {AnyFunction} factory
 * @param {File} file
 * @returns {Promise<FoundNames>}
 */
async function startEmscripten(factory, { compiled, wasm }) {
  /** @type {Promise<Spies> | undefined} */
  let started;
  /** @type {(fault: unknown) => void} */
  let fail;
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  /**
   * @param {Imports} imports
   * @param {AnyFunction} done
   */
  const start = async (imports, done) => {
    await null;
    const spies = new Spies(new WebAssembly.Instance(compiled, withStubs(compiled, imports)), wasm);
    done(spies.instance, compiled);
    return spies;
  };
  /** @type {(imports: Imports, done: AnyFunction) => object} */
  const instantiateWasm = (imports, done) => {
    asked = true;
    started = start(imports, done);
    started.catch(fail); // the glue may wait for ever then
    return {};
  };
  const ready = (async () => factory({ noInitialRun: true, print() {}, printErr() {}, instantiateWasm }))();
  const module = await Promise.race([ready, failed]);
  if (!started) throw new GlueFault('never called the option instantiateWasm');
  if (typeof module !== 'object' || module === null)
    throw new GlueFault(`gave ${typeof module} in place of Emscripten's Module object`);
  return { kind: 'emscripten', names: namesOf(module, await started) };
}

/**
 * Names without the underscore that Emscripten puts before C's, where the file has others.
 * @param {Record<string, unknown>} module Emscripten's Module object
 * @param {Spies} spies
 */
function namesOf(module, spies) {
  /** @type {Record<string, string>} */
  const names = {};
  for (const [key, value] of Object.entries(module)) {
    if (typeof value !== 'function') continue;
    const mayWrap = key.startsWith('_') || RUNTIME.includes(key);
    const inFile =
      spies.fileNames.get(value) ?? (mayWrap ? spies.calledBy(/** @type {AnyFunction} */ (value)) : undefined);
    const name = key.replace(/^_/, '');
    if (inFile !== undefined && inFile !== name && inFile !== key) names[name] = inFile;
  }
  return names;
}

/**
 * wasm-bindgen's init takes { module_or_path }, before 0.2.93 the module or a promise of it: this is both.
 * @param {AnyFunction} init
 * @param {File} file
 * @returns {Promise<FoundNames>}
 */
async function startBindgen(init, { compiled, wasm }) {
  const exports = await init({
    module_or_path: compiled,
    then: (/** @type {AnyFunction} */ resolve) => resolve(compiled),
  });
  const missing = wasm.exports.find(({ name }) => exports?.[name] === undefined);
  if (missing)
    throw new GlueFault(
      `has an init function that does not give the exports of the wasm file (such as ${missing.name})`,
    );
  return { kind: 'bindgen', names: {} };
}

/**
 * Names of exports that might be a factory.
 * @param {Record<string, unknown>} exported of the glue; of a script, what it exports is given by wplExports
 */
async function functionsOf(exported) {
  const { wplExports } = exported;
  const all = typeof wplExports === 'function' ? await wplExports() : exported;
  return Object.keys(all ?? {}).filter(
    (name) => typeof all[name] === 'function' && !/^class\b/.test(String(all[name])),
  );
}

/** @type {Record<string, unknown>} */
let glue = {};

async function probe() {
  const [gluePath, wasmPath, kind] = process.argv.slice(2);
  const bytes = readFileSync(wasmPath);
  const file = { wasm: readWasm(bytes), compiled: await WebAssembly.compile(bytes) };
  glue = await import(pathToFileURL(gluePath).href);
  const start = /** @type {AnyFunction} */ (glue.default);
  if (typeof start !== 'function') throw new GlueFault('has no function as default export');
  return kind === 'bindgen' ? startBindgen(start, file) : startEmscripten(start, file);
}

answerParent(probe, async () => ({ asked, exports: await functionsOf(glue) }));
