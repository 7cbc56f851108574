// Damaged files: whatever was changed in a wasm file or in its glue, the build either says so in words or makes a
// module of a valid file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { makeDirectVariant } from '../../js/tools/variants/direct_variant.mjs';
import { BuildError } from '../../js/tools/common/build_error.mjs';
import { checkPrebuiltImports } from '../../js/tools/prebuilt/prebuilt_imports.mjs';
import { describePrebuilt, readPrebuilt } from '../../js/tools/prebuilt/prebuilt_module.mjs';
import { readWasm } from '../../js/loader/wasm/wasm_binary.mjs';

const wasmAs = process.env.WPL_WASM_AS;
const hasMultiMemory = Number(process.versions.node.split('.')[0]) >= 22;
const SOAK = Boolean(process.env.WPL_SOAK);
const folder = mkdtempSync(join(tmpdir(), 'wpl damaged '));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Something of every section, names and two custom ones. */
const TEXT = `(module
  (type $binary (func (param i32 i32) (result i32)))
  (import "env" "main_getI32" (func $get (param i32) (result i32)))
  (import "env" "log" (func $log (param f64 i64)))
  (import "env" "base" (global $base i32))
  (memory (export "memory") 1 4)
  (table $table (export "table") 4 8 funcref)
  (global $stack (export "__stack_pointer") (mut i32) (i32.const 65536))
  (elem (i32.const 1) $add $get)
  (data (i32.const 16) "some text in the module's memory")
  (start $begin)
  (func $begin (i32.store (i32.const 0) (i32.const 7)))
  (func $add (export "add") (param i32 i32) (result i32)
    (local $sum i32)
    (block $end
      (br_if $end (i32.eqz (local.get 0)))
      (local.set $sum (i32.add (call $get (local.get 0)) (i32.load (local.get 1)))))
    (local.get $sum))
  (func (export "apply") (param i32 i32) (result i32)
    (call $log (f64.const 1.5) (i64.const 12345678901))
    (call_indirect $table (type $binary) (local.get 1) (local.get 1) (local.get 0)))
  (func (export "malloc") (param i32) (result i32) (local.get 0))
  (func (export "free") (param i32)))`;

function assemble() {
  const [wat, wasm] = [join(folder, 'part.wat'), join(folder, 'part.wasm')];
  writeFileSync(wat, TEXT);
  const run = spawnSync(wasmAs, ['-mvp', '--enable-mutable-globals', '-g', wat, '-o', wasm], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return readFileSync(wasm);
}

const BYTES = assemble();
writeFileSync(join(folder, 'imports.mjs'), 'export default () => ({ log() {}, base: 0 });');

const file = join(folder, 'damaged.wasm');
const config = {
  name: 'parser',
  role: 'side',
  abi: 1,
  binaryen: dirname(wasmAs),
  wat: fileURLToPath(new URL('../../wat', import.meta.url)),
  access: 'IMPORT',
  guarded: false,
  file,
  glue: '',
  glueFormat: '',
  importScripts: [{ module: 'env', file: join(folder, 'imports.mjs') }],
  wasi: '',
  sourceFolder: folder,
  init: [],
  memoryName: '',
  features: [],
  knownSides: ['parser'],
};

/** What describe_prebuilt.mjs does, without writing. */
async function describe(given) {
  const place = { folder, base: 'parser' };
  const prebuilt = await readPrebuilt(given, place);
  checkPrebuiltImports(given, prebuilt);
  return describePrebuilt(given, place, prebuilt, makeDirectVariant(given, place, prebuilt));
}

/** Resolves to whether the build accepts it; any error but a fault of the user's is one of the build. */
async function isAccepted(given) {
  try {
    await describe(given);
    return true;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    assert.match(error.message, /^parser: [^\n]{20,}/);
    return false;
  }
}

const place = fc.nat(BYTES.length - 1);
const change = fc.oneof(
  fc.record({ how: fc.constant('set'), at: place, value: fc.nat(255) }),
  fc.record({ how: fc.constant('flip'), at: place, value: fc.nat(7) }),
  fc.record({ how: fc.constant('cut'), at: place, value: fc.nat(40) }),
  fc.record({ how: fc.constant('insert'), at: place, value: fc.nat(255) }),
  fc.record({ how: fc.constant('end'), at: place, value: fc.constant(0) }),
  fc.record({ how: fc.constant('repeat'), at: place, value: fc.nat(40) }),
);

function apply(bytes, { how, at, value }) {
  const [before, rest] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (how) {
    case 'set':
      return Buffer.concat([before, Buffer.from([value]), rest.subarray(1)]);
    case 'flip':
      return Buffer.concat([
        before,
        Buffer.from(rest.subarray(0, 1).map((byte) => byte ^ (1 << value))),
        rest.subarray(1),
      ]);
    case 'cut':
      return Buffer.concat([before, rest.subarray(value)]);
    case 'insert':
      return Buffer.concat([before, Buffer.from([value]), rest]);
    case 'repeat':
      return Buffer.concat([before, rest.subarray(0, value), rest]);
    default:
      return before;
  }
}

/** Node 20 cannot say it of a file with several memories; there it is binaryen that has found no fault. */
function isValid(bytes) {
  return WebAssembly.validate(bytes) || (!hasMultiMemory && readWasm(bytes).memories.length > 1);
}

test('a damaged wasm file is refused in words, or it is valid', { timeout: 300_000 }, async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const bytes = changes.reduce(apply, BYTES);
      writeFileSync(file, bytes);
      if (!(await isAccepted(config))) return;
      accepted += 1;
      assert.ok(isValid(bytes));
    }),
    { numRuns: SOAK ? 5000 : 400, examples: [[[{ how: 'repeat', at: 78, value: 15 }]]] }, // a second memory section,
  );
  assert.ok(accepted > 0, 'some changes are harmless, such as those of names and data');
});

test('so it is where a direct file is made of it', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(change, async (each) => {
      const bytes = apply(BYTES, each);
      writeFileSync(file, bytes);
      if (await isAccepted({ ...config, access: 'DIRECT' })) assert.ok(isValid(bytes));
    }),
    { numRuns: SOAK ? 200 : 8 },
  );
});

const GLUE = `var create = function (Module) {
  return new Promise(function (resolve) {
    Module.instantiateWasm({ env: { main_getI32: () => 0, log: () => {}, base: 0 } }, function (instance) {
      Module._add = instance.exports.add;
      resolve(Module);
    });
  });
};
if (typeof module === 'object') module.exports = create;
`;

test('damaged glue is refused in words, or it starts the module', { timeout: 600_000 }, async () => {
  const wasm = join(folder, 'part.wasm');
  const glue = join(folder, 'damaged.js');
  await fc.assert(
    fc.asyncProperty(change, async ({ how, at, value }) => {
      const where = at % GLUE.length;
      writeFileSync(glue, apply(Buffer.from(GLUE), { how, at: where, value }));
      await isAccepted({ ...config, file: wasm, glue, importScripts: [] });
    }),
    { numRuns: SOAK ? 60 : 4 },
  );
});
