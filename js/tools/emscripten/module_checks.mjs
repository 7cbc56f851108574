// Checks of a linked module: what cannot work is an error of the build, never of the running app.
/** @import { LinkedConfig } from '../common/records.d.ts' */
/** @import { WasmImport, WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { LinkReport } from './link_report.mjs' */
/** @import { LinkedModule } from './linked_module.mjs' */
import { BuildError } from '../common/build_error.mjs';
import { isOfEveryObject } from '../common/stub_library.mjs';

/** Import modules that emcc itself or the loader's js-libraries provide; all others are other modules' API. */
const OWN_IMPORT_MODULES = new Set(['env', 'wasi_snapshot_preview1']);

/** Functions of Emscripten's library that run any JavaScript they are given, or reach any object of the page. */
const RUNS_JAVASCRIPT =
  /^_?(emscripten_asm_const_|emscripten_run_script|emscripten_async_run_script|emscripten_async_load_script|emscripten_create_worker|emval_|emscripten_dlopen)/;

/** Functions of Emscripten's library that reach the computer, where files are memory too (/proc/self/mem). */
const REACHES_HOST = /^_?(emscripten_system|system|wasmfs_node_\w+)$/;

/** @param {WasmImport} item */
export const isForeign = ({ module }) => !OWN_IMPORT_MODULES.has(module);

/** @param {WasmImport} item */
const isFunction = ({ kind }) => kind === 'function';

/**
 * @param {LinkedConfig} config
 * @param {LinkedModule} linked
 */
export function checkLinked(config, linked) {
  checkMemory(config, linked);
  checkExports(config, linked);
  checkHeaders(config, linked);
  checkIsolation(config, linked);
}

/**
 * Settings that emcc accepts without a word but the loader cannot work with, as the binary shows them.
 * @param {LinkedConfig} config
 * @param {LinkedModule} linked
 */
function checkMemory({ name, role, access }, { memory: { imported, address, shared } }) {
  if (address !== 'i32')
    throw new BuildError(`${name}: its memory is 64-bit. -sMEMORY64 is not supported in 0.1: remove it.`);
  if (shared) throw new BuildError(`${name}: its memory is shared. -pthread is not supported in 0.1: remove it.`);
  if (!imported && (role === 'main' || access === 'DIRECT' || access === 'IMPORT')) {
    throw new BuildError(
      `${name}: its memory is not imported, but the loader makes it before the module. Remove -sIMPORTED_MEMORY=0.`,
    );
  }
}

/**
 * Names that other modules could not import. C++ names differ inside and outside of a module: `wpl::ptr` is a pointer
 * in one and a class in the other.
 * @param {LinkedConfig} config
 * @param {LinkedModule} linked
 */
function checkExports({ name, prefix, libraryExports = [] }, { api }) {
  const runtimes = libraryExports.find((function_) => !api.includes(function_) && !function_.startsWith('_Z'));
  if (runtimes !== undefined) {
    throw new BuildError(
      `${name}: EXPORTS names \`${runtimes}\`, which is a function of the C runtime: every module has its own, and another ` +
        'one would be taken for it. Remove it; memory of this side is allocated by wpl::buffer, or in C by rb_dlsym(handle, ' +
        '"wpl_malloc:ii") and "wpl_free:vi".',
    );
  }
  const mangled = api.find((function_) => function_.startsWith('_Z'));
  if (mangled !== undefined) {
    throw new BuildError(
      `${name}: the API function \`${mangled}\` has a C++ mangled name, which differs inside and outside of the module. ` +
        'Declare it extern "C".',
    );
  }
  const inherited = prefix ? api.find(isOfEveryObject) : undefined;
  if (inherited !== undefined) {
    throw new BuildError(
      `${name}: the API function \`${inherited}\` has a name that every JavaScript object has, so that emcc cannot import it ` +
        `into another module. Rename it, or give it another wasm name by ${prefix}_API_AS.`,
    );
  }
}

/**
 * An API function without its header links silently, as a function of the glue that only aborts.
 * @param {LinkedConfig} config
 * @param {LinkedModule} linked
 */
function checkHeaders({ name }, { wasm, report }) {
  const modules = Object.fromEntries(report.stubs.map((stub) => stub.split(':')));
  const called = wasm.imports.find(
    (item) => item.module === 'env' && isFunction(item) && Object.hasOwn(modules, item.name),
  );
  if (called === undefined) return;
  if (modules[called.name] === 'main') {
    throw new BuildError(
      `${name}: undefined symbol: \`${called.name}\`. No source and no library of ${name} defines it. If it is a function of ` +
        "main, include the header that declares it with a macro of main's API header.",
    );
  }
  throw new BuildError(
    `${name}: \`${called.name}\` is called, an API function of \`${modules[called.name]}\`, but without its API header. Include the ` +
      'header that declares it.',
  );
}

/**
 * The promise of ACCESS NONE: the .wasm imports nothing by which it could reach another module, and no JavaScript of
 * its own is in the glue. Every function that it imports from its glue must be of Emscripten's own library, and none
 * that runs JavaScript given as text or reaches the computer. JavaScript that emcc copied into the glue is told by the
 * link's report, whether or not anything imports it. Not found: JavaScript that the page adds at run time (Module
 * arguments).
 * @param {LinkedConfig} config
 * @param {LinkedModule} linked
 */
function checkIsolation({ name, access, allowJs }, { wasm, report }) {
  if (access !== 'NONE') return;
  const reaching = wasm.imports.find((entry) => isForeign(entry) || entry.kind === 'memory' || entry.kind === 'table');
  if (reaching) {
    throw new BuildError(
      `${name}: ACCESS NONE, but its wasm imports the ${reaching.kind} \`${reaching.module}.${reaching.name}\`, by which it ` +
        'reaches another module. Use another access mode, or remove the call or setting that needs it.',
    );
  }
  if (allowJs) return;
  const [script] = ownJavaScript(wasm, report);
  if (script !== undefined) {
    throw new BuildError(
      `${name}: ACCESS NONE, but it runs JavaScript of its own (\`${script}\`), which can reach everything on the page. ` +
        'Remove it (EM_ASM, EM_JS, own js-library, --pre-js, val), or state ALLOW_JS if you trust it.',
    );
  }
  const functions = wasm.imports.filter(isFunction).map((entry) => entry.name);
  const [host] = [...report.host, ...functions.filter((field) => REACHES_HOST.test(field))];
  if (host === undefined) return;
  throw new BuildError(
    `${name}: ACCESS NONE, but \`${host}\` reaches files or programs of the computer where the app runs in Node, and by them ` +
      'the memory of every module. Remove it, or state ALLOW_JS if you trust the module.',
  );
}

/**
 * Names of what in a module's glue is not of Emscripten.
 * @param {WasmModule} wasm
 * @param {LinkReport} report
 * @returns {string[]}
 */
function ownJavaScript({ imports, exports }, { library, scripts, texts, exported, aroundFactory }) {
  const own = new Set(library);
  const imported = imports
    .filter(isFunction)
    .map((entry) => entry.name)
    .filter((field) => RUNS_JAVASCRIPT.test(field) || !(own.has(field) || /^invoke_[vijfdep]+$/.test(field)));
  const functions = new Set(exports.map((item) => item.name));
  const copied = [...texts, ...exported.filter((field) => !functions.has(field))];
  return [...imported, ...copied, ...scripts, ...(aroundFactory ? ['--extern-pre-js or --extern-post-js'] : [])];
}
