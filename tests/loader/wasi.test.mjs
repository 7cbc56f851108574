// WASI preview 1 by npm's @bjorn3/browser_wasi_shim, for sides and mains of kind "wasm".
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fingerprint } from '../../js/tools/common/files.mjs';
import { entryOf, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule } from './support/modules.mjs';
import { plainModule } from './support/plain.mjs';

const SHIM = fileURLToPath(new URL('../../node_modules/@bjorn3/browser_wasi_shim/dist', import.meta.url));

/** Puts the shim's files beside a module, as the build does. */
function addShim({ folder, manifest }, name) {
  const place = `${name}.wasi`;
  mkdirSync(join(folder, place));
  writeFileSync(join(folder, place, 'package.json'), '{ "type": "module" }\n');
  const urls = readdirSync(SHIM).filter((file) => file.endsWith('.js'));
  for (const url of urls) writeFileSync(join(folder, place, url), readFileSync(join(SHIM, url)));
  const files = [...urls, 'package.json'].map((url) => ({
    url: `${place}/${url}`,
    ...fingerprint(join(folder, place, url)),
  }));
  entryOf(manifest, name).wasi = { entry: `${place}/index.js`, files };
}

/** Writes `length` bytes from address 1000 to a file of WASI. */
const WRITE = `
  (func $write (export "write") (param $file i32) (param $length i32) (result i32)
    (i32.store (i32.const 16) (i32.const 1000))
    (i32.store (i32.const 20) (local.get $length))
    (call $fd_write (local.get $file) (i32.const 16) (i32.const 1) (i32.const 24)))`;
const IMPORTS = `
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))`;
const BODY = `${WRITE}
  (func (export "args_sizes_get") (param i32 i32) (result i32) (call $args_sizes_get (local.get 0) (local.get 1)))
  (func (export "args_get") (param i32 i32) (result i32) (call $args_get (local.get 0) (local.get 1)))
  (func (export "environ_get") (param i32 i32) (result i32) (call $environ_get (local.get 0) (local.get 1)))
  (func (export "exit") (param i32) (call $proc_exit (local.get 0)))
  (func (export "read") (param $name i32) (param $length i32) (result i32)
    (if (call $path_open (i32.const 3) (i32.const 0) (local.get $name) (local.get $length) (i32.const 0) (i64.const 2)
      (i64.const 2) (i32.const 0) (i32.const 28))
      (then (return (i32.const -1))))
    (i32.store (i32.const 16) (i32.const 2000))
    (i32.store (i32.const 20) (i32.const 100))
    (drop (call $fd_read (i32.load (i32.const 28)) (i32.const 16) (i32.const 1) (i32.const 24)))
    (i32.load (i32.const 24)))`;
const wasiModule = (name, extra = {}) =>
  plainModule(name, { imports: IMPORTS, ...extra, body: `${BODY}${extra.body ?? ''}` });
const JAVASCRIPT = { name: 'app', kind: 'javascript' };

async function openSide(t, args, extra) {
  const built = await makeApp(t, JAVASCRIPT, [wasiModule('side', extra)]);
  addShim(built, 'side');
  return (await built.load({ modules: { side: args } })).modules.side;
}

