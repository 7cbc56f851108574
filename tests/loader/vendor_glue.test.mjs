// Sides that come with a vendor's own glue: by Emscripten without our js library, and by wasm-bindgen.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fingerprint } from '../../js/tools/common/files.mjs';
import { wrapUmd } from '../../js/tools/prebuilt/wrap_umd.mjs';
import { entryOf, makeApp, rewriteGlue } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule } from './support/modules.mjs';

/**
 * A file as emcc -O3 makes it, all names shortened: a memory, b table, c double_it, d each, e malloc, f stackSave, g
 * stackRestore, h trap.
 */
const MINIFIED = `(module
  (import "a" "a" (func $host (param i32) (result i32)))
  (memory (export "a") 2)
  (table $table (export "b") 4 funcref)
  (global $sp (mut i32) (i32.const 65536))
  (type $ii (func (param i32) (result i32)))
  (func (export "c") (param i32) (result i32) (call $host (local.get 0)))
  (func (export "d") (param i32 i32) (result i32) (call_indirect (type $ii) (local.get 1) (local.get 0)))
  (func (export "e") (param i32) (result i32) (i32.const 2048))
  (func (export "f") (result i32) (global.get $sp))
  (func (export "g") (param i32) (global.set $sp (local.get 0)))
  (func (export "h") (global.set $sp (i32.sub (global.get $sp) (i32.const 512))) (unreachable)))`;
const NAMES = { double_it: 'c', each: 'd', malloc: 'e', wpl_malloc: 'e', stackSave: 'f', stackRestore: 'g', trap: 'h' };
const EXPORTS = {
  double_it: 'ii',
  each: 'iii',
  malloc: 'ii',
  wpl_malloc: 'ii',
  stackSave: 'i',
  stackRestore: 'vi',
  trap: 'v',
};

/** Keeps a promise of its only instance, as npm sql.js does. */
const UMD = `var promise;
module.exports = function (Module) {
  return (promise = promise || new Promise(function (resolve) {
    Module.instantiateWasm({ a: { a: (n) => 2 * n } }, function (instance) {
      Module._double_it = instance.exports.c;
      Module.memory = instance.exports.a;
      resolve(Module);
    });
  }));
};`;

const side = (name, extra = {}) => ({
  name,
  text: MINIFIED,
  exports: EXPORTS,
  names: NAMES,
  api: ['double_it', 'each', 'trap'],
  imports: {},
  ...extra,
});
const CALL_SIDE = {
  imports: `(import "side" "double_it" (func $double (param i32) (result i32)))
  (import "env" "side_getI32" (func $get (param i32) (result i32)))
  (import "env" "side_mts_addFnPtr" (func $lend (param i32) (result i32)))
  (import "side" "each" (func $each (param i32 i32) (result i32)))`,
  body: `(func (export "via_side") (param i32) (result i32) (call $double (local.get 0)))
  (func (export "peek_side") (param i32) (result i32) (call $get (local.get 0)))
  (func (export "call_back") (param i32 i32) (result i32) (call $each (call $lend (local.get 0)) (local.get 1)))`,
  glue: {
    links: [
      ['side', 'getI32'],
      ['side', 'mts_addFnPtr'],
    ],
  },
};

async function makeVendorApp(t, main, sides, glue = wrapUmd(UMD, 'side')) {
  const built = await makeApp(t, main, sides);
  for (const { name } of sides) await rewriteGlue(built, name, glue);
  return built;
}

