// Sides of kind "wasm" that cannot be opened, or fail: main keeps running, and the error says what is wrong.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { entryOf, makeApp, rewriteWasm } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';
import { plainModule, reaching } from './support/plain.mjs';
import { assemble } from './support/wat.mjs';

const GOOD = reaching('good', { lazy: true });

/** An app whose lazy side `side` is to fail, besides one that opens. */
const withSide = (t, side) => makeApp(t, mainModule(), [{ ...side, name: 'side', lazy: true }, GOOD]);

/** Opens the side, which must fail twice, and sees that nothing else has. */
async function failsToOpen(built, code, ...texts) {
  const app = await built.load();
  for (let attempt = 0; attempt < 2; attempt += 1)
    await assert.rejects(app.open('side'), hasCode(code, 'side: ', ...texts));
  assert.equal(app.modules.side.state, 'closed');
  assert.equal(app.main.exports.add_one(1), 2);
  assert.equal((await app.open('good')).exports.twice(4), 8);
  return app;
}

describe('files', () => {
  test('no wasm', async (t) => {
    const built = await withSide(t, plainModule('side'));
    await rewriteWasm(built, 'side', '<!doctype html>');
    await failsToOpen(built, 'COMPILE_FAILED', 'side.wasm');
  });

  test('truncated', async (t) => {
    const built = await withSide(t, plainModule('side'));
    await rewriteWasm(built, 'side', assemble(reaching('side').text).subarray(0, 100));
    await failsToOpen(built, 'COMPILE_FAILED', 'side.wasm');
  });

  test('changed since the build', async (t) => {
    const built = await withSide(t, plainModule('side'));
    await rewriteWasm(built, 'side', assemble(reaching('side').text), false);
    const app = await failsToOpen(built, 'FILE_DAMAGED', 'side.wasm');
    await rewriteWasm(built, 'side', assemble(plainModule('side').text));
    assert.equal((await app.open('side')).state, 'ready');
  });

  test('an export less than the manifest says', async (t) => {
    const built = await withSide(t, plainModule('side', { exports: { gone: 'v' } }));
    await failsToOpen(built, 'IMPORTS_UNRESOLVED', 'lists the export gone');
  });

  test('no memory', async (t) => {
    const built = await withSide(t, plainModule('side', { memory: '' }));
    await failsToOpen(built, 'LINK_FAILED', 'neither exports nor imports a memory', 'export the memory');
  });

  test('no memory of the name that the manifest gives', async (t) => {
    const built = await withSide(t, plainModule('side', { memoryName: 'heap' }));
    await failsToOpen(built, 'LINK_FAILED', 'the memory "heap"');
  });

  test('a 64-bit memory', async (t) => {
    const built = await withSide(t, plainModule('side'));
    entryOf(built.manifest, 'side').memory.address = 'i64';
    await assert.rejects(built.load(), hasCode('MANIFEST_INVALID', 'side: "memory.address" must be "i32"'));
  });
});

describe('imports', () => {
  test('all that nobody provides, in one error, before any code runs', async (t) => {
    const side = plainModule('side', {
      imports: `(import "env" "log" (func (param i32)))
  (import "env" "nobody_getI32" (func (param i32) (result i32)))
  (import "env" "limit" (global i32))
  (import "env" "table" (table 1 funcref)) ;; which the manifest does not mention
  (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
  (import "wbg" "now" (func (result f64)))`,
      body: '(func $start (unreachable)) (start $start)',
      scripts: { wbg: '{}' },
    });
    const names = [
      'env.log',
      'env.nobody_getI32',
      'global env.limit',
      'table env.table',
      'wasi_snapshot_preview1.fd_write',
      'wbg.now',
    ];
    await failsToOpen(await withSide(t, side), 'IMPORTS_UNRESOLVED', ...names);
  });

  test('an accessor of another type', async (t) => {
    const side = plainModule('side', { imports: '(import "env" "main_getI32" (func (param i64) (result i32)))' });
    await failsToOpen(await withSide(t, side), 'LINK_FAILED', 'main_getI32');
  });

  test('a bridge that its access mode does not give', async (t) => {
    const side = plainModule('side', {
      imports: '(import "env" "main_mts_memcpy" (func (param i32 i32 i32)))',
      access: 'ACCESSOR',
    });
    await failsToOpen(await withSide(t, side), 'ACCESS_REFUSED', 'mts_memcpy');
  });

  for (const [title, script, ...texts] of [
    ['that throws', 'export default () => { throw new Error("no paint"); };', '"env" threw no paint'],
    ['without default export', 'export const imports = {};', 'no function as default export'],
    ['that returns a promise', 'export default async () => ({});', 'returned no object'],
    ['that returns nothing', 'export default () => {};', 'returned no object'],
    ['with an error of syntax', 'export default () => {', 'cannot be imported'],
    ['that uses the exports at once', 'export default ({ exports }) => exports;', 'exports are not there yet'],
    ['that uses the memory at once', 'export default ({ memory }) => memory;', 'memory is not there yet'],
  ]) {
    test(`an import script ${title}`, async (t) => {
      const code = title.includes('at once') ? 'NOT_READY' : 'GLUE_FAILED';
      await failsToOpen(await withSide(t, plainModule('side', { scripts: { env: script } })), code, ...texts);
    });
  }
});

