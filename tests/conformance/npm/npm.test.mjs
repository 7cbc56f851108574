// Packages of npm, built by tests/apps/npm: SQLite (sql.js) and an image resizer in Rust
// (@jsquash/resize).
// Reads: WPL_APPS, their folder.
import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Database, EXPECTED, HEIGHT, IMAGE, WIDTH, reopen, shrinkBy, usePackages } from './use_packages.mjs';

const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const sqlJs = join(packages, 'sql.js/dist');
const resize = join(packages, '@jsquash/resize/lib/resize/pkg');
const importApp = (name) => import(pathToFileURL(join(process.env.WPL_APPS, `${name}.mjs`)));
const startApp = async (name) => (await importApp(name)).default();
const staged = (name) => readFileSync(join(process.env.WPL_APPS, name));

/** A check for assert.throws: npm_app.mjs has an error class of its own. */
const hasCode =
  (code, text = '') =>
  (error) => {
    assert.equal(error.code, code, error.stack);
    assert.ok(error.message.includes(text), error.message);
    return true;
  };

describe('files', () => {
  const FILES = {
    'sqlite.wasm': join(sqlJs, 'sql-wasm.wasm'),
    'another.wasm': join(sqlJs, 'sql-wasm.wasm'),
    'readable.wasm': join(sqlJs, 'sql-wasm-debug.wasm'),
    'resizer.wasm': join(resize, 'squoosh_resize_bg.wasm'),
    'resizer.glue.mjs': join(resize, 'squoosh_resize.js'),
  };
  for (const [name, vendors] of Object.entries(FILES)) {
    test(`${name} is its vendor's, byte for byte`, () => assert.ok(staged(name).equals(readFileSync(vendors))));
  }
  for (const [name, vendors] of [
    ['sqlite', 'sql-wasm.js'],
    ['another', 'sql-wasm-browser.js'],
    ['readable', 'sql-wasm-debug.js'],
  ]) {
    test(`${name}.glue.mjs has its vendor's text in it`, () =>
      assert.ok(staged(`${name}.glue.mjs`).includes(readFileSync(join(sqlJs, vendors)))));
  }
});

describe('a package that is not the one of the build', () => {
  for (const changed of ['sqlite.wasm', 'sqlite.glue.mjs', 'resizer.wasm', 'resizer.glue.mjs']) {
    test(`${changed} is refused, and nothing of it runs`, async (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'wpl npm '));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      for (const name of ['npm_app.mjs', 'sqlite.wasm', 'sqlite.glue.mjs', 'resizer.wasm', 'resizer.glue.mjs']) {
        copyFileSync(join(process.env.WPL_APPS, name), join(folder, name));
      }
      const { default: createApp } = await import(pathToFileURL(join(folder, 'npm_app.mjs')));
      assert.equal((await createApp()).modules.sqlite.state, 'ready');
      appendFileSync(join(folder, changed), '\n');
      await assert.rejects(createApp(), hasCode('FILE_DAMAGED', changed));
    });
  }
});

