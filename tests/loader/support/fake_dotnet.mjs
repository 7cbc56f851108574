// A stand-in for the .NET runtime: the few things of its public interface that the loader uses, in JavaScript. A "C#
// function" is a JavaScript function of a DataView and the address of its block.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from '../../../js/tools/common/files.mjs';
import { makeApp } from './app.mjs';
import { mainModule } from './modules.mjs';

const EXPORTS = `
  twice: ['ii', (view, block) => view.setInt32(block + 8, 2 * view.getInt32(block + 8, true), true)],
  negate: ['jj', (view, block) => view.setBigInt64(block + 8, -view.getBigInt64(block + 8, true), true)],
  fail: ['ii', (view, block) => fail(view, block, 'System.Exception: no')],`;

/** What the C# side of makeDotnetApp() exports. */
export const SIGNATURES = Object.freeze({ twice: 'ii', negate: 'jj', fail: 'ii' });

const memory = { imported: false, initial: 1, maximum: null, address: 'i32', shared: false };

/**
 * Builds an app with a C# side, "script".
 * @param {import('node:test').TestContext} t
 * @param {object} [parts]
 * @param {object | string} [parts.runtime] what fakeDotnet() takes, or the text of a dotnet.js
 * @param {object} [parts.side] members of the side's entry in the manifest
 * @param {string[]} [parts.assets]
 * @param {object} [parts.main]
 * @param {object[]} [parts.sides] other sides
 * @returns {ReturnType<typeof makeApp>}
 */
export async function makeDotnetApp(
  t,
  { runtime = {}, side = {}, assets = ['System.wasm'], main = mainModule(), sides } = {},
) {
  const built = await makeApp(t, main, sides);
  const file = async (name, content) => {
    await writeFile(join(built.folder, name), content);
    return { url: name, ...fingerprint(join(built.folder, name)) };
  };
  built.manifest.dotnet = {
    host: 'Host',
    version: '10.0.0',
    runtime: await file(
      'dotnet.js',
      typeof runtime === 'string' ? runtime : fakeDotnet({ exports: EXPORTS, ...runtime }),
    ),
    assets: await Promise.all(assets.map((name) => file(name, name))),
  };
  built.manifest.modules.push({
    name: 'script',
    role: 'side',
    kind: 'dotnet',
    access: 'IMPORT',
    lazy: false,
    guarded: false,
    abi: 1,
    assembly: 'Script',
    variants: [],
    memory,
    exports: SIGNATURES,
    api: Object.keys(SIGNATURES),
    imports: {},
    ...side,
  });
  return built;
}

/**
 * The text of a dotnet.js.
 * @param {object} parts
 * @param {string} [parts.exports] members `name: ['signature', (view, block) => ...]`
 * @param {string} [parts.create] statements run when the runtime is created
 * @param {boolean} [parts.raw] whether there is mono_wasm_invoke_jsexport
 * @param {string} [parts.library] what getAssemblyExports gives
 * @returns {string}
 */
export function fakeDotnet({
  exports = '',
  create = '',
  raw = true,
  library = '{ WasmPseudoLink: { Interop } }',
} = {}) {
  return `
const memory = new WebAssembly.Memory({ initial: 1 });
const table = new WebAssembly.Table({ element: 'anyfunc', initial: 4 });
let stack = 60000;
let rbBridge = 0; // pointer that C# was given
const functions = Object.entries({ ${exports} });
const invoke = (method, block) => functions[method - 1000][1][1](new DataView(memory.buffer), block);
const fail = (view, block, text) => {
  const bytes = new TextEncoder().encode(text);
  new Uint8Array(memory.buffer).set(bytes, 1024);
  view.setInt32(block, 1, true);
  view.setInt32(block + 8, 1024, true);
  view.setInt32(block + 12, bytes.length, true);
};
const wasmExports = {
  memory,
  __indirect_function_table: table,
  stackSave: () => stack,
  stackAlloc: (size) => (stack -= (size + 15) & -16),
  stackRestore: (value) => { stack = value; },
  ${raw ? 'mono_wasm_invoke_jsexport: invoke,' : ''}
};
const log = [];
const Interop = {
  OpenSide: (name) => JSON.stringify({
    abi: 1,
    assembly: 'Script',
    exports: functions.map(([field, [signature]], index) => [field, signature, 1000 + index, index]),
  }),
  Attach: (handle, bridge) => {
    rbBridge = bridge;
    log.push(['attach', handle]);
  },
  Detach: () => log.push(['detach']),
  InvokeExport: (index, block) => { log.push(['invoke', index]); invoke(1000 + index, block); },
};
const config = {};
export const dotnet = {
  withResourceLoader(load) { config.load = load; return this; },
  withModuleConfig(module) { config.module = module; return this; },
  async create() {
    ${create}
    return {
      log,
      config,
      Module: { wasmExports },
      getConfig: () => ({ mainAssemblyName: 'Host' }),
      runMain: async () => 0,
      getAssemblyExports: async () => (${library}),
    };
  },
};
`;
}
