// Vendors' glue is described by running it. The modules here are by hand; tests/conformance/npm has those of real
// packages.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { describeGlue } from '../../js/tools/prebuilt/prebuilt_glue.mjs';

const folder = mkdtempSync(join(tmpdir(), 'wpl prebuilt '));
after(() => rmSync(folder, { recursive: true, force: true }));

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const name = (text) => [text.length, ...Buffer.from(text)];
const section = (id, ...content) => [id, content.flat(Infinity).length, ...content.flat(Infinity)];

/** Exports a: memory, b: (i32) -> i32 which adds 1, c: (i32) -> i32, d: (i32), e: () -> i32, as emcc -O3 names them. */
const MINIFIED = Uint8Array.from([
  ...HEADER,
  ...section(1, 3, [0x60, 1, 0x7f, 1, 0x7f], [0x60, 1, 0x7f, 0], [0x60, 0, 1, 0x7f]),
  ...section(3, 4, 0, 0, 1, 2),
  ...section(5, 1, [0, 1]),
  ...section(7, 5, [name('a'), 2, 0], [name('b'), 0, 0], [name('c'), 0, 1], [name('d'), 0, 2], [name('e'), 0, 3]),
  ...section(10, 4, [7, 0, 0x20, 0, 0x41, 1, 0x6a, 0x0b], [4, 0, 0x41, 16, 0x0b], [2, 0, 0x0b], [4, 0, 0x41, 32, 0x0b]),
]);
const NAMES = { increase: 'b', malloc: 'c', free: 'd', stackSave: 'e', wpl_malloc: 'c', wpl_free: 'd' };

/** A factory as emcc writes it: names by assignment, and one that is a wrapper. */
const FACTORY = `function (Module) {
  return new Promise(function (resolve) {
    Module.instantiateWasm({}, function (instance) {
      var wasm = instance.exports;
      Module._increase = wasm.b;
      Module._malloc = (size) => (Module._malloc = wasm.c)(size);
      Module._free = wasm.d;
      Module.stackSave = () => wasm.e();
      Module._unknown = () => 1;
      Module.ccall = () => wasm.b(1);
      resolve(Module);
    });
  });
}`;

const put = (file, content) => {
  const path = join(folder, file);
  writeFileSync(path, content);
  return path;
};
const wasm = put('part.wasm', MINIFIED);
const describe = (file, content, more = {}) => describeGlue({ name: 'part', wasm, glue: put(file, content), ...more });

let staged = 0;

/** Starts two instances, as the loader does. */
async function start(text) {
  const { default: factory } = await import(pathToFileURL(put(`staged${(staged += 1)}.mjs`, text)));
  const instantiateWasm = (imports, done) => {
    done(new WebAssembly.Instance(new WebAssembly.Module(MINIFIED), imports));
    return {};
  };
  return [await factory({ instantiateWasm }), await factory({ instantiateWasm })];
}

test('an ES module of Emscripten stays as it is; its names are found, wrappers among them', async () => {
  const text = `export default ${FACTORY}`;
  assert.deepEqual(await describe('esm.mjs', text), { kind: 'emscripten', text, names: NAMES, sources: [] });
});

const UMD = `var starts = 0; var promise;
var create = function (Module) {
  starts += 1;
  Module.starts = starts;
  return (promise = promise || (${FACTORY})(Module));
};
if (typeof exports === 'object' && typeof module === 'object') module.exports = create;
else if (typeof define === 'function' && define.amd) define([], function () { return create; });`;

test('a script becomes an ES module around its unchanged text, and is evaluated anew for each instance', async () => {
  const { kind, text, names } = await describe('umd.js', UMD);
  assert.equal(kind, 'emscripten');
  assert.deepEqual(names, NAMES);
  assert.ok(text.includes(UMD));
  const [first, second] = await start(text);
  assert.notEqual(first, second);
  assert.deepEqual([first.starts, second.starts], [1, 1]);
  assert.equal(second._increase(41), 42);
});

