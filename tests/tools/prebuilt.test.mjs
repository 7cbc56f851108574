// What the build says to files that cannot be modules of an app, and what it makes of those that can.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wasmAs = process.env.WPL_WASM_AS;
const folder = mkdtempSync(join(tmpdir(), 'wpl prebuilt '));
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** A file made of WebAssembly text. */
function assemble(text, ...features) {
  count += 1;
  const [wat, wasm] = ['wat', 'wasm'].map((ending) => join(folder, `${count}.${ending}`));
  writeFileSync(wat, `(module ${text})`);
  const run = spawnSync(wasmAs, ['-mvp', ...features.map((feature) => `--enable-${feature}`), wat, '-o', wasm], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  return wasm;
}

function write(name, content) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** Runs the script as the build does; rest: members of the configuration beside the usual ones. */
function build(file, rest = {}) {
  count += 1;
  const out = join(folder, `out ${count}`);
  mkdirSync(out);
  const config = {
    name: 'parser',
    role: 'side',
    abi: 1,
    binaryen: dirname(wasmAs),
    wat: join(root, 'wat'),
    access: 'DIRECT',
    guarded: '0',
    file,
    glue: '',
    glueFormat: '',
    importScripts: [],
    wasi: '',
    sourceFolder: folder,
    init: [],
    memoryName: '',
    features: [],
    knownSides: ['parser', 'sorter'],
    target: join(out, 'parser.stamp'),
    depfile: join(out, 'parser.stamp.d'),
    stubFile: join(out, 'parser.stub.js'),
    moduleFile: join(out, 'parser.module.json'),
    ...rest,
  };
  writeFileSync(join(out, 'config.json'), JSON.stringify(config));
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'js/tools/describe_prebuilt.mjs'), join(out, 'config.json')],
    { encoding: 'utf8' },
  );
  return {
    status,
    stderr,
    out,
    module: existsSync(config.moduleFile) ? JSON.parse(readFileSync(config.moduleFile, 'utf8')) : null,
  };
}

function refuses(file, rest, text) {
  const { status, stderr } = build(file, rest);
  assert.equal(status, 1);
  if (text instanceof RegExp) assert.match(stderr, text);
  else assert.equal(stderr, `WasmPseudoLink: parser: ${text}\n`);
}

function accepts(file, rest = {}) {
  const { status, stderr, module, out } = build(file, rest);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  return { module, out };
}

const MEMORY = '(memory (export "memory") 1)';
const REMEDY =
  'Build the module without them, or give them by IMPORTS [<module>=]<file.mjs>: a script whose default export is a function ' +
  '(side) => ({ name() { ... }, ... }). Modules that come with JavaScript of their own take it by GLUE.';

test('a file that is none of WebAssembly, or not a whole one', () => {
  const text = write('text.wasm', '#!/bin/sh\n');
  refuses(
    text,
    {},
    `FILE \`${text}\` cannot be read: not a WebAssembly module (version 1). Build or download it again.`,
  );
  const whole = readFileSync(assemble(`${MEMORY} (func (export "f") (result i32) (i32.const 1))`));
  const cut = write('cut.wasm', whole.subarray(0, whole.length - 3));
  refuses(cut, {}, `FILE \`${cut}\` cannot be read: the file ends inside section 10. Build or download it again.`);
  const wrong = write('wrong.wasm', Buffer.from(whole).fill(0x7c, whole.length - 3, whole.length - 1)); // f64.add for a constant
  refuses(
    wrong,
    {},
    /^WasmPseudoLink: parser: FILE `.*wrong\.wasm` cannot be read: Node [\d.]+ does not compile it \(.+\)\. Build or download it again\.\n$/,
  );
  refuses(folder, {}, `FILE \`${folder}\` is not a file. Name the .wasm file, or build it before this module.`);
  const component = write('component.wasm', Buffer.from([0, 0x61, 0x73, 0x6d, 13, 0, 1, 0]));
  const gc = write('gc.wasm', Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0])); // (type (struct))
  refuses(
    gc,
    {},
    `FILE \`${gc}\` cannot be read: it has types beyond WebAssembly 2.0 (form 0x5f, as WebAssembly GC has them). Build or download it again.`,
  );
  refuses(
    component,
    {},
    `FILE \`${component}\` is a WebAssembly component. Give the core module that it was made from.`,
  );
  refuses(
    join(folder, 'none.wasm'),
    {},
    `FILE \`${join(folder, 'none.wasm')}\` does not exist. Name the .wasm file, or build it before this module.`,
  );
});