describe('an import script that fails while others of its start are not through', () => {
  const failing = plainModule('second', {
    imports: '(import "first" "twice" (func (param i32) (result i32)))',
    scripts: { env: 'export default () => { throw new Error("no paint"); };' },
  });

  test('gives one error, to who waits', async (t) => {
    const slow = sideModule('first', {
      glue: { extra: 'await new Promise((resolve) => { setTimeout(resolve, 50); });' },
    });
    const built = await makeApp(t, mainModule(), [slow, failing]);
    await onlyRejects(built.load(), hasCode('GLUE_FAILED', 'second: ', 'no paint'));
  });

  test('gives none where another module cannot even begin', async (t) => {
    const memoryless = plainModule('third', { memory: '' });
    const built = await makeApp(t, mainModule(), [sideModule('first'), failing, memoryless]);
    await onlyRejects(built.load(), hasCode('LINK_FAILED', 'third: '));
  });
});

/** The promise rejects as it should, and no other is left with an error that nobody takes. */
async function onlyRejects(promise, check) {
  const unhandled = [];
  const stop = onUnhandledRejection((error) => unhandled.push(error));
  try {
    await assert.rejects(promise, check);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  } finally {
    stop();
  }
  assert.deepEqual(unhandled, []);
}

/** In Node or in a page; returns what ends it. */
function onUnhandledRejection(note) {
  if (!globalThis.addEventListener) {
    process.on('unhandledRejection', note);
    return () => process.off('unhandledRejection', note);
  }
  const listener = (event) => note(event.reason);
  globalThis.addEventListener('unhandledrejection', listener);
  return () => globalThis.removeEventListener('unhandledrejection', listener);
}

describe('code that runs before the first use', () => {
  test('a start function that traps', async (t) => {
    const side = plainModule('side', { body: '(func $start (unreachable)) (start $start)' });
    await failsToOpen(
      await withSide(t, side),
      'CONSTRUCTOR_FAILED',
      'while it was instantiated, it trapped: unreachable',
    );
  });

  test('a start function that aborts as AssemblyScript does', async (t) => {
    const side = plainModule('side', {
      imports: '(import "env" "abort" (func $abort (param i32 i32 i32 i32)))',
      body: '(func $start (call $abort (i32.const 8) (i32.const 8) (i32.const 3) (i32.const 4))) (start $start)',
    });
    await failsToOpen(await withSide(t, side), 'CONSTRUCTOR_FAILED', 'it ended by abort: at ?:3:4');
  });

  test('an import script that throws in a start function', async (t) => {
    const side = plainModule('side', {
      imports: '(import "env" "log" (func $log))',
      body: '(start $log)',
      scripts: { env: '{ log() { throw new Error("no console"); } }' },
    });
    await failsToOpen(await withSide(t, side), 'CONSTRUCTOR_FAILED', 'threw Error: no console');
  });

  test('a start function that wants to copy before there is a memory', async (t) => {
    const side = reaching('side', {
      body: '(func $start (call $take (i32.const 0) (i32.const 0) (i32.const 4))) (start $start)',
    });
    await failsToOpen(await withSide(t, side), 'CONSTRUCTOR_FAILED', 'its memory is not there yet');
  });

  for (const [title, table] of [
    ['exported', '(table $table (export "t") 2 funcref)'],
    ['imported', '(import "env" "t" (table $table 2 funcref))'],
  ]) {
    test(`a start function that asks for a function before its ${title} table is known`, async (t) => {
      const side = plainModule('side', {
        imports: '(import "env" "rbBridge" (func $bridge (param i32 i32) (result i32)))',
        memory: '(import "env" "memory" (memory $memory 1))',
        table,
        body: `(data (i32.const 64) "rb_guard\\00") (global $got (mut i32) (i32.const -1))
  (func $start (global.set $got (call $bridge (i32.const 0) (i32.const 64)))) (start $start)
  (func (export "got") (result i32) (global.get $got))
  (func (export "ask") (param i32 i32) (result i32) (call $bridge (local.get 0) (local.get 1)))
  (func (export "call_iii") (param i32 i32 i32) (result i32)
    (call_indirect (param i32 i32) (result i32) (local.get 1) (local.get 2) (local.get 0)))`,
        scripts: { env: '{ t: new WebAssembly.Table({ element: "anyfunc", initial: 2 }) }' },
      });
      const { side: opened } = (await (await makeApp(t, mainModule(), [side])).load()).modules;
      assert.equal(opened.exports.got(), 0);
      assert.match(new C(opened).error, /its function table is not there yet/);
    });
  }

  test('an init function that traps', async (t) => {
    const side = plainModule('side', { body: '(func (export "prepare") (unreachable))', init: ['prepare'] });
    await failsToOpen(
      await withSide(t, side),
      'CONSTRUCTOR_FAILED',
      'init function failed: side.prepare trapped: unreachable',
    );
  });
});