test('what a CommonJS script finds in Node: require, __dirname, this, and no way to the ES module around it', async () => {
  const text = `if (typeof require('node:path').join !== 'function') throw new Error('require');
if (__filename.indexOf(__dirname) !== 0) throw new Error('__dirname');
if (this !== exports || this !== module.exports) throw new Error('this');
module.exports = ${FACTORY};`;
  assert.deepEqual((await describe('node.js', text)).names, NAMES);
});

test('AMD alone, a default export, and a comment at the very end', async () => {
  for (const text of [
    `(function (root, make) { define(['exports'], make); })(this, function () { return ${FACTORY}; });`,
    `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = ${FACTORY}; // end`,
  ]) {
    assert.deepEqual((await describe('forms.js', text)).names, NAMES);
  }
});

/** As emcc writes it without -sMODULARIZE: it starts the Module that it finds, and what follows is up to callbacks. */
const PROGRAM = `var Module = typeof Module != 'undefined' ? Module : {};
Module.ready = false;
(${FACTORY})(Module).then(function () {
  Module.calledRun = true;
  if (Module.onRuntimeInitialized) Module.onRuntimeInitialized();
});`;

test('a program without factory starts the Module that it is given, and is ready when its runtime is', async () => {
  for (const end of ['', "if (typeof module !== 'undefined') module.exports = Module;"]) {
    const { text, names } = await describe('program.js', PROGRAM + end);
    assert.deepEqual(names, NAMES);
    const [first, second] = await start(text);
    assert.notEqual(first, second);
    assert.ok(first.calledRun && second._increase(41) === 42);
  }
});

test('a file whose names are readable needs no names', async () => {
  const text = `export default async (Module) => {
    Module.instantiateWasm({}, ({ exports }) => Object.assign(Module, { _b: exports.b, e: exports.e }));
    return Module;
  };`;
  assert.deepEqual((await describe('plain.mjs', text)).names, {});
});

test('wasm-bindgen: an init function that takes the compiled module, in its new and its old form', async () => {
  const instantiate = 'const { exports } = await WebAssembly.instantiate(await module, {}); return exports;';
  for (const parameter of ['{ module_or_path: module }', 'module']) {
    const text = `export default async function init(${parameter}) { ${instantiate} }\nexport function initSync() {}\n`;
    assert.deepEqual(await describe('bindgen.js', text), { kind: 'bindgen', text, names: {}, sources: [] });
  }
});

test('what the glue gets is an instance of real functions of their types, after instantiateWasm has returned', async () => {
  const text = `export default (Module) => new Promise((resolve) => {
    let exports;
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: 4 });
    exports = Module.instantiateWasm({}, (instance, module) => {
      const wasm = instance.exports;
      if (typeof exports !== 'object') throw new Error('called back too early');
      if (!(instance instanceof WebAssembly.Instance) || !(module instanceof WebAssembly.Module)) throw new Error('kind');
      if (Object.getPrototypeOf(wasm) !== null || !Object.isFrozen(wasm)) throw new Error('exports');
      ['b', 'c', 'd', 'e'].forEach((name, index) => table.set(index, wasm[name]));
      if (wasm.b.length !== 1 || wasm.e.length !== 0) throw new Error('length');
      if (table.get(0) !== wasm.b || wasm.b(41) !== 42) throw new Error('function');
      resolve(Object.assign(Module, { _increase: wasm.b, _malloc: wasm.c, _free: wasm.d, stackSave: () => wasm.e() }));
    });
  });`;
  assert.deepEqual((await describe('close.mjs', text)).names, NAMES);
});

/** Exports a: memory, b: (i32, i64) -> i64. */
const WIDE = Uint8Array.from([
  ...HEADER,
  ...section(1, 1, [0x60, 2, 0x7f, 0x7e, 1, 0x7e]),
  ...section(3, 1, 0),
  ...section(5, 1, [0, 1]),
  ...section(7, 2, [name('a'), 2, 0], [name('b'), 0, 0]),
  ...section(10, 1, [4, 0, 0x20, 1, 0x0b]),
]);