describe('SQLite', () => {
  let app;
  before(async () => {
    app = await startApp('npm_app');
  });

  test('is called by its own names, whatever they are in the file', () => {
    const { sqlite } = app.modules;
    assert.ok('sqlite3_prepare_v2' in sqlite.exports);
    assert.ok(!('T' in sqlite.exports));
    assert.equal(new Database(sqlite).ask('select 6 * 7'), '42');
  });

  test('and by the interface of sql.js, in the same instance', () => {
    const { sqlite } = app.modules;
    const db = new sqlite.module.Database();
    assert.deepEqual(db.exec('select 6 * 7')[0].values, [[42]]);
    db.close();
  });

  test('calls a JavaScript function for each row', () => {
    const { sqlite } = app.modules;
    const db = new Database(sqlite);
    const seen = [];
    const callback = sqlite.addFunction((context, columns, values) => {
      seen.push([columns, sqlite.views.readText(sqlite.views.uint32[values / 4])]);
      return 0;
    }, 'iiiii');
    db.execute("create table t (a text); insert into t values ('one'), ('two')");
    db.execute('select a from t', callback);
    assert.deepEqual(seen, [
      [1, 'one'],
      [1, 'two'],
    ]);
    assert.ok(sqlite.removeFunction(callback));
  });

  test('says what is wrong, and goes on', () => {
    const db = new Database(app.modules.sqlite);
    assert.throws(() => db.execute('selct 1'), /near "selct": syntax error/);
    assert.equal(db.ask('select 1'), '1');
  });

  test('is opened, closed and opened again, each time as a new instance', async () => {
    const memories = await reopen(app, 'another', 20, (side) => {
      const db = new Database(side);
      db.execute('create table t (a integer)'); // it would be there already in an older instance
      assert.equal(db.ask('select count(*) from t'), '0');
    });
    assert.equal(memories, 20);
    assert.throws(() => app.modules.another.exports, hasCode('MODULE_CLOSED'));
    assert.equal(new Database(app.modules.sqlite).ask('select 1'), '1');
  });

  test('has the same names where the file has them itself', async () => {
    const readable = await app.open('readable');
    assert.equal(
      new Database(readable).ask('select sqlite_version()'),
      new Database(app.modules.sqlite).ask('select sqlite_version()'),
    );
    const names = (side) =>
      Object.keys(side.exports)
        .filter((name) => /^sqlite3_|^wpl_|^malloc$/.test(name))
        .sort();
    assert.deepEqual(names(readable), names(app.modules.sqlite));
    app.close('readable');
  });

  test('has its stack where it was after a call that traps', () => {
    const { sqlite } = app.modules;
    const before = sqlite.exports.stackSave();
    for (let count = 0; count < 50; count += 1)
      assert.throws(
        () => sqlite.exports.sqlite3_exec(-64, -64, 0, 0, 0),
        hasCode('GUARDED_CALL_FAILED', 'sqlite.sqlite3_exec'),
      );
    assert.equal(sqlite.exports.stackSave(), before);
    assert.equal(new Database(sqlite).ask('select 1'), '1');
  });
});

describe('an image resizer in Rust', () => {
  let app;
  before(async () => {
    app = await startApp('npm_app');
  });

  test("by wasm-bindgen's functions", () => {
    const grey = app.modules.resizer.module.resize(new Uint8Array(4 * 16).fill(128), 4, 4, 2, 2, 0, false, false);
    assert.deepEqual([...grey], new Array(16).fill(128));
    assert.equal(shrinkBy(app.modules.resizer.module, 3).length, IMAGE.length / 4);
  });

  test('the same from C++, by the functions of the wasm file', async () => {
    const { main } = await startApp('npm_native');
    for (const filter of [0, 1, 2, 3]) {
      const address = main.exports.new_image(IMAGE.length);
      new Uint8Array(main.memory.buffer).set(IMAGE, address);
      const bytes = main.exports.shrink(WIDTH, HEIGHT, filter);
      const small = new Uint8Array(main.memory.buffer, main.exports.small_image(), bytes);
      assert.deepEqual([...small], [...shrinkBy(app.modules.resizer.module, filter)]);
    }
  });

  test('is two instances as two sides, and a new one when it is opened again', async () => {
    const expected = shrinkBy(app.modules.resizer.module, 1);
    const memories = await reopen(app, 'second_resizer', 20, (side) => {
      assert.notEqual(side.memory, app.modules.resizer.memory);
      assert.deepEqual(shrinkBy(side.module, 1), expected);
    });
    assert.equal(memories, 20);
  });

  test('panics, and goes on', () => {
    const { resizer } = app.modules;
    const stack = resizer.exports.__wbindgen_add_to_stack_pointer(0);
    assert.throws(
      () => resizer.exports.resize(0, 0, 0, 4, 4, 2, 2, 9, 0, 0),
      hasCode('GUARDED_CALL_FAILED', 'resizer.resize trapped'),
    );
    assert.equal(resizer.exports.__wbindgen_add_to_stack_pointer(0), stack);
    assert.equal(shrinkBy(resizer.module, 3).length, IMAGE.length / 4);
  });
});

test('all of it once, as in browsers', async () => assert.deepEqual(await usePackages(importApp), EXPECTED));
