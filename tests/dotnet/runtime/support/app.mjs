// An app of a hand-written main module and the C# sides of the test project.
import { load } from '../../../../js/loader/load/load.mjs';
import { makeApp } from '../../../loader/support/app.mjs';
import { mainText } from './main_module.mjs';
import { describeRuntime, publishedFolder } from './published.mjs';

/** Exports of the side `calls`, as project/calls/Exports.cs registers them. */
export const CALLS = Object.freeze({
  nothing: 'v',
  ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7, 8, 20].map((count) => [`sum${count}`, `i${'i'.repeat(count)}`])),
  longs: 'jjj',
  floats: 'fff',
  doubles: 'ddd',
  mixed: 'djfdi',
  mixed8: 'ddifjdifj',
  fail: 'ii',
  fail_long: 'jj',
  fail_double: 'd',
  fail_void: 'v',
  twice: 'ii',
  add: 'iii',
  greet: 'jii',
  sort: 'vii',
  descend: 'ii',
  call_back: 'iii',
  keep_callback: 'vi',
  call_kept: 'ii',
  run: 'iiii',
  measure: 'dii',
});

/** Exports of the side `second`. */
export const SECOND = Object.freeze({ thrice: 'ii', call_first: 'ii' });

const TESTS = [
  'Signatures',
  'Failures',
  'Collect',
  'HoldSide',
  'CallHeld',
  'GrowOwn',
  'CopyAcrossGrowth',
  'Plain',
  'Accessor',
  'WrongSignature',
  'Collections',
  'SumOfMain',
];

/**
 * Runs a test of project/calls/Tests.cs; an exception there is thrown here.
 * @param {object} app
 * @param {string} test
 * @param {number} [a]
 * @param {number} [b]
 * @returns {number}
 */
export function runInCsharp(app, test, a = 0, b = 0) {
  return app.modules.calls.exports.run(TESTS.indexOf(test), a, b);
}

/**
 * The runtime's wasm exports, whichever its version.
 * @param {object} app
 * @returns {Record<string, any>}
 */
export function runtimeExports(app) {
  const { Module } = app.modules.calls.module;
  return Module.wasmExports ?? Module.asm;
}

/**
 * The manifest entry of a C# side.
 * @param {string} name
 * @param {Record<string, string>} exports
 * @param {object} memory
 * @param {object} [rest]
 * @returns {object}
 */
export function dotnetSide(name, exports, memory, rest = {}) {
  return {
    name,
    role: 'side',
    kind: 'dotnet',
    access: 'IMPORT',
    lazy: false,
    guarded: false,
    abi: 1,
    assembly: name[0].toUpperCase() + name.slice(1),
    variants: [],
    memory,
    exports: { ...exports },
    api: Object.keys(exports),
    imports: {},
    ...rest,
  };
}

/**
 * Builds an app whose main is support/main_module.mjs with the C# sides `calls` and, lazily, `second`.
 * @param {import('node:test').TestContext} t
 * @param {{ main?: object, sides?: object[], calls?: object, second?: object, folder?: string }} [parts] sides:
 *   Emscripten's; calls, second: members of their manifest entries; folder: of the runtime's files
 * @returns {Promise<object>} as makeApp
 */
export async function makeDotnetApp(
  t,
  { main = {}, sides = [], calls = {}, second = { lazy: true }, folder = publishedFolder() } = {},
) {
  const built = await makeApp(t, { ...mainText(calls.lazy ? 'lazy' : 'static'), ...main }, sides);
  const { dotnet, memory } = describeRuntime(folder);
  built.manifest.dotnet = dotnet;
  built.manifest.modules.push(dotnetSide('calls', CALLS, memory, calls), dotnetSide('second', SECOND, memory, second));
  return { ...built, load: (extra) => load(built.manifest, built.options(extra)) };
}