test('a wrapper is known by what it calls, if that takes an i64 and if more arguments than it has are refused', async () => {
  const text = `export default (Module) => new Promise((resolve) => Module.instantiateWasm({}, ({ exports }) => {
    Module._wide = (...args) => {
      if (args.length > 2) throw new Error('native function called with ' + args.length + ' args but expects 2');
      return exports.b(...args);
    };
    resolve(Module);
  }));`;
  assert.deepEqual((await describe('wide.mjs', text, { wasm: put('wide.wasm', WIDE) })).names, { wide: 'b' });
});

test('a factory among other exports is found, in a script and in an ES module', async () => {
  const others = (prefix) =>
    `${prefix}version = () => '1.0';\n${prefix}check = (value) => { throw new Error(typeof value); };`;
  const { text } = await describe('many.js', `${others('exports.')} exports.create = ${FACTORY};`);
  assert.equal((await start(text))[1]._increase(41), 42);
  const made = `const made = ${FACTORY};\nexport { made as create };`;
  const { text: module } = await describe('many.mjs', `${others('export const ')}\n${made}`);
  assert.equal((await start(module))[1]._increase(41), 42);
});

/** A library that fetches and instantiates its file in its own ways. */
const LIBRARY = (how) => `const library = { async init(source) { ${how} library.add = exports.b; } };
const other = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
module.exports = async () => {
  if (!(other instanceof WebAssembly.Instance)) throw new Error('another file is none of ours');
  await library.init();
  return library;
};`;
const INSTANTIATES = {
  'instantiateStreaming(response)':
    "const { instance: { exports } } = await WebAssembly.instantiateStreaming(fetch('none:'), {});",
  'instantiate(await compile(bytes))':
    'const { exports } = await WebAssembly.instantiate(await WebAssembly.compile(new Uint8Array()), {});',
};
for (const [how, code] of Object.entries(INSTANTIATES)) {
  test(`an adapter to a library that instantiates by ${how} gets the loader's instance, and each start its own`, async () => {
    const { kind, text, names } = await describe('library.js', LIBRARY(code));
    assert.deepEqual([kind, names.wpl_malloc], ['emscripten', undefined]);
    const [first, second] = await start(text);
    assert.notEqual(first, second);
    assert.equal(second.add(41), 42);
  });
}

/** As wasm-bindgen --target bundler writes them: a file that imports the wasm, and one with all functions. */
const BUNDLED = `let wasm;
export function __wbg_set_wasm(val) { wasm = val; }
export function twice(value) { return wasm.twice(value); }
export function __wbg_log_1(value) { return value + value; }
`;
const BUNDLED_WASM = Uint8Array.from([
  ...HEADER,
  ...section(1, 1, [0x60, 1, 0x7f, 1, 0x7f]),
  ...section(2, 1, [name('./part_bg.js'), name('__wbg_log_1'), 0, 0]),
  ...section(3, 1, 0),
  ...section(5, 1, [0, 1]),
  ...section(7, 3, [name('memory'), 2, 0], [name('twice'), 0, 1], [name('__wbindgen_malloc'), 0, 1]),
  ...section(10, 1, [6, 0, 0x20, 0, 0x10, 0, 0x0b]),
]);

