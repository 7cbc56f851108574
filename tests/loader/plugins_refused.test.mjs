// Plugins that must not be opened: wrong options, manifests that lie or are damaged, files that do what the host does
// not allow. None of their code runs.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasCode } from './support/assertions.mjs';
import { DOUBLE, pluginBytes, sideManifest, startHost, withSection } from './support/plugins.mjs';
import { plainModule, reaching } from './support/plain.mjs';
import { sideModule } from './support/modules.mjs';
import { assemble } from './support/wat.mjs';

const APPLY = '(func (export "apply") (param i32) (result i32) (local.get 0))';
const effect = (more) => ({ interface: 'effect', as: 'blur', ...more });

/** Opens a plugin that must be refused, and looks that nothing of it is left. */
async function refuse(app, bytes, code, ...texts) {
  await assert.rejects(app.open(effect({ bytes })), hasCode(code, ...texts));
  assert.deepEqual(Object.keys(app.modules), ['app']);
}

describe('options', () => {
  test('that open() does not take', async (t) => {
    const { app } = await startHost(t);
    const bytes = pluginBytes();
    for (const [options, ...texts] of [
      [{}, 'neither url nor bytes nor files'],
      [{ bytes, url: 'x' }, 'url and bytes', 'pass one of'],
      [{ bytes, interface: undefined }, 'the option "interface" is undefined', 'the interfaces are: effect'],
      [{ bytes, interface: 'efect' }, 'the option "interface" is "efect"', 'did you mean "effect"?'],
      [{ bytes, as: '' }, 'the option "as"', 'a name of 1 to 100 characters'],
      [{ bytes, acces: 'NONE' }, 'the option "acces" does not exist', 'did you mean "access"?'],
      [{ bytes, access: 'ALL' }, 'the option "access"', '"DIRECT" or "IMPORT"'],
      [{ bytes, guarded: 1 }, 'the option "guarded"'],
      [{ bytes, maxMemory: -1 }, 'the option "maxMemory"', 'a whole number of bytes'],
      [{ bytes, integrity: 'md5' }, 'the option "integrity"'],
      [{ bytes, print: 'x' }, 'the option "print"'],
      [{ bytes: 'text' }, 'the option "bytes"', 'a Blob or a File'],
      [{ files: [] }, 'the option "files"'],
      [{ files: [{}] }, 'the option "files"'],
      [{ files: new Map([['a.wasm', 5]]) }, 'the option "files"'],
      [{ url: 'http://' }, 'the option "url"', 'which is not an address'],
    ])
      await assert.rejects(app.open(effect(options)), hasCode('BAD_OPTION', ...texts), texts[0]);
    for (const as of ['main', 'app']) await assert.rejects(app.open(effect({ bytes, as })), hasCode('NAME_TAKEN', as));
  });

  test('in an app without interfaces', async (t) => {
    const { app } = await startHost(t, { interfaces: [] });
    await assert.rejects(app.open(effect({ bytes: pluginBytes() })), hasCode('BAD_OPTION', 'there are no interfaces'));
  });
});

