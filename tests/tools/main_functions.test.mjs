// Functions of main that sides call, and allocators that modules lend, as the build checks them; and the module by
// which a direct file calls main.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { allocatorFaults, importFaults } from '../../js/tools/app/import_checks.mjs';
import { mainFunctions, slotModule, slotName } from '../../js/tools/variants/slot_module.mjs';
import { lendsAllocator } from '../../js/tools/wasm/lends_allocator.mjs';

const folder = mkdtempSync(join(tmpdir(), 'wpl main functions '));
after(() => rmSync(folder, { recursive: true }));

const module = (name, role, rest) => ({
  description: { name, role, imports: {}, exports: {}, asks: [], ...rest },
  folder: '',
  lazy: false,
});
const app = (main, side) => ({
  main: module('app', 'main', main),
  sides: [module('sorter', 'side', side)],
  interfaces: [],
});

/** @param {string} text WebAssembly text */
function assemble(text) {
  const [input, output] = [join(folder, 'module.wat'), join(folder, 'module.wasm')];
  writeFileSync(input, text);
  execFileSync(process.env.WPL_WASM_AS, ['--enable-reference-types', input, '-o', output]);
  return readFileSync(output);
}

describe('functions of main that a side calls', () => {
  const side = { imports: { main: { report: 'vi' } } };
  test('are there', () => assert.deepEqual(importFaults(app({ exports: { report: 'vi' } }, side)), []));
  test('are missing', () =>
    assert.deepEqual(importFaults(app({}, side)), [
      '`sorter` calls `report` of its main module, which `app` does not export. Define it in `app` and declare it with a ' +
        "macro of main's API header (wasm_generate_api_header(app)).",
    ]));
  test('have other types', () =>
    assert.deepEqual(importFaults(app({ exports: { report: 'vd' } }, side)), [
      '`sorter` calls `report` of its main module as vi, but `app` defines it as vd (result first). Include the same API ' +
        'header in both.',
    ]));
});

describe('functions that a C# side looks up at the first call', () => {
  const script = { lookups: { main: { report: 'vi' }, counter: { add: 'ii' } } };
  const hosting = (main, counter) => ({
    ...app(main, script),
    sides: [
      module('script', 'side', script),
      ...(counter ? [{ ...module('counter', 'side', counter), lazy: true }] : []),
    ],
  });
  test('are there, in a side that is opened later, too', () =>
    assert.deepEqual(importFaults(hosting({ exports: { report: 'vi' } }, { exports: { add: 'ii' } })), []));
  test('are of a side that this app does not host, or of a main in JavaScript', () => {
    assert.deepEqual(importFaults(hosting({ exports: { report: 'vi' } })), []);
    assert.deepEqual(importFaults(hosting({ kind: 'javascript' })), []);
  });
  test('are missing, or have other types', () =>
    assert.deepEqual(importFaults(hosting({}, { exports: { add: 'iii' } })), [
      '`script` imports `report` of `main` ([PseudoLinkImport]), which `app` does not export. Define it in `app`, as ' +
        'script_imports.h declares it, or as `extern "C" __attribute__((used, visibility("default")))`.',
      '`script` imports `add` of `counter` ([PseudoLinkImport]) as ii, but `counter` defines it as iii (result first). ' +
        'Give the C# method the parameters of that function.',
    ]));
});

describe('an allocator that a module needs of another one', () => {
  test('of a side, and of main', () => {
    const faults = (main, side) => allocatorFaults(app(main, side));
    const asking = { asks: ['sorter_allocates'] };
    assert.deepEqual(faults(asking, { lendsAllocator: true }), []);
    assert.deepEqual(faults(asking, {}), []); // prebuilt: only the running app can tell
    const [missing, ...more] = faults(asking, { lendsAllocator: false, exports: { wpl_malloc: 'ii' } });
    assert.match(
      missing,
      /^`app` makes a wpl::buffer .* of `sorter`, but nothing in `sorter` allocates, .*Give it one: /,
    );
    assert.deepEqual(more, []);
    assert.match(faults({ lendsAllocator: false }, { asks: ['main_allocates'] })[0], /^`sorter` makes .* of `app`/);
  });

  const withMalloc = (body, more = '') =>
    assemble(`(module (import "env" "grow" (func $grow (param i32) (result i32)))
  (func (export "other") (result i32) (call $grow (i32.const 1))) ${more}
  (func (export "wpl_malloc") (param i32) (result i32) ${body}))`);
  const cases = {
    'no export': [assemble('(module (func (export "malloc")))'), false],
    'a constant': [withMalloc('(i32.const 0)'), false],
    'a call of what traps, as of a weak function that nothing defines': [
      withMalloc(
        '(if (result i32) (i32.const 0) (then (call $weak)) (else (i32.const 0)))',
        '(func $weak (result i32) unreachable)',
      ),
      false,
    ],
    'a call of an allocator': [
      withMalloc('(call $real)', '(func $real (result i32) (call $grow (i32.const 2)))'),
      true,
    ],
    'a call of an import': [withMalloc('(call $grow (local.get 0))'), true],
  };
  for (const [title, [bytes, expected]] of Object.entries(cases))
    test(title, () => assert.equal(lendsAllocator(bytes), expected));
});

describe('the module by which a direct file calls main', () => {
  test('has a function for each import from main, which calls its entry', () => {
    const functions = mainFunctions([
      { module: 'env', name: 'other', kind: 'function', signature: 'v' },
      { module: 'main', name: 'none', kind: 'function', signature: 'v' },
      { module: 'main', name: 'all', kind: 'function', signature: 'jifdj' },
    ]);
    assert.deepEqual(functions, { none: 'v', all: 'jifdj' });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(slotModule('sorter', functions))));
    const target = new WebAssembly.Instance(
      new WebAssembly.Module(
        assemble(`(module (func (export "all") (param i32 f32 f64 i64) (result i64)
  (i64.add (local.get 3) (i64.trunc_f64_s
    (f64.add (local.get 2) (f64.add (f64.promote_f32 (local.get 1)) (f64.convert_i32_s (local.get 0))))))))`),
      ),
    );
    exports['wpl:main'].set(1, target.exports.all);
    assert.equal(exports[slotName('all')](1, 2, 4, 8n), 15n);
    assert.throws(() => exports[slotName('none')](), WebAssembly.RuntimeError);
  });

  test('refuses types that are not numbers', () =>
    assert.throws(
      () => slotModule('sorter', { odd: null }),
      /sorter: the function `odd` of main has types that are not numbers/,
    ));
});
