// Files and glue of kinds that cannot be a side as they are: the error names the kind and the way out.
/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
import { BuildError } from '../common/build_error.mjs';
import { readSections } from '../wasm/wasm_sections.mjs';

/** @typedef {{ what: string, remedy: string }} Kind what: words that continue "FILE ... is" or "its GLUE ... is" */

/**
 * A kind of file. sections: custom ones, by name; hasGlue: whether JavaScript of its own was given.
 * @typedef {Kind & { is: (wasm: WasmModule, sections: string[], hasGlue: boolean) => boolean }} FileKind
 */

/** @typedef {Kind & { is: (text: string, wasm: WasmModule) => boolean }} GlueKind */

/**
 * @param {WasmModule} wasm
 * @param {RegExp} module
 * @param {RegExp} name
 */
const importsLike = ({ imports }, module, name) =>
  imports.some((item) => module.test(item.module) && name.test(item.name));

/** @type {FileKind[]} */
const FILES = [
  {
    // https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md; a main module has glue.
    is: (wasm, sections, hasGlue) =>
      !hasGlue && sections.some((name) => /^dylink(\.0)?$/.test(name)) && importsLike(wasm, /^env$/, /^__memory_base$/),
    what: 'a dynamic library of Emscripten (-sSIDE_MODULE), which lives in the memory of its main module (-sMAIN_MODULE)',
    remedy:
      'Build it without -sSIDE_MODULE, or let the module that it was made for load it: a grammar of tree-sitter by ' +
      'Language.load() of web-tree-sitter, which can be a side.',
  },
  {
    is: (wasm) => importsLike(wasm, /^(go|gojs)$/, /^(runtime|syscall\/js)\./),
    what: 'a program in Go, which only its wasm_exec.js runs, from main() to its end',
    remedy:
      'Build it as a library of WASI: GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared, with //go:wasmexport before ' +
      'the functions; or by TinyGo with -target=wasip1 -buildmode=c-shared.',
  },
  {
    is: (wasm) => importsLike(wasm, /./, /^napi_/),
    what: 'an addon of Node-API, whose functions take and give values of JavaScript',
    remedy:
      'Use it from JavaScript, through its package; to call it from wasm, build its library with functions of C types.',
  },
];

/** @param {WasmModule} wasm */
const isBindgen = ({ imports, exports }) =>
  imports.some(({ module }) => /^(wbg|__wbindgen_placeholder__)$|_bg\.js$/.test(module)) ||
  exports.some(({ name }) => name.startsWith('__wbindgen_'));

const WEB_BUILD = "Take the package's build for the web or for bundlers (wasm-pack build --target web).";

/** @type {GlueKind[]} */
const GLUE = [
  {
    is: (text, wasm) =>
      isBindgen(wasm) &&
      /\brequire\(|\bmodule\.exports\b/.test(text) &&
      /new WebAssembly\.Instance\(/.test(text) &&
      !/\binitSync\b/.test(text),
    what: 'made by wasm-bindgen --target nodejs, which reads and instantiates its wasm file by itself, at once',
    remedy: WEB_BUILD,
  },
  {
    is: (text, wasm) => isBindgen(wasm) && /\bDeno\.(readFile|open)\b/.test(text),
    what: 'made by wasm-bindgen --target deno, which reads and instantiates its wasm file by itself',
    remedy: WEB_BUILD,
  },
  {
    is: (text, wasm) => isBindgen(wasm) && /^\s*(?:let|var|const) wasm_bindgen\b/m.test(text),
    what: 'made by wasm-bindgen --target no-modules, a script that gives a global variable',
    remedy: WEB_BUILD,
  },
  {
    // assemblyscript: src/bindings/js.ts
    is: (text) => /\badaptedImports\b/.test(text),
    what: 'made by AssemblyScript (--bindings), which converts values for JavaScript; modules of wasm do not need it',
    remedy: 'Omit GLUE; what the file imports beside env.abort is given by IMPORTS.',
  },
];

/**
 * @param {{ name: string, file: string, glue: string }} config
 * @param {Uint8Array} bytes of FILE
 * @param {WasmModule} wasm
 * @throws {BuildError}
 */
export function refuseForeignFile({ name, file, glue }, bytes, wasm) {
  const sections = readSections(bytes).map((section) => section.name);
  const kind = FILES.find(({ is }) => is(wasm, sections, glue !== ''));
  if (kind) throw new BuildError(`${name}: FILE \`${file}\` is ${kind.what}. ${kind.remedy}`);
}

/**
 * @param {{ name: string, glue: string }} given
 * @param {WasmModule} wasm
 * @param {string} text of the glue
 * @throws {BuildError}
 */
export function refuseForeignGlue({ name, glue }, wasm, text) {
  const kind = GLUE.find(({ is }) => is(text, wasm));
  if (kind) throw new BuildError(`${name}: its GLUE \`${glue}\` is ${kind.what}. ${kind.remedy}`);
}