test('wasm-bindgen --target bundler: either of its files', async () => {
  const bundled = { wasm: put('part_bg.wasm', BUNDLED_WASM) };
  const all = put('part_bg.js', BUNDLED);
  const entry = `import * as wasm from "./part_bg.wasm";
export * from "./part_bg.js";
import { __wbg_set_wasm } from "./part_bg.js";
__wbg_set_wasm(wasm);
wasm.__wbindgen_start();
`;
  assert.deepEqual((await describe('part.js', entry, bundled)).sources, [all]);
  const { kind, text, sources } = await describe('part_bg.js', BUNDLED, bundled);
  assert.deepEqual([kind, sources], ['bindgen', []]);
  assert.ok(text.startsWith(BUNDLED));
  const glue = await import(pathToFileURL(put('bundled.mjs', text)));
  await glue.default({ module_or_path: new WebAssembly.Module(BUNDLED_WASM) });
  assert.equal(glue.twice(21), 42);
  rmSync(all);
  await assert.rejects(
    describe('part.js', entry, bundled),
    /imports `[^`]*part_bg\.js`, which does not exist\. Install the package again/,
  );
});

test('glue of other kinds is called by its name', async () => {
  const bindgen = { wasm: put('part_bg.wasm', BUNDLED_WASM) };
  const web = /Take the package's build for the web or for bundlers \(wasm-pack build --target web\)\.$/;
  const refused = [
    [
      'node.js',
      "const bytes = require('fs').readFileSync('x'); const wasm = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});",
      /is made by wasm-bindgen --target nodejs/,
      web,
    ],
    ['deno.mjs', 'const code = await Deno.readFile(url); export const x = 1;', /wasm-bindgen --target deno/, web],
    ['page.js', 'let wasm_bindgen = (function(exports) {})({});', /wasm-bindgen --target no-modules/, web],
    [
      'as.mjs',
      'async function instantiate(module, imports = {}) { const adaptedImports = {}; } export const x = 1;',
      /made by AssemblyScript/,
      /Omit GLUE/,
    ],
  ];
  for (const [file, text, ...expected] of refused) {
    await assert.rejects(describe(file, text, bindgen), (error) => {
      assert.equal(error.constructor.name, 'BuildError');
      for (const each of expected) assert.match(error.message, each);
      return true;
    });
  }
});

const FAULTS = [
  [
    'never.js',
    'module.exports = () => new Promise(() => {});',
    /never happens: it must call the option instantiateWasm/,
  ],
  ['busy.js', 'console.log("busy"); for (;;);', /did not start the module within 3 s.*It printed: busy/],
  ['none.mjs', 'export default async () => ({});', /never called the option instantiateWasm/],
  [
    'throws.mjs',
    'export default () => { throw new Error("no luck"); };',
    /fails with Error: no luck\. Give the JavaScript that was made together with `part\.wasm`/,
  ],
  ['value.mjs', 'export default 1;', /has no function as default export/],
  ['nothing.js', 'var x = 1;', /exports no function, and starts no Module/],
  ['sloppy.js', 'undeclared = 1;', /undeclared is not defined\. Glue runs in strict mode/],
  ['octal.js', 'var x = 017;', /strict mode/],
  ['broken.mjs', 'export default (', /SyntaxError/],
  ['imports.mjs', 'import "./other.mjs"; export default () => {};', /Glue must be one file/],
  [
    'requires.js',
    'module.exports = require("./other.js");',
    /Cannot find module '.\/other.js'\. Glue must be one file/,
  ],
  ['reads.js', 'require("node:fs").readFileSync("none.wasm");', /ENOENT.* It reads a file that is not beside it/],
  ['page.js', 'module.exports = () => document.title;', /document is not defined\. It needs a browser/],
  ['textless.mjs', 'export default () => { throw { toString: null }; };', /throws a value without text/],
  [
    'later.mjs',
    'export default () => new Promise(() => setTimeout(() => { throw new Error("late"); }));',
    /Error: late/,
  ],
  [
    'library.js',
    'module.exports = { version: () => 1, Parser: class {}, parse: () => "x" };',
    /is a library rather than a factory: it exports the functions `version`, `parse`, and none of them calls the option instantiateWasm.*Adapters/s,
  ],
  ['exit.js', 'process.exit(3);', /ended the process with status 3/],
  [
    'misfit.mjs',
    'export default (m) => m.instantiateWasm({}, ({ exports }) => exports.other());',
    /exports\.other is not a function/,
  ],
];

for (const [file, text, expected] of FAULTS) {
  test(`glue that cannot work is a clear error: ${file}`, async () => {
    await assert.rejects(describe(file, text, { timeLimit: file === 'busy.js' ? 3000 : 30_000 }), (error) => {
      assert.equal(error.constructor.name, 'BuildError');
      assert.match(error.message, /^part: its GLUE `/);
      assert.match(error.message, expected);
      return true;
    });
  });
}

test('a wrong GLUE_FORMAT is told from the text', async () => {
  await assert.rejects(
    describe('esm.mjs', 'export default 1;', { format: 'UMD' }),
    /GLUE_FORMAT is UMD, but .* Write GLUE_FORMAT ESM/,
  );
  await assert.rejects(
    describe('umd.js', UMD, { format: 'ESM' }),
    /is a script without `export`\. Write GLUE_FORMAT UMD/,
  );
});
