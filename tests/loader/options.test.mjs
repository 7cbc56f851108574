// Wrong options are refused before anything happens, by name.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { load } from '../../js/loader/load/load.mjs';
import { helpers, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const CASES = [
  ['no options object', () => 5, '5 was given as the options; pass an object'],
  ['unknown option', () => ({ onprogress: () => {} }), 'did you mean "onProgress"?'],
  [
    'onProgress',
    () => ({ onProgress: 'x' }),
    '"x" was given as the option "onProgress"; pass a function, or leave it out',
  ],
  ['signal', () => ({ signal: {} }), 'an object was given as the option "signal"; pass an AbortSignal'],
  [
    'a signal that lacks a method',
    () => ({ signal: { aborted: false, addEventListener: () => {} } }),
    '"signal"; pass an AbortSignal',
  ],
  ['modules', () => ({ modules: [] }), 'an array was given as the option "modules"; pass an object'],
  [
    'main by both names',
    () => ({ modules: { main: {}, app: {} } }),
    'app: has module arguments as "main" too; give them under one of the names',
  ],
  ['unknown module', () => ({ modules: { sortre: {} } }), 'did you mean "sorter"?'],
  [
    'arguments of a module',
    () => ({ modules: { sorter: 5 } }),
    'sorter: 5 was given as its module arguments; pass an object',
  ],
  [
    'instantiateWasm',
    () => ({ modules: { sorter: { instantiateWasm: true } } }),
    'sorter: true was given as its module argument "instantiateWasm"; pass a function',
  ],
  [
    'wasmMemory',
    () => ({ modules: { sorter: { wasmMemory: {} } } }),
    'sorter: an object was given as its module argument "wasmMemory"; pass a WebAssembly.Memory',
  ],
  ['locateFile', () => ({ modules: { main: { locateFile: './' } } }), 'app: "./" was given as its module argument'],
  ['arguments', () => ({ modules: { main: { arguments: ['a', 5] } } }), '"arguments"; pass a list of texts'],
  ['preRun', () => ({ modules: { main: { preRun: [5] } } }), '"preRun"; pass a function or a list of functions'],
  [
    'prefer',
    () => ({ prefer: 'fast' }),
    '"fast" was given as the option "prefer"; pass "portable" or "direct" or "fused"',
  ],
  ['bridge', () => ({ bridge: 'fast' }), '"bridge" or "bridge_fb"'],
  [
    'memoryCopyFrom',
    () => ({ memoryCopyFrom: '512' }),
    '"memoryCopyFrom"; pass a whole number of bytes from 0 to 4294967295',
  ],
  ['a negative memoryCopyFrom', () => ({ memoryCopyFrom: -1 }), '"memoryCopyFrom"'],
  ['a memoryCopyFrom of no whole number', () => ({ memoryCopyFrom: 0.5 }), '"memoryCopyFrom"'],
  ['a memoryCopyFrom beyond 32 bits', () => ({ memoryCopyFrom: 2 ** 32 }), '"memoryCopyFrom"'],
  ['baseUrl', () => ({ baseUrl: 5 }), '"baseUrl"'],
  ['relative baseUrl', () => ({ baseUrl: 'build/' }), 'which is not the absolute URL of a folder'],
  ['a baseUrl to which nothing is relative', () => ({ baseUrl: 'data:text/javascript,' }), 'not the absolute URL'],
  ['helpers', () => ({ helpers: { accessor: 1 } }), '"helpers"'],
  [
    'helpers of an older loader',
    () => ({ helpers: { ...helpers, blocks: undefined } }),
    'accessor, blocks, bridge and',
  ],
  ['no helpers', () => ({ helpers: undefined }), 'import createApp from the app.mjs'],
  ['manifestIntegrity', () => ({ manifestIntegrity: 'md5-x' }), '"manifestIntegrity"'],
  ['hookTimeout', () => ({ hookTimeout: 0 }), '"hookTimeout"'],
  ['fetchTimeout', () => ({ fetchTimeout: '5' }), '"fetchTimeout"'],
  ['a hookTimeout that no timer keeps', () => ({ hookTimeout: 2 ** 31 }), 'milliseconds above 0, up to 2147483647'],
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