describe('manifests', () => {
  const bare = assemble(plainModule('blur', { body: APPLY }).text);
  const manifest = () => sideManifest(bare);
  const inFile = (value) =>
    withSection(bare, 'wasm_pseudo_link.side', typeof value === 'string' ? value : JSON.stringify(value));

  test('that are not there or cannot be read', async (t) => {
    const { app } = await startHost(t);
    await refuse(app, bare, 'MANIFEST_INVALID', 'has no section wasm_pseudo_link.side', 'build it with IMPLEMENTS');
    await refuse(app, inFile('{'), 'MANIFEST_INVALID', 'neither a WebAssembly file nor JSON');
    await refuse(app, Buffer.from('<html>'), 'MANIFEST_INVALID', 'neither a WebAssembly file nor JSON');
    await refuse(app, new Uint8Array(), 'MANIFEST_INVALID');
    await refuse(app, inFile([]), 'MANIFEST_INVALID', 'it is an array, not a JSON object');
  });

  test('of another ABI', async (t) => {
    const { app } = await startHost(t);
    await refuse(app, inFile({ ...manifest(), abi: 99 }), 'ABI_MISMATCH', 'the plugin has ABI version 99');
  });

  test('of a wrong shape: all problems at once', async (t) => {
    const { app } = await startHost(t);
    const { module, ...rest } = manifest();
    await refuse(app, inFile({ ...rest, module: 5 }), 'MANIFEST_INVALID', '"module" must be an object');
    await refuse(
      app,
      inFile({ ...manifest(), implements: [{ name: 'a b', version: '1' }] }),
      'MANIFEST_INVALID',
      '"implements[0].name"',
      '"implements[0].version"',
    );
    const wrong = { ...module, exports: { apply: 'x' }, memory: null };
    await refuse(
      app,
      inFile({ ...rest, module: wrong }),
      'MANIFEST_INVALID',
      '"module.exports.apply"',
      '"module.memory"',
    );
    await refuse(
      app,
      inFile({ ...rest, module: { ...module, init: ['gone'] } }),
      'MANIFEST_INVALID',
      '"init" has "gone"',
    );
    await refuse(
      app,
      inFile({ ...rest, module: { ...module, imports: { codec: {} } } }),
      'MANIFEST_INVALID',
      '"imports" has "codec"',
    );
  });

  test('with JavaScript', async (t) => {
    const { app } = await startHost(t);
    const { module, ...rest } = manifest();
    const file = { url: 'evil.mjs', bytes: 1, integrity: `sha384-${'A'.repeat(64)}` };
    for (const [change, text] of [
      [{ kind: 'emscripten', glue: file }, 'the kind "emscripten"'],
      [{ kind: 'bindgen', glue: file }, 'the kind "bindgen"'],
      [{ kind: 'javascript' }, 'the kind "javascript"'],
      [{ importScripts: { env: file } }, 'files beside its wasm file'],
      [{ wasi: { entry: 'evil.mjs', files: [file] } }, 'files beside its wasm file'],
    ])
      await refuse(
        app,
        inFile({ ...rest, module: { ...module, ...change } }),
        'PLUGIN_REFUSED',
        text,
        'run no JavaScript',
        'NO_JS',
      );
  });

  test('that lie about the file', async (t) => {
    const { app } = await startHost(t);
    const { module, ...rest } = manifest();
    const said = (change) => inFile({ ...rest, module: { ...module, ...change } });
    const memory = { imported: false, initial: 1, maximum: null, address: 'i32', shared: false };
    const exports = { apply: 'ii' };
    await refuse(
      app,
      said({ exports: { ...exports, save: 'i' }, api: [] }),
      'PLUGIN_REFUSED',
      'does not export save, which its manifest lists',
    );
    const other = assemble(plainModule('blur', { body: APPLY.replace('(result i32) (local.get 0)', '') }).text);
    await refuse(
      app,
      withSection(other, 'wasm_pseudo_link.side', JSON.stringify(manifest())),
      'PLUGIN_REFUSED',
      'exports apply as vi, which its manifest lists as ii',
    );
    await refuse(app, said({ memory }), 'PLUGIN_REFUSED', 'has a memory of other limits than its manifest lists');
    await refuse(
      app,
      said({ memory: { ...memory, imported: true } }),
      'PLUGIN_REFUSED',
      'has a memory of other limits',
    );
    await refuse(
      app,
      pluginBytes({ manifest: { imports: {} } }),
      'PLUGIN_REFUSED',
      'imports main.log as vi, which its manifest does not list so',
    );
  });
});

