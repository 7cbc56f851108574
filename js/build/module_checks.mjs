// Checks of a linked module: what cannot work is an error of the build, never of the running app.
import { BuildError } from './files.mjs';

/** Import modules that emcc itself or the loader's js-libraries provide; all others are other modules' API. */
const OWN_IMPORT_MODULES = new Set(['env', 'wasi_snapshot_preview1']);

/** Functions of Emscripten's library that run any JavaScript they are given, or reach any object of the page. */
const RUNS_JAVASCRIPT = /^_?(emscripten_asm_const_|emscripten_run_script|emscripten_async_run_script|emscripten_async_load_script|emval_|emscripten_dlopen)/;

export const isForeign = ({ module }) => !OWN_IMPORT_MODULES.has(module);

const isFunction = ({ kind }) => kind === 'function';

/** Settings that emcc accepts without a word but the loader cannot work with, as the binary shows them. */
export function checkMemory({ name, role, access }, { imported, address, shared }) {
  if (address !== 'i32') throw new BuildError(`${name}: its memory is 64-bit. -sMEMORY64 is not supported in 0.1: remove it.`);
  if (shared) throw new BuildError(`${name}: its memory is shared. -pthread is not supported in 0.1: remove it.`);
  if (!imported && (role === 'main' || access === 'DIRECT' || access === 'IMPORT')) {
    throw new BuildError(`${name}: its memory is not imported, but the loader makes it before the module. Remove -sIMPORTED_MEMORY=0.`);
  }
}

/** C++ names differ inside and outside of a module: `wpl::ptr` is a pointer in one and a class in the other. */
export function checkExports({ name }, api) {
  const mangled = api.filter((function_) => function_.startsWith('_Z'));
  if (mangled.length === 0) return;
  throw new BuildError(
    `${name}: the API function \`${mangled[0]}\` has a C++ mangled name, which differs inside and outside of the module. ` +
      'Declare it extern "C".',
  );
}

/** An API function without its header links silently, as a function of the glue that only aborts. */
export function checkHeaders({ name }, { imports }, { stubs }) {
  const modules = new Map(stubs.map((stub) => stub.split(':')));
  const [field] = imports.filter((entry) => entry.module === 'env' && isFunction(entry) && modules.has(entry.name)).map((entry) => entry.name);
  if (field === undefined) return;
  throw new BuildError(
    `${name}: \`${field}\` is called, an API function of \`${modules.get(field)}\`, but without its API header. Include the ` +
      'header that declares it.',
  );
}

/**
 * The promise of ACCESS NONE: the .wasm imports nothing by which it could reach another module, and has no JavaScript of
 * its own. Every function that it imports from its glue must be of Emscripten's own library, and none that runs
 * JavaScript given as text. EM_JS and own js-libraries are found so; a --pre-js or --post-js by the link's report.
 * Not found: JavaScript that the page adds at run time (Module arguments), and --extern-pre-js and --extern-post-js.
 */
export function checkIsolation({ name, access, allowJs }, { imports }, { library, scripts }) {
  if (access !== 'NONE') return;
  const reaching = imports.find((entry) => isForeign(entry) || entry.kind === 'memory' || entry.kind === 'table');
  if (reaching) {
    throw new BuildError(
      `${name}: ACCESS NONE, but its wasm imports the ${reaching.kind} \`${reaching.module}.${reaching.name}\`, by which it ` +
        'reaches another module. Use another access mode, or remove the call or setting that needs it.',
    );
  }
  if (allowJs) return;
  const own = new Set(library);
  const javaScript = imports.filter(isFunction).map((entry) => entry.name)
    .filter((field) => RUNS_JAVASCRIPT.test(field) || !(own.has(field) || /^invoke_[vijfdep]+$/.test(field)));
  const [found] = [...javaScript, ...scripts];
  if (found === undefined) return;
  throw new BuildError(
    `${name}: ACCESS NONE, but it runs JavaScript of its own (\`${found}\`), which can reach everything on the page. ` +
      'Remove it (EM_ASM, EM_JS, own js-library, --pre-js, val), or state ALLOW_JS if you trust it.',
  );
}