test('files of kinds that are no modules by themselves', () => {
  const dynamic = assemble(
    '(import "env" "memory" (memory 0)) (import "env" "__memory_base" (global i32)) (func (export "tree_sitter_x") (result i32) (i32.const 8))',
  );
  const library = write(
    'grammar.wasm',
    Buffer.concat([
      readFileSync(dynamic).subarray(0, 8),
      Buffer.from([0, 9, 8, ...Buffer.from('dylink.0')]),
      readFileSync(dynamic).subarray(8),
    ]),
  );
  refuses(
    library,
    {},
    /is a dynamic library of Emscripten \(-sSIDE_MODULE\), .* Language\.load\(\) of web-tree-sitter/,
  );
  const go = assemble(`(import "gojs" "runtime.wasmExit" (func (param i32))) ${MEMORY}`);
  refuses(go, {}, /is a program in Go, .* Build it as a library of WASI: GOOS=wasip1/);
  const addon = assemble(
    '(import "env" "napi_create_int32" (func (param i32 i32 i32) (result i32))) (memory (export "memory") 1)',
  );
  refuses(addon, {}, /is an addon of Node-API, .* Use it from JavaScript/);
});

test('a file that is in its glue, as -sSINGLE_FILE puts it there', () => {
  const bytes = readFileSync(assemble(`${MEMORY} (func (export "b") (result i32) (i32.const 42))`));
  const factory = (how) => `async (Module) => {
  WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  const bytes = Buffer.from('${bytes.toString('base64')}', 'base64');
  const ready = ({ exports }) => { Module._answer = exports.b; };
  const hook = Module.instantiateWasm;
  if (hook) await new Promise((resolve) => hook({}, (instance) => resolve(ready(instance))));
  else ready(${how});
  return Module;
}`;
  const ways = [
    '(await WebAssembly.instantiate(bytes, {})).instance',
    'new WebAssembly.Instance(new WebAssembly.Module(bytes), {})',
    "(await WebAssembly.instantiateStreaming(new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } }), {})).instance",
  ];
  for (const [index, way] of ways.entries()) {
    const glue = write('single.js', `${index === 0 ? 'export default ' : 'module.exports = '}${factory(way)};`);
    const { module, out } = accepts('', { glue });
    assert.deepEqual([module.kind, module.names], ['emscripten', { answer: 'b' }]);
    assert.deepEqual(readFileSync(join(out, 'parser.wasm')), bytes);
  }
  const none = write('none.js', 'module.exports = async (Module) => Module;');
  refuses(
    '',
    { glue: none },
    `FILE is not given, and no wasm file was found in GLUE \`${none}\`, which compiles none when it starts. Name the package's .wasm file by FILE.`,
  );
});

test('memories that cannot be used', () => {
  const none = assemble('(func (export "f"))');
  refuses(
    none,
    {},
    `FILE \`${none}\` cannot be used: it has no memory, so there is nothing to share with it: build it with one.`,
  );
  const hidden = assemble('(memory 1)');
  refuses(
    hidden,
    {},
    `FILE \`${hidden}\` cannot be used: it has a memory, but exports none: link it so that it does (clang: -Wl,--export-memory).`,
  );
  const wide = assemble('(memory (export "memory") i64 1)', 'memory64');
  refuses(
    wide,
    {},
    `the memory of \`${wide}\` is 64-bit, which is not supported in WasmPseudoLink 0.1: build it for wasm32, without threads.`,
  );
  const shared = assemble('(memory (export "memory") 1 2 shared)', 'threads');
  refuses(
    shared,
    {},
    `the memory of \`${shared}\` is shared, which is not supported in WasmPseudoLink 0.1: build it for wasm32, without threads.`,
  );
});

