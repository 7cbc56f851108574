// Wrong options are refused before anything happens, by name.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { load } from '../../../js/loader/load.mjs';
import { helpers, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const CASES = [
  ['no options object', () => 5, 'no object'],
  ['unknown option', () => ({ onprogress: () => {} }), 'did you mean "onProgress"?'],
  ['onProgress', () => ({ onProgress: 'x' }), '"onProgress" is not a function'],
  ['signal', () => ({ signal: {} }), '"signal" is not an AbortSignal'],
  ['modules', () => ({ modules: [] }), '"modules" is not an object'],
  ['unknown module', () => ({ modules: { sortre: {} } }), 'did you mean "sorter"?'],
  ['arguments of a module', () => ({ modules: { sorter: 5 } }), 'sorter: its module arguments are no object'],
  [
    'instantiateWasm',
    () => ({ modules: { sorter: { instantiateWasm: true } } }),
    'sorter: its instantiateWasm is no function',
  ],
  [
    'wasmMemory',
    () => ({ modules: { sorter: { wasmMemory: {} } } }),
    'sorter: its wasmMemory is no WebAssembly.Memory',
  ],
  ['prefer', () => ({ prefer: 1 }), '"prefer"'],
  ['bridge', () => ({ bridge: 'fast' }), '"bridge" or "bridge_fb"'],
  ['memoryCopyFrom', () => ({ memoryCopyFrom: '512' }), '"memoryCopyFrom" is not a whole number of bytes'],
  ['a negative memoryCopyFrom', () => ({ memoryCopyFrom: -1 }), '"memoryCopyFrom"'],
  ['a memoryCopyFrom of no whole number', () => ({ memoryCopyFrom: 0.5 }), '"memoryCopyFrom"'],
  ['a memoryCopyFrom beyond 32 bits', () => ({ memoryCopyFrom: 2 ** 32 }), '"memoryCopyFrom"'],
  ['baseUrl', () => ({ baseUrl: 5 }), '"baseUrl"'],
  ['relative baseUrl', () => ({ baseUrl: 'build/' }), 'which is no absolute URL'],
  ['helpers', () => ({ helpers: { accessor: 1 } }), '"helpers"'],
  ['helpers of an older loader', () => ({ helpers: { ...helpers, blocks: undefined } }), 'accessor, blocks, bridge and'],
  ['no helpers', () => ({ helpers: undefined }), 'import createApp from the app.mjs'],
  ['manifestIntegrity', () => ({ manifestIntegrity: 'md5-x' }), '"manifestIntegrity"'],
  ['hookTimeout', () => ({ hookTimeout: 0 }), '"hookTimeout"'],
];

describe('wrong options', () => {
  for (const [title, make, text] of CASES) {
    test(title, async (t) => {
      const built = await makeApp(t, mainModule(), [sideModule('sorter')]);
      const options = make();
      await assert.rejects(
        load(built.manifest, typeof options === 'object' ? built.options(options) : options),
        hasCode('BAD_OPTION', text),
      );
    });
  }
});

test('"main" names the main module whatever its target is called', async (t) => {
  const built = await makeApp(t, mainModule());
  const log = [];
  await built.load({ modules: { main: { log } } });
  assert.deepEqual(log, ['constructors']);
});

test('the options object is not changed', async (t) => {
  const built = await makeApp(t, mainModule());
  const modules = { main: Object.freeze({ log: [] }) };
  const options = Object.freeze({ helpers, baseUrl: built.options().baseUrl, modules: Object.freeze(modules) });
  await load(built.manifest, options);
  assert.deepEqual(Object.keys(options.modules), ['main']);
});
