// Sides of kind "wasm" whose manifest entries are those that the build writes: what it promises is what the loader
// does.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeFiles } from '../../js/tools/common/files.mjs';
import { placeOfPrebuilt } from '../../js/tools/common/module_config.mjs';
import { describePrebuilt, readPrebuilt } from '../../js/tools/prebuilt/prebuilt_module.mjs';
import { makeDirectVariant } from '../../js/tools/variants/direct_variant.mjs';
import { hasMultiMemory, makeApp } from './support/app.mjs';
import { mainModule } from './support/modules.mjs';
import { assemble } from './support/wat.mjs';

const wat = fileURLToPath(new URL('../../wat', import.meta.url));

const MEMORY = '(memory $memory (export "memory") 2)';
const TABLE = '(table $table (export "table") 2 funcref)';
const CALL = '(func (export "call_i") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))';
const ALLOCATOR = `(global $next (mut i32) (i32.const 4096)) (global $freed (mut i32) (i32.const 0))
  (func (export "malloc") (param i32) (result i32) (global.get $next)
    (global.set $next (i32.add (global.get $next) (local.get 0))))
  (func (export "free") (param i32) (global.set $freed (local.get 0)))
  (func (export "freed") (result i32) (global.get $freed))`;

/** An app with a side that the build describes; scripts: texts of IMPORTS by import module. */
async function buildApp(t, text, { scripts = {}, ...rest } = {}) {
  const built = await makeApp(t, mainModule(), []);
  const put = async (name, content) => {
    await writeFile(join(built.folder, name), content);
    return join(built.folder, name);
  };
  const file = await put('vendor.wasm', assemble(`(module ${text})`));
  const importScripts = await Promise.all(
    Object.entries(scripts).map(async ([module, script]) => ({
      module,
      file: await put(`vendor.${module}.mjs`, script),
    })),
  );
  const config = {
    name: 'side',
    role: 'side',
    abi: 1,
    binaryen: dirname(process.env.WPL_WASM_AS),
    wat,
    access: 'DIRECT',
    guarded: false,
    file,
    glue: '',
    glueFormat: '',
    importScripts,
    wasi: '',
    sourceFolder: built.folder,
    init: [],
    memoryName: '',
    features: [],
    knownSides: ['side'],
    target: join(built.folder, 'side.stamp'),
    ...rest,
  };
  const place = placeOfPrebuilt(config);
  const read = await readPrebuilt(config, place);
  const direct = makeDirectVariant(config, place, read);
  writeFiles(place.folder, [...read.files, ...(direct?.files ?? [])]);
  const { prebuilt, asks, ...entry } = describePrebuilt(config, place, read, direct);
  assert.ok(prebuilt && Array.isArray(asks));
  built.manifest.modules.push(entry);
  return { built, entry };
}

const loadSide = async ({ built }, options) => (await built.load(options)).modules.side;

/** Puts a function into the side's table and has the side call it. */
const callsBack = (side) => assert.equal(side.exports.call_i(side.addFunction(() => 6, 'i')), 6);

test('malloc and free are there by both of their names', async (t) => {
  const app = await buildApp(t, `${MEMORY} ${ALLOCATOR}`);
  assert.deepEqual(app.entry.names, { wpl_malloc: 'malloc', wpl_free: 'free' });
  const { exports } = await loadSide(app);
  assert.deepEqual([exports.malloc(8), exports.wpl_malloc(8), exports.malloc(8)], [4096, 4104, 4112]);
  exports.wpl_free(4104);
  assert.equal(exports.freed(), 4104);
  exports.free(4096);
  assert.equal(exports.freed(), 4096);
});

