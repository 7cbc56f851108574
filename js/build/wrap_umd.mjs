// Makes an ES module of glue that is a script: UMD, CommonJS, AMD, or a program that works on a global Module. Workers that are ES modules have no importScripts, and
// import() wants an ES module; its text stays as it is, and nothing is evaluated from a string, so that it works under a
// Content-Security-Policy without 'unsafe-eval'.

/** The module's text before and after the script's; what is there for the script to see has its CommonJS name. */
const BEFORE = `function wplEvaluate(wplModule, wplNode, define, wplArg) {
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

function wplFactory(exported) {
  const candidates = [exported, exported?.default, ...Object.values(exported ?? {})];
  return candidates.find((value) => typeof value === 'function');
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

/** Evaluates the script anew at each call: what it keeps in variables belongs to one instance. */
export default async function wplStart(moduleArg) {
  const wplModule = { exports: {} };
  const wplNode = await wplNodeNames();
  const given = Object.keys(moduleArg).length;
  const exported = wplEvaluate(wplModule, wplNode, wplDefine(wplModule, wplNode), moduleArg);
  const factory = exported !== moduleArg && wplFactory(exported);
  if (factory) return factory(moduleArg);
  if (Object.keys(moduleArg).length > given) return wplRunning(moduleArg);
  throw new TypeError('it exports no function, and starts no Module');
}
`;

/**
 * @param {string} text a script that exports its factory as a CommonJS or AMD module does
 * @param {string} name of the module that it belongs to
 * @returns {string} an ES module; its default export calls the script's factory
 */
export function wrapUmd(text, name) {
  return `// The JavaScript of \`${name}\`, as its vendor made it, in an ES module made by WasmPseudoLink. Do not edit.\n${BEFORE}${text}${AFTER}`;
}