test("MEMORY says which of several memories is the module's, in the direct file too", () => {
  const several = assemble(
    `(import "env" "main_getI32" (func $get (param i32) (result i32))) (import "env" "main_mts_memcpy" (func $no (param i32 i32 i32)))
    (import "env" "main_stm_memcpy" (func $copy (param i32 i32 i32)))
    (memory (export "scratch") 1) (memory (export "heap") 2 4)
    (func (export "f") (result i32) (call $copy (i32.const 0) (i32.const 8) (i32.const 4)) (call $get (i32.const 0)))`,
    'multimemory',
  );
  refuses(
    several,
    {},
    `\`${several}\` has several memories. Say by MEMORY which one is the module's: \`scratch\`, \`heap\`.`,
  );
  refuses(
    several,
    { memoryName: 'stack' },
    `MEMORY names \`stack\`, which is no memory of \`${several}\`. Name one of: \`scratch\`, \`heap\`.`,
  );
  const { module, out } = accepts(several, { memoryName: 'heap' });
  assert.deepEqual([module.memoryName, module.memory.initial, module.memory.maximum], ['heap', 2, 4]);
  assert.deepEqual(
    module.variants.map(({ variant }) => variant),
    ['portable', 'direct'],
  );
  const main = new WebAssembly.Memory({ initial: 1 });
  let compiled;
  try {
    compiled = new WebAssembly.Module(readFileSync(join(out, 'parser.direct.wasm')));
  } catch {
    return; // an engine without multi-memory
  }
  const { exports } = new WebAssembly.Instance(compiled, {
    'wpl:memory': { main },
    'wpl:host': { memory_copy_from: 0 },
  });
  new Int32Array(exports.heap.buffer)[2] = 42;
  assert.equal(exports.f(), 42);
});

test('the loader gives env.memory only where it is the memory that MEMORY chooses', () => {
  const other = assemble('(import "env" "memory" (memory 1)) (memory (export "heap") 2)', 'multimemory');
  refuses(
    other,
    { memoryName: 'heap' },
    `nobody satisfies these imports of \`${other}\`:
  env.memory (memory): the loader gives the module's own memory only, which is another one by MEMORY
${REMEDY}`,
  );
  const own = assemble(
    '(import "env" "memory" (memory $own 1)) (export "own" (memory $own)) (memory (export "heap") 2)',
    'multimemory',
  );
  for (const memoryName of ['own', 'memory']) {
    const { module } = accepts(own, { memoryName });
    assert.deepEqual([module.memoryName, module.memory.imported, module.memory.initial], ['memory', true, 1]);
  }
});

test('every import that nobody satisfies is in one error', () => {
  const file =
    assemble(`(import "env" "log" (func (param i32))) (import "env" "main_getI32" (func (param i64) (result i32)))
    (import "env" "other_getI32" (func (param i32) (result i32))) (import "env" "rbBridge" (func (param i32 i32) (result i32)))
    (import "env" "abort" (func (param i32 i32 i32 i32))) (import "sorter" "sort" (func (param i32))) (import "sorter" "table" (table 1 funcref))
    (import "wbg" "f" (func)) (import "js" "g" (global i32)) (import "sorted" "sort" (func)) (import "wasi_snapshot_preview1" "fd_write" (func)) (import "wasi_snapshot_preview1" "fd_read" (func))
    (import "js" "memory" (memory 1))`);
  refuses(
    file,
    {},
    `nobody satisfies these imports of \`${file}\`:
  env.log (function vi)
  env.main_getI32 (function ij): it is imported as ij, but the loader's is ii (result first)
  env.other_getI32 (function ii): this project has no side \`other\`
  wbg.f (function v)
  sorted.sort (function v)
  wasi_snapshot_preview1.fd_write (function v)
  wasi_snapshot_preview1.fd_read (function v)
  js.g (global)
  js.memory (memory): the loader gives a memory as env.memory only: link the module so, or let it export its own
  sorter.table (table): other modules give functions only
npm's @bjorn3/browser_wasi_shim, which gives wasi_snapshot_preview1, was not found. Run \`npm install @bjorn3/browser_wasi_shim\` in \`${folder}\` or above, or name its folder by WASI.
${REMEDY}`,
  );
});

