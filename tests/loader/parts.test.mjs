// app.mjs without the parts of the loader that an app does not need: it works, and what was left out says so.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { rollup } from 'rollup';
import { appParts } from '../../js/tools/app/app_parts.mjs';
import { bundle } from '../../js/tools/app/bundle.mjs';
import { makeApp } from './support/app.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const loader = fileURLToPath(new URL('../../js/loader/index.mjs', import.meta.url));
const helpers = Object.fromEntries(
  ['accessor', 'blocks', 'bridge', 'bridge_fb'].map((name) => [
    name,
    join(process.env.WPL_HELPERS_DIR, `${name}.wasm`),
  ]),
);

const NOTHING = appParts([{ kind: 'emscripten', lazy: false, asks: [] }]);
const ALL = Object.fromEntries(Object.keys(NOTHING).map((name) => [name, true]));

/** What app.mjs of an app exports; main calls the side by imports. */
async function importApp(t, parts, main = {}, side = {}) {
  const imports = `(import "sorter" "twice" (func $twice (param i32) (result i32))) ${main.imports ?? ''}`;
  const body = `(func (export "four_times") (param i32) (result i32) (call $twice (call $twice (local.get 0)))) ${main.body ?? ''}`;
  const { folder, manifest } = await makeApp(t, mainModule({ ...main, imports, body }), [sideModule('sorter', side)]);
  const file = join(folder, 'app.mjs');
  await writeFile(file, bundle({ loader, helpers, manifest, parts }));
  return import(pathToFileURL(file));
}

const withCode =
  (code, ...texts) =>
  (error) => {
    assert.equal(error.code, code, error.stack);
    for (const text of texts) assert.ok(error.message.includes(text), error.message);
    return true;
  };

const COPY = {
  imports: '(import "env" "sorter_mts_memcpy" (func $copy (param i32 i32 i32)))',
  body: '(func (export "copy") (param i32 i32 i32) (call $copy (local.get 0) (local.get 1) (local.get 2)))',
  glue: { links: [['sorter', 'mts_memcpy']] },
};
const LEND = {
  imports: '(import "env" "sorter_mts_addFnPtr" (func $add (param i32) (result i32)))',
  body: '(func (export "lend") (param i32) (result i32) (call $add (local.get 0)))',
  glue: { links: [['sorter', 'mts_addFnPtr']] },
};

describe('an app works without what it does not need', () => {
  for (const [title, parts] of Object.entries({ 'all parts': ALL, 'no part': NOTHING })) {
    test(title, async (t) => {
      const app = await (await importApp(t, parts)).default();
      assert.equal(app.main.exports.four_times(3), 12);
      assert.throws(() => app.modules.sorter.exports.trap(1), withCode('GUARDED_CALL_FAILED', 'unreachable'));
      assert.equal(app.modules.sorter.exports.twice(3), 6);
      await assert.rejects(app.open('sorter'), withCode('NOT_LAZY'));
      await assert.rejects(app.open('sortr'), withCode('UNKNOWN_MODULE', 'did you mean "sorter"?'));
      assert.throws(() => app.close('sorter'), withCode('STATIC_MODULE'));
    });
  }

  test('copies without lookups', async (t) => {
    const { default: createApp } = await importApp(t, { ...NOTHING, HELPERS: true }, COPY);
    const { main, modules } = await createApp();
    new Uint8Array(main.memory.buffer).set([1, 2, 3], 2048);
    main.exports.copy(4096, 2048, 3);
    assert.deepEqual([...new Uint8Array(modules.sorter.memory.buffer, 4096, 3)], [1, 2, 3]);
  });

  test('function pointers with lookups', async (t) => {
    const { main } = await (await importApp(t, { ...NOTHING, HELPERS: true, LOOKUPS: true }, LEND)).default();
    assert.ok(main.exports.lend(1) > 0);
  });
});

describe('what was left out and is asked for', () => {
  const leftOut = withCode('PART_LEFT_OUT', 'which app.mjs does not have', 'build the app again');

  test('a helper: the app does not start', async (t) => {
    await assert.rejects((await importApp(t, NOTHING, COPY)).default(), leftOut);
  });

  test('rbBridge: the call fails', async (t) => {
    const { main } = await (await importApp(t, NOTHING)).default();
    assert.throws(
      () => main.exports.ask(0, 1600),
      (error) => leftOut(error.cause),
    );
  });

  test('function pointers: the call fails', async (t) => {
    const { main } = await (await importApp(t, { ...NOTHING, HELPERS: true }, LEND)).default();
    assert.throws(
      () => main.exports.lend(1),
      (error) => leftOut(error.cause),
    );
  });

  test('what handles offer beside calls', async (t) => {
    const { main } = await (await importApp(t, NOTHING)).default();
    for (const use of [() => main.views, () => main.addFunction(() => 1, 'i'), () => main.getFunction(1)])
      assert.throws(use, leftOut);
    assert.equal(main.removeFunction(1), false);
  });

  test('options of load() for what app.mjs has in it', async (t) => {
    const { default: createApp } = await importApp(t, NOTHING);
    for (const options of [{ manifestIntegrity: `sha384-${'A'.repeat(64)}` }, { helpers: {} }])
      await assert.rejects(createApp(options), withCode('BAD_OPTION', 'does not exist; the options are: onProgress'));
  });
});

