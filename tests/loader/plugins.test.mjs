// Plugins: sides that main did not know when it was built, opened by address, bytes or files.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { C } from './support/c.mjs';
import { hasCode } from './support/assertions.mjs';
import { plainModule } from './support/plain.mjs';
import { DOUBLE, EFFECT, pluginBytes, sideManifest, startHost } from './support/plugins.mjs';
import { assemble } from './support/wat.mjs';

const ROUNDS = process.env.WPL_SOAK ? 10_000 : 300;

const hashOf = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
const effect = (more) => ({ interface: 'effect', ...more });

describe('a plugin', () => {
  test('is opened, called, calls the host, and is closed without a trace', async (t) => {
    const { app } = await startHost(t);
    const blur = await app.open(effect({ bytes: pluginBytes(), as: 'blur 1' }));
    assert.equal(blur.name, 'blur 1');
    assert.equal(blur.state, 'ready');
    assert.equal(app.modules['blur 1'], blur);
    assert.equal(blur.exports.apply(21), 42);
    assert.equal(app.main.exports.logged(), 21);
    const { apply } = blur.exports;
    assert.equal(app.close('blur 1'), true);
    assert.equal(blur.state, 'closed');
    assert.deepEqual(Object.keys(app.modules), ['app']);
    assert.throws(() => apply(1), hasCode('MODULE_CLOSED', 'blur 1: '));
    assert.throws(() => app.close('blur 1'), hasCode('UNKNOWN_MODULE', 'blur 1'));
    await assert.rejects(app.open('blur 1'), hasCode('UNKNOWN_MODULE'));
  });

  test('is called by its own name unless the host gives one', async (t) => {
    const { app } = await startHost(t);
    assert.equal((await app.open(effect({ bytes: pluginBytes() }))).name, 'blur');
    await assert.rejects(
      app.open(effect({ bytes: pluginBytes() })),
      hasCode('NAME_TAKEN', 'blur: ', 'the option "as"'),
    );
  });

  test('is guarded: what it does wrong ends the call', async (t) => {
    const { app } = await startHost(t);
    const blur = await app.open(effect({ bytes: pluginBytes() }));
    assert.throws(() => blur.exports.trap(), hasCode('GUARDED_CALL_FAILED', 'blur.trap trapped'));
    assert.equal(blur.exports.apply(2), 4);
  });

  test('is found by C: opened, called guarded, released; what JavaScript has open stays', async (t) => {
    const { app } = await startHost(t);
    await app.open(effect({ bytes: pluginBytes() }));
    const c = new C(app.main);
    const handle = c.dlopen('blur');
    assert.ok(handle > 1);
    const pointer = c.dlsym(handle, 'apply:ii');
    assert.equal(app.main.exports.call_ii(pointer, 4), 8);
    assert.equal(c.dlclose(handle), 0);
    assert.equal(app.modules.blur.state, 'ready');
    assert.equal(c.dlclose(handle), -1, 'only JavaScript has it open');
    assert.equal(app.close('blur'), true);
    assert.equal(c.dlopen('blur'), 0);
    assert.throws(() => app.main.exports.call_ii(pointer, 4), hasCode('UNGUARDED_CALL_FAILED'));
  });

  test('may import WASI: lines to the host, clocks, random bytes, nothing else', async (t) => {
    const { app } = await startHost(t);
    const lines = [];
    const wasi = (name, type) => `(import "wasi_snapshot_preview1" "${name}" (func $${name} ${type}))`;
    const bytes = pluginBytes({
      imports: [
        wasi('fd_write', '(param i32 i32 i32 i32) (result i32)'),
        wasi('fd_read', '(param i32 i32 i32 i32) (result i32)'),
        wasi('fd_seek', '(param i32 i64 i32 i32) (result i32)'),
        wasi('fd_fdstat_get', '(param i32 i32) (result i32)'),
        wasi('clock_time_get', '(param i32 i64 i32) (result i32)'),
        wasi('random_get', '(param i32 i32) (result i32)'),
        wasi('environ_sizes_get', '(param i32 i32) (result i32)'),
        wasi('proc_exit', '(param i32)'),
      ].join('\n'),
      body: `
        (data (i32.const 1000) "one\\ntwo")
        (func (export "apply") (param i32) (result i32)
          (i32.store (i32.const 16) (i32.const 1000))
          (i32.store (i32.const 20) (i32.const 7))
          (call $fd_write (local.get 0) (i32.const 16) (i32.const 1) (i32.const 24)))
        (func (export "read") (result i32) (call $fd_read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 24)))
        (func (export "seek") (param i32) (result i32)
          (call $fd_seek (local.get 0) (i64.const 0) (i32.const 0) (i32.const 24)))
        (func (export "stat") (param i32) (result i32) (call $fd_fdstat_get (local.get 0) (i32.const 64)))
        (func (export "clock") (param i32) (result i32) (call $clock_time_get (local.get 0) (i64.const 0) (i32.const 96)))
        (func (export "random") (param i32 i32) (result i32) (call $random_get (local.get 0) (local.get 1)))
        (func (export "environ") (result i32) (call $environ_sizes_get (i32.const 64) (i32.const 68)))
        (func (export "exit") (param i32) (call $proc_exit (local.get 0)))`,
    });
    const open = (as) =>
      app.open(
        effect({
          bytes,
          as,
          print: (line) => lines.push(`out ${line}`),
          printErr: (line) => lines.push(`err ${line}`),
        }),
      );
    const blur = await open('blur');
    const { exports, views } = blur;
    assert.deepEqual([exports.apply(1), views.int32[6], exports.apply(2), exports.apply(3)], [0, 7, 0, 8]);
    assert.deepEqual(lines, ['out one', 'err one']);
    assert.deepEqual([exports.read(), views.int32[6]], [0, 0]);
    assert.deepEqual(
      [exports.seek(1), exports.seek(5), exports.stat(1), views.uint8[64], exports.stat(3)],
      [70, 8, 0, 2, 8],
    );
    assert.deepEqual([exports.clock(0), exports.clock(1), exports.clock(2)], [0, 0, 28]);
    exports.clock(0);
    assert.ok(Math.abs(Number(views.bigUint64[12] / 1_000_000n) - Date.now()) < 60_000);
    assert.equal(exports.random(0, 100_000), 0);
    assert.ok(new Set(views.bytes(70_000, 1000)).size > 100, 'beyond the first 64 KiB too');
    assert.equal(exports.random(-4, 100), 21, 'EFAULT');
    assert.deepEqual([exports.environ(), views.int32[16]], [0, 0]);
    assert.throws(() => exports.exit(3), hasCode('GUARDED_CALL_FAILED', 'called exit(3)'));
    assert.deepEqual(
      lines.slice(2),
      ['out twotwo', 'err twotwo'].map((line) => line.replace('twotwo', 'two')),
    );
    assert.equal(blur.state, 'failed');
    assert.equal(app.main.state, 'ready');
  });

  test('runs its init function, whose failure leaves nothing behind', async (t) => {
    const { app } = await startHost(t);
    const body = (code) => `(global $ready (mut i32) (i32.const 0))
      (func (export "_initialize") (global.set $ready (i32.const 7)) ${code})
      (func (export "apply") (param i32) (result i32) (global.get $ready))`;
    const bytes = (code) => pluginBytes({ body: body(code), manifest: { init: ['_initialize'] } });
    assert.equal((await app.open(effect({ bytes: bytes('') }))).exports.apply(0), 7);
    const failing = app.open(effect({ bytes: bytes('(unreachable)'), as: 'other' }));
    await assert.rejects(failing, hasCode('CONSTRUCTOR_FAILED', 'other: ', 'unreachable'));
    assert.deepEqual(Object.keys(app.modules), ['app', 'blur']);
    await app.open(effect({ bytes: bytes(''), as: 'other' }));
  });
});