test('the access mode says what a module may import', () => {
  const file =
    assemble(`(import "env" "main_getI32" (func (param i32) (result i32))) (import "env" "main_stm_memcpy" (func (param i32 i32 i32)))
    (import "env" "rbBridge" (func (param i32 i32) (result i32))) (import "sorter" "sort" (func)) ${MEMORY}`);
  const refused = (access, ...names) =>
    refuses(file, { access }, `nobody satisfies these imports of \`${file}\`:\n${names.join('\n')}\n${REMEDY}`);
  const says = (access) => `ACCESS ${access} does not give it: use another access mode, or build the module without it`;
  refused('ACCESSOR', `  env.main_stm_memcpy (function viii): ${says('ACCESSOR')}`);
  const [get, copy, bridge] = [
    ['main_getI32', 'ii'],
    ['main_stm_memcpy', 'viii'],
    ['rbBridge', 'iii'],
  ];
  const line =
    (access) =>
    ([name, type]) =>
      `  env.${name} (function ${type}): ${says(access)}`;
  refused('POINTER', ...[get, copy, bridge].map(line('POINTER')));
  refused(
    'NONE',
    ...[get, copy, bridge].map(line('NONE')),
    '  sorter.sort (function v): ACCESS NONE lets it reach no other module',
  );
  const { module } = accepts(file, { access: 'IMPORT' });
  assert.deepEqual([module.variants.length, module.asks], [1, ['main_getI32', 'main_stm_memcpy', 'rbBridge']]);
  assert.deepEqual(module.imports, { sorter: { sort: 'v' } });
});

test('what a module exports, by names that others may use', () => {
  const file = assemble(
    `(import "env" "memory" (memory 1)) (import "env" "t" (table 3 5 funcref))
    (func (export "malloc") (param i32) (result i32) (i32.const 8)) (func (export "free") (param i32)) (func (export "_initialize"))
    (func (export "Parser#parse")) (func (export "pair") (result i32 i32) (i32.const 1) (i32.const 2))
    (func (export "parse") (param i32 i64 f32 f64) (result f64) (local.get 3))`,
    'multivalue',
  );
  const { module, out } = accepts(file);
  assert.deepEqual(module.exports, {
    malloc: 'ii',
    free: 'vi',
    _initialize: 'v',
    'Parser#parse': 'v',
    pair: null,
    parse: 'dijfd',
    wpl_malloc: 'ii',
    wpl_free: 'vi',
  });
  assert.deepEqual(module.api, ['parse']);
  assert.deepEqual(module.init, ['_initialize']);
  assert.deepEqual(module.names, { wpl_malloc: 'malloc', wpl_free: 'free' });
  assert.deepEqual(module.table, { initial: 3, maximum: 5 });
  assert.equal(module.memory.imported, true);
  assert.deepEqual(readFileSync(join(out, 'parser.wasm')), readFileSync(file));
});

test('INIT takes exported functions without parameters', () => {
  const file = assemble(
    `${MEMORY} (func (export "start")) (func (export "add") (param i32) (result i32) (local.get 0)) (func (export "__wasm_call_ctors"))`,
  );
  refuses(
    file,
    { init: ['begin'] },
    `INIT names \`begin\`, which \`${file}\` does not export. It exports: start, add, __wasm_call_ctors.`,
  );
  refuses(file, { init: ['add'] }, 'INIT names `add`, whose type is ii (result first). It must take no parameters.');
  assert.deepEqual(accepts(file, { init: ['start'] }).module.init, ['start']);
  assert.deepEqual(accepts(file).module.init, ['__wasm_call_ctors']);
});