describe('a side', () => {
  test('prints lines', async (t) => {
    const [out, errors] = [[], []];
    const side = await openSide(t, { print: (line) => out.push(line), printErr: (line) => errors.push(line) });
    side.views.writeText(1000, 100, 'one\ntwo 🐧\nthr');
    assert.equal(side.exports.write(1, 16), 0);
    side.views.writeText(1000, 100, 'ee\n');
    side.exports.write(1, 3);
    side.exports.write(2, 3);
    assert.deepEqual([out, errors], [['one', 'two 🐧', 'three'], ['ee']]);
    assert.equal(side.exports.write(9, 3), 8, 'EBADF');
  });

  test('has arguments and environment variables, counted in bytes', async (t) => {
    const side = await openSide(t, { arguments: ['-v', 'äöü🐧'], env: { HOME: '/', GRÜN: 'ja' } });
    const { exports, views } = side;
    exports.args_sizes_get(100, 104);
    assert.deepEqual([...views.int32.subarray(25, 27)], [3, 5 + 3 + 11]);
    exports.args_get(100, 1000);
    const texts = [...views.int32.subarray(25, 28)].map((address) => views.readText(address));
    assert.deepEqual(texts, ['side', '-v', 'äöü🐧']);
    exports.environ_get(100, 1000);
    assert.deepEqual(
      [...views.int32.subarray(25, 27)].map((address) => views.readText(address)),
      ['HOME=/', 'GRÜN=ja'],
    );
  });

  test('reads files', async (t) => {
    const side = await openSide(t, { files: { 'a.txt': 'plain', '/deep/er/b.bin': Uint8Array.of(1, 2, 3) } });
    const read = (name) => side.exports.read(3000, side.views.writeText(3000, 100, name));
    assert.equal(read('a.txt'), 5);
    assert.equal(side.views.readText(2000, 5), 'plain');
    assert.equal(read('deep/er/b.bin'), 3);
    assert.deepEqual([...side.views.bytes(2000, 3)], [1, 2, 3]);
    assert.equal(read('deep/b.bin'), -1);
    assert.ok(side.module.wasi.fds[3].dir.contents.has('deep'));
  });

  test('is given no files whose paths exclude each other', async (t) => {
    const pairs = [
      ['a', 'a/b'],
      ['a/b/c', '/a/b'],
      ['a', './a'],
      ['x/a', 'x//a'],
    ];
    for (const [one, other] of pairs) {
      const files = { 'a-b': '', [one]: 'x', [other]: 'y' };
      await assert.rejects(openSide(t, { files }), hasCode('BAD_OPTION', 'side: ', `"${one}"`, `"${other}"`));
    }
    await openSide(t, { files: { a: '', 'a.b': '', 'aa/b': '', 'b/a': '', 'b/c': '' } });
  });

  test('runs _initialize before its first use, where WASI is there', async (t) => {
    const out = [];
    const side = await openSide(
      t,
      { print: (line) => out.push(line) },
      {
        body: `(func (export "_initialize") (drop (call $write (i32.const 1) (i32.const 6)))) (data (i32.const 1000) "hello\\n")`,
        init: ['_initialize'],
      },
    );
    assert.deepEqual(out, ['hello']);
    assert.equal(side.state, 'ready');
  });

  test('that exits has failed, and prints what it had', async (t) => {
    const out = [];
    const side = await openSide(t, { print: (line) => out.push(line) });
    side.views.writeText(1000, 10, 'unended');
    side.exports.write(1, 7);
    assert.throws(() => side.exports.exit(3), hasCode('GUARDED_CALL_FAILED', 'side.exit called exit(3)'));
    assert.deepEqual(out, ['unended']);
    assert.equal(side.state, 'failed');
    assert.throws(() => side.exports.write(1, 1), hasCode('MODULE_FAILED'));
  });

  test('with init functions that exit', async (t) => {
    const body = (status) => `(func (export "run") (call $proc_exit (i32.const ${status})))`;
    assert.equal((await openSide(t, {}, { body: body(0), init: ['run'] })).state, 'ready');
    await assert.rejects(
      openSide(t, {}, { body: body(2), init: ['run'] }),
      hasCode('CONSTRUCTOR_FAILED', 'side.run called exit(2)'),
    );
  });

  test('has what its own import script says in place of the shim', async (t) => {
    const side = await openSide(t, {}, { scripts: { wasi_snapshot_preview1: '{ fd_write: () => 77 }' } });
    assert.equal(side.exports.write(1, 1), 77);
    assert.equal(side.exports.args_get(100, 1000), 0);
  });
});

describe('a main module', () => {
  const run = async (t, start, args) => {
    const out = [];
    const body = `(func (export "_start") ${start}) (data (i32.const 1000) "hello\\nunended")`;
    const built = await makeApp(t, wasiModule('app', { body }), [plainModule('side')]);
    addShim(built, 'app');
    const load = built.load({ modules: { main: { print: (line) => out.push(line), ...args } } });
    return { out, app: await load.catch((error) => ({ error })) };
  };

  test('prints, all of it, and has its arguments', async (t) => {
    const start =
      '(drop (call $write (i32.const 1) (i32.const 13))) (drop (call $args_sizes_get (i32.const 100) (i32.const 104)))';
    const { out, app } = await run(t, start, { arguments: ['a', 'b'] });
    assert.deepEqual(out, ['hello', 'unended']);
    assert.equal(app.main.views.int32[25], 3);
  });

  test('ends by exit', async (t) => {
    assert.equal((await run(t, '(call $proc_exit (i32.const 0))')).app.main.state, 'ready');
    const { app } = await run(t, '(call $proc_exit (i32.const 7))');
    hasCode('MAIN_EXITED', 'status 7')(app.error);
    assert.equal(app.error.status, 7);
  });

  test('may trap after it printed', async (t) => {
    const { out, app } = await run(t, '(drop (call $write (i32.const 1) (i32.const 13))) (unreachable)');
    hasCode('UNGUARDED_CALL_FAILED', 'app.main trapped')(app.error);
    assert.deepEqual(out, ['hello', 'unended']);
  });
});

describe('the shim', () => {
  test('a damaged file is found before any is imported', async (t) => {
    const built = await makeApp(t, mainModule(), [wasiModule('side', { lazy: true })]);
    addShim(built, 'side');
    const app = await built.load();
    writeFileSync(join(built.folder, 'side.wasi/fd.js'), 'export class Fd {}');
    await assert.rejects(app.open('side'), hasCode('FILE_DAMAGED', 'side: ', 'side.wasi/fd.js'));
    assert.equal(app.main.exports.add_one(1), 2);
  });

  test('without it, the imports of WASI are missing', async (t) => {
    const built = await makeApp(t, JAVASCRIPT, [wasiModule('side')]);
    await assert.rejects(built.load(), hasCode('IMPORTS_UNRESOLVED', 'wasi_snapshot_preview1.fd_write', 'proc_exit'));
  });

  test('wrong module arguments', async (t) => {
    for (const [args, text] of [
      [{ files: [] }, 'files'],
      [{ files: { '/': 'x' } }, '"/"'],
      [{ files: { a: 5 } }, '"a"'],
      [{ env: 'HOME=/' }, 'env'],
      [{ print: 'x' }, 'print'],
    ])
      await assert.rejects(openSide(t, args), hasCode('BAD_OPTION', 'side: ', text));
  });
});