describe('files', () => {
  const open = (parts) => pluginBytes({ imports: '', body: APPLY, ...parts });

  test('that are damaged, at any place', async (t) => {
    const { app } = await startHost(t);
    const bytes = pluginBytes();
    await refuse(app, bytes.subarray(0, 20), 'COMPILE_FAILED', 'is not a complete WebAssembly file');
    for (let length = 8; length < bytes.length; length += 7) {
      const opening = app.open(effect({ bytes: bytes.subarray(0, length) }));
      await assert.rejects(opening, (error) => /^(COMPILE_FAILED|MANIFEST_INVALID)$/.test(error.code));
    }
    for (let at = 8; at < bytes.length - 400; at += 3) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 0x41;
      try {
        await app.open(effect({ bytes: changed }));
        app.close('blur'); // names and code may change without a trace
      } catch (error) {
        assert.equal(error.name, 'WasmPseudoLinkError', `byte ${at}: ${error.stack}`);
      }
    }
    assert.deepEqual(Object.keys(app.modules), ['app']);
  });

  test('with a start function', async (t) => {
    const { app } = await startHost(t);
    await refuse(
      app,
      open({ body: `${APPLY} (func $start) (start $start)` }),
      'PLUGIN_REFUSED',
      'has a start function',
    );
  });

  test('with two memories, none, a shared or a 64-bit one', async (t) => {
    const { app } = await startHost(t);
    const second = { body: `${APPLY} (memory 1)`, features: '--enable-multimemory' };
    await refuse(app, open(second), 'PLUGIN_REFUSED', 'has 2 memories, not one');
    await refuse(app, open({ memory: '' }), 'PLUGIN_REFUSED', 'has 0 memories, not one');
    const shared = { memory: '(memory $memory (export "memory") 2 3 shared)', features: '--enable-threads' };
    await refuse(app, open(shared), 'PLUGIN_REFUSED', 'has a shared memory');
    const wide = { memory: '(memory $memory (export "memory") i64 2)', features: '--enable-memory64' };
    await refuse(app, open(wide), 'PLUGIN_REFUSED', 'has a 64-bit memory');
  });

  test('with a memory or table larger than allowed', async (t) => {
    const { app } = await startHost(t);
    const limited = (bytes, maxMemory) => app.open(effect({ bytes, maxMemory }));
    const large = open({ memory: '(memory $memory (export "memory") 17)' });
    await assert.rejects(
      limited(large, 1 << 20),
      hasCode('PLUGIN_REFUSED', 'begins with 1114112 bytes of memory, but maxMemory is 1048576'),
    );
    await assert.rejects(limited(large, 0), hasCode('PLUGIN_REFUSED'));
    const table = open({ table: '(table $table (export "__indirect_function_table") 5000 funcref)' });
    await assert.rejects(
      limited(table, 1 << 20),
      hasCode('PLUGIN_REFUSED', 'begins with a table of 5000 entries, but maxMemory allows 4096'),
    );
    assert.equal((await limited(table, 1 << 21)).state, 'ready');
  });

  test('grow no further than maxMemory, whatever maximum they have', async (t) => {
    const { app } = await startHost(t);
    const grow = `
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
      (func (export "grow_table") (param i32) (result i32) (table.grow $table (ref.null func) (local.get 0)))
      (func (export "grow_other") (param i32) (result i32) (table.grow $other (ref.null extern) (local.get 0)))
      (table $other 0 externref)`;
    for (const memory of ['2', '2 65536', '2 10']) {
      const bytes = open({ body: APPLY + grow, memory: `(memory $memory (export "memory") ${memory})` });
      const { exports } = await app.open(effect({ bytes, maxMemory: 1 << 20 }));
      const most = memory === '2 10' ? 8 : 14;
      assert.deepEqual([exports.grow(most), exports.grow(1)], [2, -1], memory);
      assert.deepEqual([exports.grow_table(4088), exports.grow_table(1)], [8, -1]);
      assert.deepEqual([exports.grow_other(4096), exports.grow_other(1)], [0, -1]);
      app.close('blur');
    }
  });

  test('with types of WebAssembly GC', async (t) => {
    const { app } = await startHost(t);
    const gc = `${APPLY} (type $bomb (array (mut i64)))
      (func (export "fill") (param i32) (result i32) (array.len (array.new_default $bomb (local.get 0))))`;
    const text = plainModule('blur', { body: gc }).text;
    const bytes = assemble(text, '--enable-gc');
    const manifest = sideManifest(assemble(plainModule('blur', { body: APPLY }).text));
    const file = withSection(bytes, 'wasm_pseudo_link.side', JSON.stringify(manifest));
    await refuse(app, file, 'PLUGIN_REFUSED', 'cannot be checked: it has types beyond WebAssembly 2.0');
  });

  test('with imports that their access mode does not give', async (t) => {
    const { app } = await startHost(t, { sides: [] });
    const func = (module, name, type = '(param i32) (result i32)') => `(import "${module}" "${name}" (func ${type}))`;
    for (const [line, what] of [
      [func('env', 'evil'), 'function env.evil'],
      [func('env', 'main_getI32'), 'function env.main_getI32'],
      [func('env', 'rbBridge', '(param i32 i32) (result i32)'), 'function env.rbBridge'],
      [func('main', 'add_one'), 'function main.add_one'],
      [func('app', 'add_one'), 'function app.add_one'],
      [func('wasi_snapshot_preview1', 'path_open'), 'function wasi_snapshot_preview1.path_open'],
      [func('wasi_snapshot_preview1', 'toString'), 'function wasi_snapshot_preview1.toString'],
      [func('constructor', 'constructor'), 'function constructor.constructor'],
    ])
      await refuse(
        app,
        open({ imports: line, manifest: { imports: {} } }),
        'PLUGIN_REFUSED',
        `imports the ${what}, which access mode NONE does not give it`,
      );
    for (const [line, what] of [
      ['(import "env" "memory" (memory 1))', 'memory env.memory'],
      ['(import "env" "table" (table $t 1 funcref))', 'table env.table'],
      ['(import "env" "g" (global (mut i32)))', 'global env.g'],
      ['(import "env" "tag" (tag (param i32)))', 'tag env.tag'],
    ])
      await refuse(
        app,
        open({ imports: line, memory: what.startsWith('memory') ? '' : undefined }),
        'PLUGIN_REFUSED',
        `imports the ${what}, but a plugin has memory, tables, globals and tags of its own`,
      );
    await refuse(
      app,
      open({ imports: func('main', 'log', '(param f64)') }),
      'PLUGIN_REFUSED',
      'imports the function main.log as vd, but it is vi',
    );
    await refuse(
      app,
      open({ imports: func('wasi_snapshot_preview1', 'proc_exit') }),
      'PLUGIN_REFUSED',
      'wasi_snapshot_preview1.proc_exit as ii, but it is vi',
    );
  });
});