describe('which parts an app needs', () => {
  const needs = (...modules) =>
    Object.entries(appParts(modules.map((module) => ({ kind: 'emscripten', lazy: false, asks: [], ...module }))))
      .filter(([, isNeeded]) => isNeeded)
      .map(([name]) => name);

  test('by what its modules ask for', () => {
    assert.deepEqual(needs({}, {}), []);
    assert.deepEqual(needs({}, { asks: ['main_getI32', 'main_stm_memcpy'] }), ['HELPERS']);
    for (const name of ['rbBridge', 'main_mts_addFnPtr', 'main_stm_removeFnPtr'])
      assert.deepEqual(needs({ asks: [name] }, {}), ['LOOKUPS', 'HELPERS'], name);
    assert.deepEqual(needs({}, { lazy: true }), ['LAZY_SIDES']);
    assert.equal(appParts([], { fused: true }).FUSED, true);
    assert.equal(appParts([], { node: true }).NODE, true);
    assert.deepEqual(
      [true, false].map((node) => appParts([], { node, maps: true }).MAPS),
      [true, false],
    );
    assert.deepEqual(needs({ kind: 'wasm' }, {}), ['LOOKUPS', 'WASM', 'TOOLS']);
    assert.deepEqual(needs({ kind: 'javascript' }, { names: {} }), ['LOOKUPS', 'JAVASCRIPT', 'TOOLS', 'NAMES']);
    assert.deepEqual(needs({ prebuilt: true }), ['LOOKUPS', 'TOOLS', 'GLUE']);
    assert.deepEqual(needs({}, { kind: 'dotnet', asks: undefined }), ['LOOKUPS', 'DOTNET', 'HELPERS']);
    const host = Object.entries(appParts([], { plugins: true })).filter(([, isNeeded]) => isNeeded);
    assert.deepEqual(
      host.map(([name]) => name),
      ['PLUGINS', 'LAZY_SIDES', 'LOOKUPS', 'WASM', 'TOOLS', 'NAMES', 'MAIN_API', 'HELPERS'],
    );
  });

  test('all of it for a module about which nothing is known', () => {
    assert.deepEqual(needs({}, { asks: undefined }), ['LOOKUPS', 'HELPERS']);
  });

  test('a part that the loader does not have is an error of the build', () => {
    assert.throws(() => bundle({ loader, helpers, manifest: {}, parts: { WINGS: false } }), /has no part `WINGS`/);
  });
});

describe('a minified app.mjs', () => {
  /** Without what is never reached, and without comments: as Emscripten's tools do it, which are not there here. */
  async function minified(parts) {
    const text = bundle({ loader, helpers, manifest: {}, parts });
    const app = { name: 'app', resolveId: (id) => (id === 'app.mjs' ? id : null), load: () => text };
    const { generate } = await rollup({ input: 'app.mjs', plugins: [app], logLevel: 'silent' });
    const { output } = await generate({ format: 'es' });
    return transformSync(output[0].code, { minify: true, format: 'esm' }).code;
  }

  test('has nothing of plugins in an app that opens none', async () => {
    const lazy = { ...ALL, MANIFESTS: false };
    const [without, withPlugins] = await Promise.all([false, true].map((PLUGINS) => minified({ ...lazy, PLUGINS })));
    for (const text of [
      'PLUGIN_REFUSED',
      'INTERFACE_MISMATCH',
      'NAME_TAKEN',
      'wasm_pseudo_link.side',
      'clock_time_get',
    ])
      assert.deepEqual(
        [without, withPlugins].map((code) => code.includes(text)),
        [false, true],
        text,
      );
    assert.doesNotMatch(without, /plugin/i);
  });

  const manifest = { main: 'app', note: 'says "x":true,\\', 'odd-name': [true, false, null], nested: { $a: 1 } };

  test('has its manifest, which the minifier never saw', () => {
    const given = [];
    const minify = (text) => {
      given.push(text);
      return text;
    };
    const text = bundle({ loader, helpers, manifest, parts: NOTHING, minify });
    const other = bundle({ loader, helpers, manifest: { main: 'other' }, parts: NOTHING, minify });
    assert.equal(given[0], given[1], 'so one minified text serves all apps');
    assert.notEqual(text, other);
    const [, literal] = /const APP_MANIFEST = (.*);\n/.exec(text);
    assert.deepEqual(Function(`return ${literal}`)(), manifest);
    assert.match(literal, /^\{main:"app",note:.*,"odd-name":\[!0,!1,null\],nested:\{\$a:1\}\}$/);
  });

  test('is refused if the minifier lost the place of the manifest', () => {
    assert.throws(() => bundle({ loader, helpers, manifest, parts: NOTHING, minify: () => '' }), /exactly once/);
  });
});
