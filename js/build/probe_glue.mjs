// node probe_glue.mjs <glue.mjs> <file.wasm>, with an IPC channel
//
// Starts a module by its vendor's glue and tells its parent { kind, names }, or { error }: names are those by which the glue
// knows exports that have other names in the file. Run by glue_names.mjs in a process of its own, since the glue is anybody's.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { readWasm } from './wasm_binary.mjs';

/** Functions of Emscripten's own that the loader needs; glue has them as wrappers. */
const RUNTIME = ['stackSave', 'stackRestore', 'stackAlloc'];

/** What is wrong with the glue, in words that continue "its GLUE ...". */
class GlueFault extends Error {}

/**
 * Exports as the glue gets them: each function is a spy, so that a wrapper around it, which is another function, can be told by
 * what it calls. While `listening` is set a spy calls nothing.
 */
class Spies {
  #listening = null;

  constructor(exports, signatures) {
    this.exports = {};
    this.fileNames = new Map(); // spy or function -> name in the file
    for (const [name, value] of Object.entries(exports)) {
      this.exports[name] = typeof value === 'function' ? this.#spy(name, value, signatures[name]) : value;
      if (typeof value === 'function') this.fileNames.set(value, name).set(this.exports[name], name);
    }
  }

  #spy(name, func, signature) {
    return (...args) => {
      if (!this.#listening) return func(...args);
      this.#listening.push(name);
      return signature?.startsWith('j') ? 0n : 0;
    };
  }

  /** Name of the only export that a function calls when it is called without arguments. */
  calledBy(func) {
    const heard = (this.#listening = []);
    try {
      func();
    } catch {
      // it was no wrapper
    }
    this.#listening = null;
    return heard.length === 1 ? heard[0] : undefined;
  }
}

/** Other modules and IMPORTS give the rest when the app runs. None of it may be needed for the start. */
function withStubs(compiled, imports) {
  const all = { ...imports };
  for (const { module, name: field, kind } of WebAssembly.Module.imports(compiled)) {
    if (all[module]?.[field] !== undefined || kind !== 'function') continue;
    const stub = () => {
      throw new GlueFault(`starts the module with a call of its import ${module}.${field}, which is not there when the app is built`);
    };
    all[module] = { ...all[module], [field]: stub };
  }
  return all;
}

async function startEmscripten(factory, compiled, wasm) {
  const signatures = Object.fromEntries(wasm.exports.map(({ name, signature }) => [name, signature]));
  let spies;
  let misfit;
  const instantiateWasm = (imports, done) => {
    try {
      const instance = new WebAssembly.Instance(compiled, withStubs(compiled, imports));
      spies = new Spies(instance.exports, signatures);
      done({ exports: spies.exports }, compiled);
    } catch (error) {
      misfit ??= error; // the glue may go on and fail of something else
      throw error;
    }
    return {};
  };
  const starting = (async () => factory({ noInitialRun: true, print() {}, printErr() {}, instantiateWasm }))();
  const module = await starting.catch((error) => {
    throw misfit ?? error;
  });
  if (!spies) throw new GlueFault('never called the option instantiateWasm; take a build by Emscripten (-sMODULARIZE) that has this option');
  if (typeof module !== 'object' || module === null) throw new GlueFault(`gave ${typeof module} in place of Emscripten's Module object`);
  return namesOf(module, spies);
}

/** Names without the underscore that Emscripten puts before C's, where the file has others. */
function namesOf(module, spies) {
  const names = {};
  for (const [key, value] of Object.entries(module)) {
    if (typeof value !== 'function') continue;
    const mayWrap = key.startsWith('_') || RUNTIME.includes(key);
    const inFile = spies.fileNames.get(value) ?? (mayWrap ? spies.calledBy(value) : undefined);
    const name = key.replace(/^_/, '');
    if (inFile !== undefined && inFile !== name && inFile !== key) names[name] = inFile;
  }
  return names;
}

/** wasm-bindgen's init takes { module_or_path }, before 0.2.93 the module or a promise of it: this is both. */
const startBindgen = (init, compiled) => init({ module_or_path: compiled, then: (resolve) => resolve(compiled) });

const isBindgen = (glue, wasm) =>
  typeof glue.initSync === 'function' ||
  wasm.imports.some(({ module }) => module === 'wbg') ||
  wasm.exports.some(({ name }) => name.startsWith('__wbindgen_'));

async function probe(gluePath, wasmPath) {
  const bytes = readFileSync(wasmPath);
  const wasm = readWasm(bytes);
  const glue = await import(pathToFileURL(gluePath));
  if (typeof glue.default !== 'function') throw new GlueFault('has no function as default export');
  const compiled = await WebAssembly.compile(bytes);
  if (!isBindgen(glue, wasm)) return { kind: 'emscripten', names: await startEmscripten(glue.default, compiled, wasm) };
  const exports = await startBindgen(glue.default, compiled);
  const missing = wasm.exports.find(({ name }) => exports?.[name] === undefined);
  if (missing) throw new GlueFault(`has an init function that does not give the exports of the wasm file (such as ${missing.name})`);
  return { kind: 'bindgen', names: {} };
}

function textOf(error) {
  if (error instanceof GlueFault) return error.message;
  return error instanceof Error ? `fails with ${error.name}: ${error.message.replace(/\.$/, '')}` : `throws ${String(error)}`;
}

/** Tells the parent and ends, whatever the glue still waits for. */
function answer(message) {
  process.send(message, () => process.kill(process.pid));
}

process.exit = (status) => {
  throw new GlueFault(`ended the process with status ${status}`);
};
const [gluePath, wasmPath] = process.argv.slice(2);
try {
  answer(await probe(gluePath, wasmPath));
} catch (error) {
  answer({ error: textOf(error), code: error?.code ?? error?.name });
}
