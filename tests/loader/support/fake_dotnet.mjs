// A stand-in for the .NET runtime: the few things of its public interface that the loader uses, in JavaScript. A "C#
// function" is a JavaScript function of a DataView and the address of its block.

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
  Attach: (handle) => log.push(['attach', handle]),
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