test('scripts of IMPORTS', () => {
  const file = assemble(
    `(import "env" "log" (func (param i32))) (import "env" "base" (global i64)) (import "env" "abort" (func)) ${MEMORY}`,
  );
  let number = 0;
  const script = (text) => [{ module: 'env', file: write(`script${(number += 1)}.mjs`, text) }];
  const failed = (text, error) => {
    const [entry] = script(text);
    refuses(
      file,
      { importScripts: [entry] },
      `the IMPORTS script \`${entry.file}\` failed: ${error}. The build calls its default export in Node, to see which ` +
        'names it gives: (side) => ({ name() { ... }, ... }). What only browsers have belongs inside of the functions.',
    );
  };
  const absent = [{ module: 'env', file: join(folder, 'absent.mjs') }];
  refuses(file, { importScripts: absent }, /the IMPORTS script `.*absent\.mjs` cannot be read: ENOENT.* Name the file/);
  failed('export const log = () => {};', 'its default export is no function');
  failed('export default () => null;', 'it returns null instead of an object of functions');
  failed('export default async () => ({});', 'it returns a promise: return the functions at once');
  failed('export default () => document.title;', 'document is not defined');
  failed(
    'export default ({ memory }) => ({ log() {} });',
    'side.memory is there only once the module has been instantiated: use it inside of the functions',
  );
  const [relative] = script("import { log } from './log.mjs';\nexport default () => ({ log });\n");
  refuses(
    file,
    { importScripts: [relative] },
    `the IMPORTS script \`${relative.file}\` imports \`./log.mjs\`, but it is put beside the app alone. Write or bundle it as one file.`,
  );
  const [wrong] = script('export default () => ({ log: 1 });');
  refuses(
    file,
    { importScripts: [wrong] },
    `nobody satisfies these imports of \`${file}\`:
  env.log (function vi): \`${wrong.file}\` returns a number for it
  env.base (global): \`${wrong.file}\` does not return it
${REMEDY}`,
  );
  const two = ['a.b', 'a b'].map((module) => ({ ...wrong, module }));
  refuses(
    file,
    { importScripts: two },
    'two modules of IMPORTS would both have the file `parser.imports.a_b.mjs`. Join their scripts.',
  );
  // A script may leave Node something to wait for, which the build does not.
  const good = script(
    'setInterval(() => {}, 1000);\nexport default () => ({ log() {}, base: 1n, abort: () => {} });\n',
  );
  const { module, out } = accepts(file, { importScripts: good });
  assert.equal(module.importScripts.env.url, 'parser.imports.env.mjs');
  assert.deepEqual(readFileSync(join(out, 'parser.imports.env.mjs')), readFileSync(good[0].file));
});

test('the shim of WASI is found as Node finds it', () => {
  const file = assemble(
    `(import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32))) ${MEMORY}`,
  );
  const other = write('other/package.json', '{ "name": "other" }');
  refuses(
    file,
    { wasi: dirname(other) },
    `WASI \`${dirname(other)}\` is not the folder of npm's @bjorn3/browser_wasi_shim. Run \`npm install @bjorn3/browser_wasi_shim\`, and name node_modules/@bjorn3/browser_wasi_shim.`,
  );
  for (const [content, text] of [
    ['{ "name": ', 'is not the folder of npm'],
    ['{ "name": "@bjorn3/browser_wasi_shim", "main": "dist/index.js" }', 'is not complete'],
  ]) {
    const broken = dirname(write('broken/package.json', content));
    write('broken/dist/index.js', 'import "./none.js";');
    refuses(file, { wasi: broken }, new RegExp(`browser_wasi_shim.* ${text}|${text}.*browser_wasi_shim`));
  }
  write(
    'project/node_modules/@bjorn3/browser_wasi_shim/package.json',
    '{ "name": "@bjorn3/browser_wasi_shim", "main": "dist/index.js" }',
  );
  write('project/node_modules/@bjorn3/browser_wasi_shim/dist/index.js', 'import a from"./a.js";export*from"./b.js";');
  write('project/node_modules/@bjorn3/browser_wasi_shim/dist/a.js', 'export default 1;');
  write('project/node_modules/@bjorn3/browser_wasi_shim/dist/b.js', "import './a.js';");
  write('project/node_modules/@bjorn3/browser_wasi_shim/dist/unused.js', '');
  const { module, out } = accepts(file, { sourceFolder: join(folder, 'project', 'sub', 'folder') });
  const files = ['index.js', 'a.js', 'b.js', 'package.json'];
  assert.equal(module.wasi.entry, 'parser.wasi/index.js');
  assert.deepEqual(
    module.wasi.files.map(({ url }) => url),
    files.map((name) => `parser.wasi/${name}`),
  );
  assert.deepEqual(readdirSync(join(out, 'parser.wasi')).sort(), [...files].sort());
  assert.match(readFileSync(join(out, 'parser.stamp.d'), 'utf8'), /browser_wasi_shim\/dist\/b\.js/);
});