describe('more access, if the host gives it', () => {
  test('reads and writes memory of main, finds functions', async (t) => {
    const { app } = await startHost(t);
    const bytes = assemble(reaching('blur', { body: APPLY }).text);
    const file = withSection(bytes, 'wasm_pseudo_link.side', JSON.stringify(sideManifest(bytes)));
    for (const access of ['NONE', 'POINTER', 'ACCESSOR'])
      await assert.rejects(
        app.open(effect({ bytes: file, access })),
        hasCode('PLUGIN_REFUSED', `access mode ${access}`),
        access,
      );
    for (const access of ['IMPORT', 'DIRECT']) {
      const { exports } = await app.open(effect({ bytes: file, access, as: access }));
      exports.poke_main(4096, 77);
      assert.equal(exports.peek_main(4096), 77);
    }
  });

  test('calls other functions of main, and static sides, which stay the types that they are', async (t) => {
    const { app } = await startHost(t, { sides: [sideModule('sorter')] });
    const parts = (type) => ({
      imports: `(import "sorter" "twice" (func $twice ${type})) (import "main" "add_one" (func $add (param i32) (result i32)))`,
      body: '(func (export "apply") (param i32) (result i32) (call $twice (call $add (local.get 0))))',
    });
    const bytes = pluginBytes(parts('(param i32) (result i32)'));
    await assert.rejects(app.open(effect({ bytes })), hasCode('PLUGIN_REFUSED', 'sorter.twice', 'main.add_one'));
    assert.equal((await app.open(effect({ bytes, access: 'IMPORT' }))).exports.apply(4), 10);
    const wrong = pluginBytes({ ...parts('(param f32)'), body: DOUBLE.replaceAll('(call $log (local.get 0))', '') });
    await assert.rejects(
      app.open(effect({ bytes: wrong, access: 'IMPORT', as: 'other' })),
      hasCode('IMPORTS_UNRESOLVED', 'other imports sorter.twice as vf, but sorter exports it as ii'),
    );
    assert.deepEqual(Object.keys(app.modules), ['app', 'sorter', 'blur']);
  });
});
