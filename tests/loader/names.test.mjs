// Modules and functions with the names of what every JavaScript object has.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../../js/tools/app/bundle.mjs';
import { appParts } from '../../js/tools/app/app_parts.mjs';
import { makeApp } from './support/app.mjs';
import { mainModule, sideModule } from './support/modules.mjs';
import { plainModule } from './support/plain.mjs';

const NAMES = Object.getOwnPropertyNames(Object.prototype);

/** A module with a function of each name, which gives its place in the list and `first`. */
const functions = (first) =>
  NAMES.map((name, index) => `(func (export "${name}") (result i32) (i32.const ${first + index}))`).join('\n');

const loader = fileURLToPath(new URL('../../js/loader/index.mjs', import.meta.url));
const helperFiles = Object.fromEntries(
  ['accessor', 'blocks', 'bridge', 'bridge_fb'].map((name) => [
    name,
    join(process.env.WPL_HELPERS_DIR, `${name}.wasm`),
  ]),
);
const PARTS = Object.fromEntries(Object.keys(appParts([])).map((name) => [name, true]));

/** The same app by load() and as app.mjs. */
const WAYS = {
  'load()': (built) => built.load(),
  'app.mjs': async ({ folder, manifest }) => {
    const file = join(folder, 'app.mjs');
    const parts = { ...PARTS, MANIFESTS: false };
    await writeFile(file, bundle({ loader, helpers: helperFiles, manifest, parts }));
    return (await import(pathToFileURL(file))).default();
  },
};

for (const [way, start] of Object.entries(WAYS)) {
  describe(way, () => {
    test('functions, called by JavaScript, by imports and looked up', async (t) => {
      const imports = NAMES.map((name, index) => `(import "side" "${name}" (func $f${index} (result i32)))`).join('\n');
      const sum = NAMES.reduce((text, _, index) => `(i32.add (call $f${index}) ${text})`, '(i32.const 0)');
      const main = mainModule({ imports, body: `(func (export "sum") (result i32) ${sum}) ${functions(500)}` });
      const app = await start(await makeApp(t, main, [sideModule('side', { body: functions(100) })]));
      NAMES.forEach((name, index) => {
        assert.equal(app.modules.side.exports[name](), 100 + index, name);
        assert.equal(app.main.exports[name](), 500 + index, name);
      });
      assert.equal(
        app.main.exports.sum(),
        NAMES.reduce((total, _, index) => total + 100 + index, 0),
      );
    });

    test('what a module does not have is not found', async (t) => {
      const app = await start(await makeApp(t, mainModule(), [sideModule('side')]));
      for (const name of NAMES) {
        assert.equal(app.modules.side.exports[name], undefined);
        assert.equal(app.modules[name], undefined);
        await assert.rejects(app.open(name), { code: 'UNKNOWN_MODULE' });
      }
    });

    test('modules', async (t) => {
      const sides = NAMES.map((name, index) =>
        index % 2 === 0 ? sideModule(name, { lazy: index % 4 === 0 }) : plainModule(name, { body: functions(7) }),
      );
      const app = await start(await makeApp(t, mainModule(), sides));
      for (const { name, lazy, kind } of sides) {
        if (lazy) assert.equal((await app.open(name)).name, name);
        assert.equal(app.modules[name].exports[kind ? NAMES[0] : 'twice'](4), kind ? 7 : 8, name);
      }
    });
  });
}

test('an import that nothing gives is missing, whatever Object.prototype has', async (t) => {
  const imports = NAMES.map((name) => `(import "env" "${name}" (func))`).join('\n');
  const built = await makeApp(t, mainModule(), [sideModule('side', { imports })]);
  await assert.rejects(built.load(), (error) => {
    assert.equal(error.code, 'IMPORTS_UNRESOLVED', error.stack);
    for (const name of NAMES) assert.ok(error.message.includes(`env.${name}, which`), name);
    return true;
  });
});

test('module arguments of a module with such a name', async (t) => {
  const log = [];
  const built = await makeApp(t, mainModule(), [sideModule('constructor'), sideModule('valueOf')]);
  const app = await built.load({ modules: { valueOf: { log } } });
  assert.deepEqual(log, ['constructors']);
  assert.equal(app.modules.constructor.exports.twice(2), 4);
});