describe('a side with minified names and a script as glue', () => {
  test('is called by its readable names, from wasm, JavaScript and by lookup', async (t) => {
    const { main, modules } = await (await makeVendorApp(t, mainModule(CALL_SIDE), [side('side')])).load();
    assert.equal(main.exports.via_side(21), 42);
    assert.equal(modules.side.exports.double_it(4), 8);
    assert.equal(modules.side.module._double_it(5), 10);
    assert.equal(modules.side.memory, modules.side.module.memory);
    new Int32Array(modules.side.memory.buffer)[1000] = 77;
    assert.equal(main.exports.peek_side(4000), 77);
    const c = new C(main);
    const handle = c.dlopen('side');
    assert.equal(c.call('ii', c.dlsym(handle, 'double_it:ii'), 3), 6);
    assert.equal(c.call('ii', c.dlsym(handle, 'wpl_malloc:ii'), 8), 2048);
    assert.equal(c.dlsym(handle, 'c'), 0);
    assert.match(c.error, /has no function "c"/);
  });

  test("takes main's functions into its table", async (t) => {
    const { main } = await (await makeVendorApp(t, mainModule(CALL_SIDE), [side('side')])).load();
    assert.equal(main.exports.call_back(2, 5), 15, 'pointer 2 of main is add_ten');
  });

  test('has its stack pointer back after a trap', async (t) => {
    const { modules } = await (await makeVendorApp(t, mainModule(), [side('side')])).load();
    for (let count = 0; count < 3; count += 1)
      assert.throws(
        () => modules.side.exports.trap(),
        hasCode('GUARDED_CALL_FAILED', 'side.trap trapped', 'unreachable'),
      );
    assert.equal(modules.side.exports.stackSave(), 65536);
    assert.equal(modules.side.state, 'ready');
  });

  test('is two instances as two sides, and a new one when it is opened again', async (t) => {
    const built = await makeVendorApp(t, mainModule(), [side('side'), side('other', { lazy: true })]);
    const app = await built.load();
    const seen = [app.modules.side.memory];
    for (let count = 0; count < 3; count += 1) {
      await app.open('other');
      seen.push(app.modules.other.memory);
      assert.equal(app.modules.other.exports.double_it(4), 8);
      app.close('other');
    }
    assert.equal(new Set(seen).size, 4);
    assert.equal(app.modules.side.exports.double_it(4), 8);
  });
});

/** A library that knows no instantiateWasm, with an adapter to it. */
const LIBRARY = `var library = {};
module.exports = async function () {
  var { instance } = await WebAssembly.instantiateStreaming(fetch('none:'), { a: { a: (n) => 2 * n } });
  library.twice = (n) => instance.exports.c(n);
  return library;
};`;

test('a side whose JavaScript instantiates it by itself gets its instance from the loader', async (t) => {
  const built = await makeVendorApp(
    t,
    mainModule(CALL_SIDE),
    [side('side')],
    wrapUmd(LIBRARY, 'side', { ownBytes: MINIFIED.length }),
  );
  const { main, modules } = await built.load();
  assert.equal(main.exports.via_side(21), 42);
  assert.equal(modules.side.module.twice(4), 8);
});

describe('glue that does not do its part', () => {
  const FAULTS = {
    'never calls the hook': [
      'export default () => new Promise(() => {});',
      'did not ask for its wasm to be instantiated within 60 ms',
    ],
    'never becomes ready': [
      'export default (m) => new Promise(() => m.instantiateWasm({ a: { a: (n) => n } }, () => {}));',
      'did not become ready within 60 ms',
    ],
    'has no such import': ['export default (m) => new Promise(() => m.instantiateWasm({}, () => {}));', 'a.a'],
  };
  for (const [title, [glue, text]] of Object.entries(FAULTS)) {
    test(title, async (t) => {
      const built = await makeVendorApp(t, mainModule(), [side('side')], glue);
      const code = title === 'has no such import' ? 'IMPORTS_UNRESOLVED' : 'GLUE_FAILED';
      await assert.rejects(built.load({ hookTimeout: 60 }), hasCode(code, 'side', text));
    });
  }

  test('main keeps running when a lazy side has such glue', async (t) => {
    const built = await makeVendorApp(
      t,
      mainModule(),
      [side('side', { lazy: true })],
      'export default () => new Promise(() => {});',
    );
    const app = await built.load({ hookTimeout: 60 });
    await assert.rejects(app.open('side'), hasCode('GLUE_FAILED'));
    assert.equal(app.main.exports.add_one(1), 2);
    assert.equal(app.modules.side.state, 'closed');
  });
});

const RUST = `(module
  (import "wbg" "__wbg_now" (func $now (result i32)))
  (memory (export "memory") 1)
  (table (export "__wbindgen_externrefs") 4 externref)
  (table $table (export "__wbindgen_export_2") 4 funcref)
  (global $sp (mut i32) (i32.const 32768))
  (type $ii (func (param i32) (result i32)))
  (func (export "later") (param i32) (result i32) (i32.add (local.get 0) (call $now)))
  (func (export "each") (param i32 i32) (result i32) (call_indirect $table (type $ii) (local.get 1) (local.get 0)))
  (func (export "panic") (drop (call $move (i32.const -64))) (unreachable))
  (func $move (export "__wbindgen_add_to_stack_pointer") (param i32) (result i32)
    (global.set $sp (i32.add (global.get $sp) (local.get 0))) (global.get $sp)))`;