describe('a table', () => {
  test('that is exported', async (t) => callsBack(await loadSide(await buildApp(t, `${MEMORY} ${TABLE} ${CALL}`))));

  for (const limits of ['2', '2 6']) {
    test(`that is imported with the limits ${limits}`, async (t) => {
      const app = await buildApp(
        t,
        `(import "env" "__indirect_function_table" (table $table ${limits} funcref)) ${MEMORY} ${CALL}`,
      );
      assert.equal(app.entry.table.initial, 2);
      callsBack(await loadSide(app));
    });
  }

  test('that an import script gives', async (t) => {
    const script = 'export default () => ({ table: new WebAssembly.Table({ element: "anyfunc", initial: 4 }) });';
    const app = await buildApp(t, `(import "env" "table" (table $table 2 funcref)) ${MEMORY} ${CALL}`, {
      scripts: { env: script },
    });
    assert.equal(app.entry.table, undefined);
    callsBack(await loadSide(app));
  });
});

test('a memory that is imported has the limits of the file', async (t) => {
  const text = '(import "env" "memory" (memory 2 5)) (func (export "size") (result i32) (memory.size))';
  const side = await loadSide(await buildApp(t, text));
  assert.equal(side.exports.size(), 2);
  side.memory.grow(3);
  assert.equal(side.views.uint8.length, 5 * 65536);
  assert.throws(() => side.memory.grow(1), RangeError);
});

test(
  "the imported memory that MEMORY chooses, by either of its names, is the module's",
  { skip: !hasMultiMemory },
  async (t) => {
    // (import "env" "memory" (memory 1)) (memory 2), exported as "h" and "i"
    const bytes = [
      0, 97, 115, 109, 1, 0, 0, 0, 2, 15, 1, 3, 101, 110, 118, 6, 109, 101, 109, 111, 114, 121, 2, 0, 1, 5, 3, 1, 0, 2,
      7, 9, 2, 1, 104, 2, 0, 1, 105, 2, 1,
    ];
    const file = join((await makeApp(t, mainModule(), [])).folder, 'two.wasm');
    await writeFile(file, new Uint8Array(bytes));
    for (const memoryName of ['h', 'memory']) {
      const side = await loadSide(await buildApp(t, '', { file, memoryName }));
      assert.equal(side.memory.buffer.byteLength, 65536);
    }
  },
);

describe('init functions', () => {
  const body = `${MEMORY} (func (export "_initialize") (i32.store (i32.const 64) (i32.const 1)))
  (func (export "prepare") (i32.store (i32.const 68) (i32.const 2)))`;
  const stored = async (app) => [...(await loadSide(app)).views.int32.subarray(16, 18)];

  test('are the usual ones', async (t) => assert.deepEqual(await stored(await buildApp(t, body)), [1, 0]));
  test('are those of INIT', async (t) =>
    assert.deepEqual(await stored(await buildApp(t, body, { init: ['prepare'] })), [0, 2]));
});

test('all at once, by the portable and the direct file', async (t) => {
  const text = `(import "env" "memory" (memory $memory 2)) (import "env" "table" (table $table 2 funcref))
  (import "env" "main_getI32" (func $get (param i32) (result i32))) (import "env" "log" (func $log (param i32)))
  ${CALL} ${ALLOCATOR}
  (func (export "peek_main") (param i32) (result i32) (call $log (local.get 0)) (call $get (local.get 0)))
  (func (export "_initialize") (i32.store (i32.const 64) (i32.const 7)))`;
  const scripts = {
    env: 'export default (side) => ({ log(value) { new Int32Array(side.memory.buffer)[20] = value; } });',
  };
  const app = await buildApp(t, text, { scripts });
  assert.deepEqual(
    app.entry.variants.map(({ variant }) => variant),
    ['portable', 'direct'],
  );
  for (const prefer of hasMultiMemory ? ['portable', 'direct'] : ['portable']) {
    const { main, modules } = await app.built.load({ prefer });
    const { side } = modules;
    assert.equal(side.variant, prefer);
    callsBack(side);
    new Int32Array(main.memory.buffer)[1000] = 99;
    assert.equal(side.exports.peek_main(4000), 99);
    assert.deepEqual([side.views.int32[16], side.views.int32[20], side.exports.malloc(4)], [7, 4000, 4096]);
  }
});
