// C# sides with a stand-in for the runtime: what needs no .NET SDK. The real one is in tests/dotnet/runtime.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { signedLeb } from '../../js/loader/wasm/wasm_writer.mjs';
import { entryOf, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { SIGNATURES, makeDotnetApp } from './support/fake_dotnet.mjs';
import { mainModule } from './support/modules.mjs';
import { plainModule, reaching } from './support/plain.mjs';

for (const raw of [true, false]) {
  test(`calls ${raw ? 'by the raw export' : 'by [JSExport], where there is no raw export'}`, async (t) => {
    const app = await (await makeDotnetApp(t, { runtime: { raw } })).load();
    const { script } = app.modules;
    assert.deepEqual({ ...app.dotnet }, { version: '10.0.0', calls: raw ? 'raw' : 'jsexport' });
    assert.equal(script.exports.twice(-21), -42);
    assert.equal(script.exports.negate(1n << 40n), -(1n << 40n));
    assert.throws(
      () => script.exports.fail(1),
      hasCode('GUARDED_CALL_FAILED', 'script.fail threw System.Exception: no'),
    );
    assert.equal(script.module.Module.wasmExports.stackSave(), 60000);
    assert.deepEqual(
      script.module.log.map(([what]) => what),
      raw ? ['attach'] : ['attach', 'invoke', 'invoke', 'invoke'],
    );
  });
}

describe('with a main that Emscripten did not build', () => {
  const mains = {
    JavaScript: { name: 'app', kind: 'javascript' },
    wasm: plainModule('app', { body: '(func (export "main") (result i32) (i32.const 0))' }),
  };
  for (const [title, main] of Object.entries(mains)) {
    for (const lazy of [false, true]) {
      test(`${title}, and ${lazy ? 'lazy' : 'static'} sides in C# and of plain wasm`, async (t) => {
        const app = await (
          await makeDotnetApp(t, { main, side: { lazy }, sides: [reaching('side', { lazy })] })
        ).load();
        if (lazy) for (const name of ['script', 'side']) await app.open(name);
        const { script, side } = app.modules;
        assert.equal(script.exports.twice(-21), -42);
        assert.equal(side.exports.twice(21), 42);
        side.views.writeText(1000, 20, 'rb_dlopen');
        const dlopen = side.exports.ask(0, 1000);
        side.views.writeText(1000, 20, 'script');
        const handle = side.exports.call_ii(dlopen, 1000);
        side.views.writeText(1000, 20, 'twice:ii');
        assert.equal(side.exports.call_ii(side.exports.ask(handle, 1000), 4), 8);
        assert.throws(() => script.exports.fail(1), hasCode('GUARDED_CALL_FAILED', 'System.Exception: no'));
        assert.equal(app.main.state, 'ready');
      });
    }
  }
});

test('an app without C# sides says nothing of .NET', async (t) => {
  assert.equal('dotnet' in (await (await makeApp(t, mainModule())).load()), false);
});

test('main looks functions up, unguarded and guarded', async (t) => {
  const app = await (await makeDotnetApp(t)).load();
  const c = new C(app.main);
  const handle = c.dlopen('script');
  assert.equal(c.call('ii', c.dlsym(handle, 'twice:ii'), 5), 10);
  for (const pointer of [
    c.dlsym(handle, 'fail'),
    c.dlsymGuarded(handle, 'fail:ii'),
    c.service('iii', 'rb_guard', c.dlsym(handle, 'fail'), c.string('ii')),
  ]) {
    assert.equal(c.call('ii', pointer, 5), 0);
    assert.equal(c.text('rb_last_call_error').text, 'script.fail threw System.Exception: no');
  }
  assert.equal(c.call('ii', c.dlsymGuarded(handle, 'twice:ii'), 5), 10);
  assert.equal(c.text('rb_last_call_error').text, '');
});

test('a lazy side: started when opened, detached with the last, joined again', async (t) => {
  const app = await (await makeDotnetApp(t, { side: { lazy: true } })).load();
  assert.equal(app.dotnet.calls, null);
  for (let round = 0; round < 3; round += 1) {
    await app.open('script');
    const { module, exports } = app.modules.script;
    assert.equal(exports.twice(2), 4);
    const { length } = module.Module.wasmExports.__indirect_function_table;
    assert.equal(app.close('script'), true);
    assert.equal(module.log.length, 2 * (round + 1));
    assert.equal(module.Module.wasmExports.__indirect_function_table.length, length);
    assert.throws(() => exports.twice(2), hasCode('MODULE_CLOSED'));
  }
});

test('ACCESS NONE: C# is not joined to the app', async (t) => {
  const app = await (await makeDotnetApp(t, { side: { access: 'NONE' } })).load();
  assert.equal(app.modules.script.exports.twice(2), 4);
  assert.deepEqual(app.modules.script.module.log, []);
});

test('the resource loader gives checked files only', async (t) => {
  const app = await (await makeDotnetApp(t)).load();
  const { config } = app.modules.script.module;
  assert.match(config.load('dotnetjs', 'dotnet.js', ''), /^(file|http):.*dotnet\.js$/);
  assert.equal(await (await config.load('assembly', 'System.wasm', '')).text(), 'System.wasm');
  assert.equal(config.load('assembly', 'Other.wasm', ''), undefined);
});

test('a runtime that ends takes its sides with it', async (t) => {
  const app = await (await makeDotnetApp(t)).load();
  app.modules.script.module.config.module.onExit(1);
  assert.equal(app.modules.script.state, 'failed');
  assert.throws(
    () => app.modules.script.exports.twice(2),
    hasCode('MODULE_FAILED', 'the .NET runtime has ended with status 1'),
  );
  assert.equal(app.main.exports.add_one(1), 2);
});

describe('a runtime that does not start', () => {
  const cases = {
    'it throws': [{ create: "throw new Error('no memory');" }, 'DOTNET_FAILED', 'could not be started (no memory)'],
    'it is no JavaScript': ['export const = 5;', 'DOTNET_FAILED', 'dotnet.js cannot be imported'],
    'it has another library': [{ library: '{ Other: {} }' }, 'ABI_MISMATCH', 'no WasmPseudoLink.Interop'],
  };
  for (const [title, [runtime, code, text]] of Object.entries(cases)) {
    test(title, async (t) => {
      const built = await makeDotnetApp(t, { runtime });
      await assert.rejects(built.load(), hasCode(code, text));
    });
  }

  test('a lazy one may be tried again', async (t) => {
    const create =
      "globalThis.wplTries = (globalThis.wplTries ?? 0) + 1; if (globalThis.wplTries === 1) throw new Error('once');";
    const app = await (await makeDotnetApp(t, { runtime: { create }, side: { lazy: true } })).load();
    await assert.rejects(app.open('script'), hasCode('DOTNET_FAILED', 'once'));
    assert.equal(app.modules.script.state, 'closed');
    await app.open('script');
    assert.equal(app.modules.script.exports.twice(2), 4);
  });
});

test('exports that differ from the manifest', async (t) => {
  const built = await makeDotnetApp(t);
  entryOf(built.manifest, 'script').exports = { ...SIGNATURES, twice: 'iii' };
  await assert.rejects(built.load(), hasCode('IMPORTS_UNRESOLVED', 'twice as iii, but its assembly has it as ii'));
});

test('constants of small modules: signed LEB128', () => {
  const encoded = {
    0: [0],
    63: [63],
    64: [0xc0, 0],
    '-1': [0x7f],
    '-64': [0x40],
    '-65': [0xbf, 0x7f],
    2147483647: [255, 255, 255, 255, 7],
  };
  for (const [value, bytes] of Object.entries(encoded)) assert.deepEqual(signedLeb(Number(value)), bytes, value);
});