describe('where plugins come from', () => {
  /** A plugin with its manifest apart, in a folder beside the app. */
  function writeApart({ built }, bytes, change = {}) {
    const folder = join(built.folder, 'plugins');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'blur.wasm'), bytes);
    const wasm = { url: 'blur.wasm', bytes: bytes.length, integrity: hashOf(bytes), ...change };
    const manifest = sideManifest(bytes, { variants: [{ variant: 'portable', wasm }] });
    writeFileSync(join(folder, 'blur.side.json'), JSON.stringify(manifest));
    return { folder, manifest };
  }
  const bare = () =>
    assemble(plainModule('blur', { imports: '(import "main" "log" (func $log (param i32)))', body: DOUBLE }).text);

  test('from an address relative to the app, a file: URL, a side manifest', async (t) => {
    const host = await startHost(t);
    const { folder } = writeApart(host, bare());
    writeFileSync(join(folder, 'one.wasm'), pluginBytes());
    const urls = [
      'plugins/one.wasm',
      pathToFileURL(join(folder, 'one.wasm')),
      'plugins/blur.side.json',
      join(folder, 'one.wasm'),
    ];
    for (const [index, url] of urls.entries())
      assert.equal((await host.app.open(effect({ url, as: `blur ${index}` }))).exports.apply(3), 6);
  });

  test('from bytes of all kinds, which may be changed as soon as open() has returned', async (t) => {
    const { app } = await startHost(t);
    const file = new Uint8Array(pluginBytes());
    const padded = new Uint8Array(file.length + 10);
    padded.set(file, 5);
    const kinds = [
      file,
      file.buffer.slice(0),
      padded.subarray(5, 5 + file.length),
      new Blob([file]),
      new DataView(file.buffer),
    ];
    for (const [index, bytes] of kinds.entries()) await app.open(effect({ bytes, as: `blur ${index}` }));
    const changed = file.slice();
    const opening = app.open(effect({ bytes: changed, as: 'changed', integrity: hashOf(file) }));
    changed.fill(0);
    assert.equal((await opening).exports.apply(1), 2);
  });

  test('from files that a user has dropped', async (t) => {
    const host = await startHost(t);
    const bytes = bare();
    const { manifest } = writeApart(host, bytes);
    const text = Buffer.from(JSON.stringify(manifest));
    const open = (files, as) => host.app.open(effect({ files, as }));
    await open(
      new Map([
        ['deep/blur.side.json', text],
        ['deep/blur.wasm', bytes],
        ['deep/notes.txt', Buffer.from('hi')],
      ]),
      'map',
    );
    await open([new File([text], 'blur.side.json'), new File([bytes], 'blur.wasm')], 'list');
    await open([new File([pluginBytes()], 'blur.wasm')], 'one');
    assert.equal(host.app.modules.list.exports.apply(5), 10);
    const missing = open(new Map([['blur.side.json', text]]), 'missing');
    await assert.rejects(missing, hasCode('FILE_MISSING', 'missing: ', 'blur.wasm', 'it is not among the files'));
    for (const [files, said] of [
      [new Map([['a.txt', text]]), 'neither a .side.json nor a .wasm'],
      [
        new Map([
          ['a.wasm', bytes],
          ['b.wasm', bytes],
        ]),
        'several plugins: a.wasm, b.wasm',
      ],
    ])
      await assert.rejects(open(files, 'bad'), hasCode('BAD_OPTION', 'bad: ', said));
  });

  test('from servers: another origin, redirects, a wrong MIME type; what is not there says so', async (t) => {
    const { app } = await startHost(t);
    const server = createServer((request, response) => {
      if (request.url === '/moved.wasm') response.writeHead(302, { location: '/blur.wasm' }).end();
      else if (request.url === '/blur.wasm')
        response.writeHead(200, { 'content-type': 'text/plain' }).end(pluginBytes());
      else if (request.url === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
      else response.writeHead(404).end();
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const at = (path) => `http://127.0.0.1:${server.address().port}/${path}`;
    assert.equal((await app.open(effect({ url: at('blur.wasm'), as: 'one' }))).exports.apply(1), 2);
    assert.equal((await app.open(effect({ url: at('moved.wasm'), as: 'two' }))).exports.apply(1), 2);
    const remedy = 'Access-Control-Allow-Origin';
    await assert.rejects(
      app.open(effect({ url: at('none.wasm'), as: 'x' })),
      hasCode('FILE_MISSING', 'HTTP status 404', remedy),
    );
    await assert.rejects(app.open(effect({ url: 'none.wasm' })), hasCode('FILE_MISSING', 'none.wasm', remedy));
    await assert.rejects(
      app.open(effect({ url: at('page') })),
      hasCode('MANIFEST_INVALID', 'neither a WebAssembly file nor JSON'),
    );
  });

  test('a file that differs from its hash is not opened', async (t) => {
    const host = await startHost(t);
    const bytes = pluginBytes();
    const wrong = `sha384-${'A'.repeat(64)}`;
    await assert.rejects(host.app.open(effect({ bytes, integrity: wrong })), hasCode('FILE_DAMAGED', wrong));
    assert.equal((await host.app.open(effect({ bytes, integrity: hashOf(bytes) }))).state, 'ready');
    for (const change of [{ integrity: wrong }, { bytes: 5 }]) {
      writeApart(host, bare(), change);
      await assert.rejects(
        host.app.open(effect({ url: 'plugins/blur.side.json', as: 'a' })),
        hasCode('FILE_DAMAGED', 'a: ', 'blur.wasm'),
      );
    }
  });

  test('the same file is compiled once as long as it is open', async (t) => {
    const { app } = await startHost(t);
    const { compile } = WebAssembly;
    let count = 0;
    WebAssembly.compile = (bytes) => {
      count += 1;
      return compile(bytes);
    };
    t.after(() => (WebAssembly.compile = compile));
    const open = (as, more) => app.open(effect({ bytes: pluginBytes(), as, ...more }));
    await Promise.all([open('a'), open('b'), open('c')]);
    await open('d');
    assert.equal(count, 1);
    await open('e', { maxMemory: 1 << 20 });
    assert.equal(count, 2, 'other limits are another file');
    for (const name of 'abcde') app.close(name);
    await open('f');
    assert.equal(count, 3);
    assert.notEqual(app.modules.f.memory, undefined);
  });
});

describe('an interface', () => {
  const implementing = (name, version) => ({ manifest: { implement: [{ name, version }] } });

  test('of another name, or a version that the app cannot host', async (t) => {
    const { app } = await startHost(t);
    const open = (parts) => app.open(effect({ bytes: pluginBytes(parts) }));
    await assert.rejects(
      open(implementing('codec', '1.0')),
      hasCode('INTERFACE_MISMATCH', 'blur: it implements codec 1.0, not effect 1.2'),
    );
    await assert.rejects(
      open({ manifest: { implement: [] } }),
      hasCode('INTERFACE_MISMATCH', 'it implements no interface'),
    );
    for (const version of ['1.3', '2.0', '0.9'])
      await assert.rejects(
        open(implementing('effect', version)),
        hasCode('INTERFACE_MISMATCH', `it implements effect ${version}, but this app has effect 1.2`),
      );
    for (const version of ['1.0', '1.2']) {
      await open(implementing('effect', version));
      app.close('blur');
    }
  });

  test('functions that are missing or have other types are named with both', async (t) => {
    const { app } = await startHost(t);
    const open = (body) => app.open(effect({ bytes: pluginBytes({ body }) }));
    await assert.rejects(
      open('(func (export "other") (call $log (i32.const 0)))'),
      hasCode('INTERFACE_MISMATCH', 'effect 1.2', 'apply (ii) is missing'),
    );
    await assert.rejects(
      open(
        '(func (export "apply") (param i64) (call $log (i32.const 0))) (func (export "save") (result f64) (f64.const 0))',
      ),
      hasCode('INTERFACE_MISMATCH', 'apply is vj, not ii', 'save is d, not i'),
    );
    const two = '(func (export "apply") (param i32) (result i32 i32) (i32.const 1) (i32.const 2))';
    const bytes = pluginBytes({ imports: '', body: two, features: '--enable-multivalue' });
    await assert.rejects(
      app.open(effect({ bytes })),
      hasCode('INTERFACE_MISMATCH', 'apply is without letters, not ii'),
    );
  });

  test('optional functions are there or not', async (t) => {
    const { app } = await startHost(t);
    const save = `${DOUBLE} (func (export "save") (result i32) (i32.const 9))`;
    const one = await app.open(effect({ bytes: pluginBytes(), as: 'one' }));
    const two = await app.open(effect({ bytes: pluginBytes({ body: save }), as: 'two' }));
    assert.equal(one.exports.save, undefined);
    assert.equal(two.exports.save(), 9);
  });

  test('of several, the plugin gets the host functions of those that it implements', async (t) => {
    const codec = { name: 'codec', version: '1.0', functions: {}, optional: {}, host: { add_one: 'ii' } };
    const { app } = await startHost(t, { interfaces: [EFFECT, codec] });
    const parts = {
      imports: '(import "main" "add_one" (func $add_one (param i32) (result i32)))',
      body: '(func (export "apply") (param i32) (result i32) (call $add_one (local.get 0)))',
    };
    await assert.rejects(
      app.open(effect({ bytes: pluginBytes(parts) })),
      hasCode('PLUGIN_REFUSED', 'imports the function main.add_one, which access mode NONE does not give it'),
    );
    const both = {
      implement: [
        { name: 'effect', version: '1.2' },
        { name: 'codec', version: '1.0' },
      ],
    };
    const plugin = await app.open(effect({ bytes: pluginBytes({ ...parts, manifest: both }) }));
    assert.equal(plugin.exports.apply(4), 5);
  });

  test('whose host functions main does not have is an error of the app', async (t) => {
    await assert.rejects(
      startHost(t, { interfaces: [{ ...EFFECT, host: { log: 'vii', gone: 'v' } }, EFFECT] }),
      hasCode(
        'MANIFEST_INVALID',
        'interface effect: "host" has log as vii, but app exports it as vi',
        '"host" has gone as v, but app does not export it',
        'its name is listed twice',
      ),
    );
    await assert.rejects(
      startHost(t, { interfaces: [{ ...EFFECT, version: '1' }] }),
      hasCode('MANIFEST_INVALID', '"interfaces[0].version" must be a version "<major>.<minor>", but is "1"'),
    );
  });
});

describe('many plugins, opened and closed', () => {
  test('one hundred at once', async (t) => {
    const { app } = await startHost(t);
    const bytes = pluginBytes();
    const names = Array.from({ length: 100 }, (_, index) => `blur ${index}`);
    await Promise.all(names.map((as) => app.open(effect({ bytes, as }))));
    for (const [index, as] of names.entries()) assert.equal(app.modules[as].exports.apply(index), 2 * index);
    const trapping = app.modules['blur 50'].exports;
    assert.throws(() => trapping.trap(), hasCode('GUARDED_CALL_FAILED', 'blur 50.trap'));
    for (const as of names) assert.equal(app.close(as), true);
    assert.deepEqual(Object.keys(app.modules), ['app']);
  });

  test('an engine that has no memory left for one more says so; the others go on', async (t) => {
    const { app } = await startHost(t);
    const bytes = pluginBytes();
    for (let index = 0; index < 100; index += 1) await app.open(effect({ bytes, as: `blur ${index}` }));
    const { instantiate } = WebAssembly;
    t.after(() => (WebAssembly.instantiate = instantiate));
    WebAssembly.instantiate = async () => {
      throw new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance');
    };
    await assert.rejects(
      app.open(effect({ bytes, as: 'last' })),
      hasCode('OUT_OF_MEMORIES', 'last: ', 'close modules'),
    );
    WebAssembly.instantiate = instantiate;
    assert.equal(Object.keys(app.modules).length, 101);
    assert.equal(app.modules['blur 99'].exports.apply(2), 4);
    await app.open(effect({ bytes, as: 'last' }));
  });

  test('table, modules and arguments stay as they were', async (t) => {
    const { app } = await startHost(t);
    const bytes = pluginBytes();
    const c = new C(app.main);
    let last = 0;
    const round = async () => {
      await app.open(effect({ bytes }));
      const handle = c.dlopen('blur');
      const pointer = c.dlsym(handle, 'apply:ii');
      assert.equal(app.main.exports.call_ii(pointer, 1), 2);
      last = Math.max(last, pointer);
      assert.equal(c.dlclose(handle), 0);
      assert.equal(app.close('blur'), true);
    };
    for (let index = 0; index < 10; index += 1) await round();
    const before = last;
    for (let index = 0; index < ROUNDS; index += 1) await round();
    assert.equal(last, before, 'slots of the table are used again');
    assert.deepEqual(Object.keys(app.modules), ['app']);
  });

  test('while one is being opened its name is taken, and it cannot be closed', async (t) => {
    const { app } = await startHost(t);
    const stages = [];
    let refused;
    const opening = app.open(
      effect({
        bytes: pluginBytes(),
        as: 'blur',
        onProgress: ({ stage }) => {
          stages.push(stage);
          if (stage === 'instantiate')
            refused = [() => app.close('blur'), app.open(effect({ bytes: pluginBytes(), as: 'blur' }))];
          if (stage === 'instantiate') assert.throws(refused[0], hasCode('MODULE_BUSY', 'blur: is being opened'));
        },
      }),
    );
    await opening;
    await assert.rejects(refused[1], hasCode('NAME_TAKEN'));
    assert.ok(stages.includes('ready'));
    const both = ['a', 'a'].map((as) => app.open(effect({ bytes: pluginBytes(), as })));
    const results = await Promise.allSettled(both);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  test('an opening ends by its signal', async (t) => {
    const { app } = await startHost(t);
    for (const at of ['instantiate', 'constructors']) {
      const controller = new AbortController();
      const onProgress = ({ stage }) => stage === at && controller.abort();
      const opening = app.open(effect({ bytes: pluginBytes(), signal: controller.signal, onProgress }));
      if (at === 'instantiate') await assert.rejects(opening, hasCode('ABORTED'));
      else await opening.catch(hasCode('ABORTED'));
      app.modules.blur && app.close('blur');
    }
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(app.open(effect({ bytes: pluginBytes(), signal: controller.signal })), hasCode('ABORTED'));
    assert.deepEqual(Object.keys(app.modules), ['app']);
  });

  test('a plugin that is running cannot be closed; afterwards it cannot call the host', async (t) => {
    let refused = 0;
    const { app } = await startHost(t, {
      during: (value) => {
        if (value !== 5) return;
        assert.throws(() => app.close('blur'), hasCode('MODULE_BUSY', 'blur: is running'));
        refused += 1;
      },
    });
    const blur = await app.open(effect({ bytes: pluginBytes() }));
    const { apply } = blur.exports;
    assert.equal(apply(5), 10);
    assert.equal(refused, 1);
    app.close('blur');
    assert.throws(() => apply(7), hasCode('MODULE_CLOSED'));
    assert.equal(app.main.exports.logged(), 5);
  });
});