const RUST_EXPORTS = { later: 'ii', each: 'iii', panic: 'v', __wbindgen_add_to_stack_pointer: 'ii' };

/** As wasm-bindgen --target web writes it; before 0.2.93 init took no object. */
const bindgenGlue = (unpack) => `let wasm;
export function later(n) { return wasm.later(n); }
async function load(module, imports) {
  return { instance: await WebAssembly.instantiate(module, imports) };
}
export function initSync() {}
export default async function init(module_or_path) {
  if (wasm !== undefined) return wasm;
  ${unpack}
  const { instance } = await load(await module_or_path, { wbg: { __wbg_now: () => 1000 } });
  return (wasm = instance.exports);
}`;
const UNPACK =
  'if (Object.getPrototypeOf(module_or_path) === Object.prototype) ({ module_or_path } = module_or_path); else console.warn("old");';
const rust = (extra = {}) => ({
  name: 'side',
  kind: 'bindgen',
  text: RUST,
  exports: RUST_EXPORTS,
  api: ['later', 'each', 'panic'],
  imports: {},
  ...extra,
});
const CALL_RUST = {
  ...CALL_SIDE,
  imports: CALL_SIDE.imports.replaceAll('double_it', 'later'),
};

async function makeRustApp(t, main, sides, glue = bindgenGlue(UNPACK)) {
  const built = await makeApp(t, main, sides);
  for (const { name } of sides) {
    await writeFile(join(built.folder, `${name}.mjs`), glue);
    entryOf(built.manifest, name).glue = { url: `${name}.mjs`, ...fingerprint(join(built.folder, `${name}.mjs`)) };
  }
  return built;
}

describe('a side by wasm-bindgen', () => {
  for (const [title, unpack] of [
    ['init({ module_or_path })', UNPACK],
    ['init(module)', ''],
  ]) {
    test(`is started by its ${title}`, async (t) => {
      const warned = t.mock.method(console, 'warn', () => {});
      const { main, modules } = await (
        await makeRustApp(t, mainModule(CALL_RUST), [rust()], bindgenGlue(unpack))
      ).load();
      assert.equal(main.exports.via_side(21), 1021);
      assert.equal(modules.side.module.later(4), 1004);
      assert.equal(main.exports.call_back(2, 5), 15);
      assert.equal(warned.mock.callCount(), 0);
    });
  }

  test('has its stack pointer back after a panic', async (t) => {
    const { modules } = await (await makeRustApp(t, mainModule(), [rust()])).load();
    assert.throws(() => modules.side.exports.panic(), hasCode('GUARDED_CALL_FAILED', 'side.panic trapped'));
    assert.equal(modules.side.exports.__wbindgen_add_to_stack_pointer(0), 32768);
  });

  test('is a new instance when it is opened again, and two as two sides', async (t) => {
    const app = await (await makeRustApp(t, mainModule(), [rust(), rust({ name: 'other', lazy: true })])).load();
    const seen = [app.modules.side.memory];
    for (let count = 0; count < 3; count += 1) {
      await app.open('other');
      seen.push(app.modules.other.memory);
      app.close('other');
    }
    assert.equal(new Set(seen).size, 4);
    assert.equal(app.modules.side.module.later(1), 1001);
  });

  test('takes no instantiateWasm: its glue would not call it', async (t) => {
    const built = await makeRustApp(t, mainModule(), [rust({ lazy: true })]);
    const modules = { side: { instantiateWasm: () => {} } };
    await assert.rejects(built.load({ modules }), hasCode('BAD_OPTION', 'side: ', 'instantiateWasm', 'leave it out'));
  });

  const FAULTS = {
    'no default export': ['export const x = 1;', 'has no init function as default export'],
    'init that fails': ['export default async () => { throw new Error("no"); };', 'failed (no)'],
    'init that never ends': ['export default () => new Promise(() => {});', 'did not start it within 60 ms'],
    'init that gives nothing': ['export default async () => {};', 'gave no exports'],
  };
  for (const [title, [glue, text]] of Object.entries(FAULTS)) {
    test(`glue with ${title}`, async (t) => {
      const built = await makeRustApp(t, mainModule(), [rust()], glue);
      await assert.rejects(built.load({ hookTimeout: 60 }), hasCode('GLUE_FAILED', 'side', text));
    });
  }
});