describe('function tables', () => {
  const cases = {
    missing: ['', 'exports no function table', '--export-table --growable-table'],
    'that cannot grow': ['(table $table (export "t") 4 4 funcref)', 'of 4 entries cannot grow', '--growable-table'],
  };
  for (const [title, [table, ...texts]] of Object.entries(cases)) {
    test(`a table ${title}`, async (t) => {
      const app = await (await makeApp(t, mainModule(), [plainModule('side', { table })])).load();
      const { side } = app.modules;
      assert.throws(() => side.addFunction(() => 1, 'i'), hasCode('TABLE_FULL', 'side: ', ...texts));
      const bridge = '(import "env" "rbBridge" (func $bridge (param i32 i32) (result i32)))';
      const asking = plainModule('side', {
        imports: bridge,
        table,
        body: '(func (export "ask") (param i32 i32) (result i32) (call $bridge (local.get 0) (local.get 1)))',
      });
      const second = (await (await makeApp(t, mainModule(), [asking])).load()).modules.side;
      second.views.writeText(100, 20, 'add_one');
      assert.equal(second.exports.ask(1, 100), 0);
    });
  }
});

test('abort of AssemblyScript has its message, file, line and column, and the side goes on', async (t) => {
  const utf16 = (text, at) => {
    const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
    const bytes = [text.length * 2, 0, 0, 0, ...units.flatMap((unit) => [unit & 0xff, unit >> 8])];
    const escaped = bytes.map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
    return `(data (i32.const ${at - 4}) "${escaped}")`;
  };
  const side = plainModule('side', {
    imports: '(import "env" "abort" (func $abort (param i32 i32 i32 i32)))',
    body: `${utf16('Index out of range 🐧', 1000)} ${utf16('~lib/array.ts', 2000)}
  (func (export "fail") (global.set $sp (i32.const 100))
    (call $abort (i32.const 1000) (i32.const 2000) (i32.const 114) (i32.const 42)))
  (func (export "bare") (call $abort (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 2)))
  (func (export "beyond") (call $abort (i32.const 2) (i32.const -1) (i32.const 1) (i32.const 2)))
  (func (export "stack") (result i32) (global.get $sp))`,
  });
  const { modules } = await (await makeApp(t, mainModule(), [side])).load();
  const { exports } = modules.side;
  assert.throws(
    () => exports.fail(),
    hasCode('GUARDED_CALL_FAILED', 'side.fail ended by abort: Index out of range 🐧 at ~lib/array.ts:114:42'),
  );
  assert.throws(() => exports.bare(), hasCode('GUARDED_CALL_FAILED', 'side.bare ended by abort: at ?:1:2'));
  assert.throws(() => exports.beyond(), hasCode('GUARDED_CALL_FAILED', 'abort: at ?:1:2'));
  assert.equal(exports.stack(), 65536);
  assert.equal(modules.side.state, 'ready');
});