test('a script comes before the shim of WASI and the table that the loader makes', () => {
  const file = assemble(
    `(import "wasi_snapshot_preview1" "fd_write" (func)) (import "env" "t" (table 1 funcref)) (import "env" "u" (func)) ${MEMORY}`,
  );
  const scripts = [
    { module: 'env', file: write('u.mjs', 'export default () => ({ u() {} });') },
    { module: 'wasi_snapshot_preview1', file: write('fd.mjs', 'export default () => ({ fd_write() {} });') },
  ];
  const { module } = accepts(file, { importScripts: scripts, sourceFolder: join(folder, 'project') });
  assert.deepEqual([module.table, module.wasi], [{ initial: 1, maximum: null }, undefined]);
});

test('the direct file is made for the features that the file uses, or that FEATURES names', () => {
  const plain = assemble(
    `(import "env" "main_getI32" (func $get (param i32) (result i32))) ${MEMORY} (func (export "f") (result i32) (call $get (i32.const 4)))`,
  );
  refuses(
    plain,
    { features: ['simd128'] },
    /^WasmPseudoLink: parser: FEATURES names `simd128`, which binaryen does not know\. It knows: .*\bsimd\b/,
  );
  assert.equal(accepts(plain).module.variants.length, 2);
  const tail = assemble(
    `(import "env" "main_getI32" (func $get (param i32) (result i32))) ${MEMORY} (func (export "f") (result i32) (return_call $get (i32.const 4)))`,
    'tail-call',
  );
  assert.equal(accepts(tail).module.variants.length, 2);
});

test('functions of main: imports of the module, and a table in its direct file', () => {
  const file = assemble(
    `(import "main" "report" (func $report (param i32))) ${MEMORY} (func (export "work") (call $report (i32.const 1)))`,
  );
  const { module, out } = accepts(file);
  assert.deepEqual(module.imports, { main: { report: 'vi' } });
  const [, { variant, wasm }] = module.variants;
  assert.equal(variant, 'direct');
  const direct = new WebAssembly.Module(readFileSync(join(out, wasm.url)));
  assert.deepEqual(WebAssembly.Module.imports(direct), []);
  const names = WebAssembly.Module.exports(direct).map(({ name, kind }) => `${kind} ${name}`);
  assert.deepEqual(names.sort(), ['function work', 'memory memory', 'table wpl:main']);
  refuses(file, { access: 'NONE' }, /main\.report \(function vi\): ACCESS NONE lets it reach no other module/);
});

test('a script for an import module "main" comes before functions of main', () => {
  const file = assemble(`(import "main" "report" (func (param i32))) ${MEMORY}`);
  const script = { module: 'main', file: write('main.mjs', 'export default () => ({ report() {} });\n') };
  const { module } = accepts(file, { importScripts: [script] });
  assert.deepEqual(module.imports, {});
  assert.equal(module.variants.length, 1);
});
