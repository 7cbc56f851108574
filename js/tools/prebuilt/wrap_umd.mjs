// Makes an ES module of glue that is a script: UMD, CommonJS, AMD, or a program that works on a global Module. Workers
// that are ES modules have no importScripts, and import() wants an ES module; its text stays as it is, and nothing is
// evaluated from a string, so that it works under a Content-Security-Policy without 'unsafe-eval'.

/** The module's text before and after the script's; what is there for the script to see has its CommonJS name. */
const BEFORE = `function wplEvaluate(wplModule, wplNode, define, wplArg, WebAssembly) {
  (function (exports, require, module, __filename, __dirname, Module) {
`;
const AFTER = `
  }).call(wplModule.exports, wplModule.exports, wplNode.require, wplModule, wplNode.filename, wplNode.dirname, wplArg);
  return wplModule.exports;
}

/** What a CommonJS module has in Node. In a browser scripts ask for it by typeof, and it is not there. */
async function wplNodeNames() {
  if (!globalThis.process?.versions?.node) return {};
  const get = async (name) =>
    process.getBuiltinModule?.(name) ?? import(/* @vite-ignore */ /* webpackIgnore: true */ \`node:\${name}\`);
  const [{ createRequire }, { fileURLToPath }, { dirname }] = await Promise.all(['module', 'url', 'path'].map(get));
  const filename = fileURLToPath(import.meta.url.replace(/[?#].*/, ''));
  return { require: createRequire(import.meta.url), filename, dirname: dirname(filename) };
}

/** AMD's define, for scripts that have no branch for CommonJS. */
function wplDefine(wplModule, wplNode) {
  const define = (...args) => {
    const factory = args.at(-1);
    const made = typeof factory === 'function' ? factory(wplNode.require, wplModule.exports, wplModule) : factory;
    if (made !== undefined) wplModule.exports = made;
  };
  return Object.assign(define, { amd: {} });
}

/** For a script without factory, which has begun to start the Module that it found. */
function wplRunning(Module) {
  if (Module.calledRun) return Module;
  return new Promise((resolve, reject) => {
    const { onRuntimeInitialized, onAbort } = Module;
    Module.onRuntimeInitialized = () => resolve((onRuntimeInitialized?.(), Module));
    Module.onAbort = (what) => reject((onAbort?.(what), new Error(what)));
  });
}
`;

/** The default export evaluates the script again at each call: what it keeps in variables belongs to one instance. */
const START = `
export default async function wplStart(moduleArg) {
  const wplModule = { exports: {} };
  const wplNode = await wplNodeNames();
  const given = Object.keys(moduleArg).length;
  const wasm = wplWebAssembly(moduleArg);
  const exported = wplEvaluate(wplModule, wplNode, wplDefine(wplModule, wplNode), moduleArg, wasm);
  const factory = exported !== moduleArg && wplFactory(exported);
  if (factory) return factory(moduleArg);
  if (Object.keys(moduleArg).length > given) return wplRunning(moduleArg);
  throw new TypeError('it exports no function, and starts no Module');
}
`;

/** Finds the script's factory. */
const FIRST_FACTORY = `
function wplFactory(exported) {
  const candidates = [exported, exported?.default, ...Object.values(exported ?? {})];
  return candidates.find((value) => typeof value === 'function');
}
`;

/** @param {string} name of the export that is the factory */
const namedFactory = (name) => `
function wplFactory(exported) {
  return exported[${JSON.stringify(name)}];
}
`;

const GLOBAL_WEBASSEMBLY = `
const wplWebAssembly = () => WebAssembly;
`;

/**
 * For a script that takes no instantiateWasm: when it compiles or instantiates the module's own file, or a response or
 * bytes that are no wasm file and so stand for it, it gets the instance that the loader makes. Other files are left to
 * the engine.
 * @param {number} bytes of the module's file
 */
const ownWebAssembly = (bytes) => `
function wplWebAssembly({ instantiateWasm }) {
  const { compile, instantiate } = WebAssembly;
  const file = {};
  const isWasm = (source) => {
    const { buffer = source, byteOffset = 0, byteLength } = source;
    return String(new Uint8Array(buffer, byteOffset, Math.min(4, byteLength))) === '0,97,115,109';
  };
  const isFile = (source) =>
    source === file || source?.byteLength === ${bytes} || (source?.byteLength >= 0 && !isWasm(source));
  let isUsed = false;
  const start = (imports) =>
    new Promise((resolve, reject) => {
      if (isUsed) throw new TypeError('its wasm file is instantiated twice: a side has one instance');
      isUsed = true;
      instantiateWasm(imports, (instance, module) => resolve({ instance, module }));
    });
  const ignore = (response) => void Promise.resolve(response).catch(() => {});
  const own = {
    async instantiate(source, imports) {
      if (!isFile(source)) return instantiate(source, imports);
      const started = await start(imports);
      return source === file ? started.instance : started;
    },
    instantiateStreaming: async (response, imports) => (ignore(response), start(imports)),
    compile: async (source) => (isFile(source) ? file : compile(source)),
    compileStreaming: async (response) => (ignore(response), file),
  };
  return Object.assign(Object.create(WebAssembly), own);
}
`;

/** For the build, which must know what there is if the script is started in none of these ways. */
const TELL_EXPORTS = `
export async function wplExports() {
  const wplModule = { exports: {} };
  const wplNode = await wplNodeNames();
  return wplEvaluate(wplModule, wplNode, wplDefine(wplModule, wplNode), {}, WebAssembly);
}
`;

/**
 * How a script is started.
 * @typedef {object} ScriptStart
 * @property {string} [factory] name of the export that is its factory; default: the first function that there is
 * @property {number} [ownBytes] size of the wasm file of a script that does not take instantiateWasm, which gets a
 *   WebAssembly object of its own
 * @property {boolean} [tellsExports] whether the ES module also exports wplExports(), which resolves to the script's
 *   exports
 */

/**
 * @param {string} text a script that exports its factory as a CommonJS or AMD module does
 * @param {string} name of the module that it belongs to
 * @param {ScriptStart} [how]
 * @returns {string} an ES module; its default export calls the script's factory
 */
export function wrapUmd(text, name, { factory, ownBytes, tellsExports = false } = {}) {
  return [
    `// The JavaScript of \`${name}\`, as its vendor made it, in an ES module made by WasmPseudoLink. Do not edit.\n`,
    BEFORE,
    text,
    AFTER,
    factory === undefined ? FIRST_FACTORY : namedFactory(factory),
    ownBytes === undefined ? GLOBAL_WEBASSEMBLY : ownWebAssembly(ownBytes),
    START,
    tellsExports ? TELL_EXPORTS : '',
  ].join('');
}
