// node probe_embedded.mjs <glue.mjs>, with an IPC channel
//
// Starts a module by glue that has the wasm file in it as text, and tells its parent { bytes } of the largest file that
// it compiles on its way, or { error }. Run by embedded_wasm.mjs in a process of its own.
import { pathToFileURL } from 'node:url';
import { GlueFault, answerParent } from './child_process.mjs';

/** @type {Uint8Array | undefined} */
let largest;

/** @param {any} source bytes, or a compiled module */
function note(source) {
  if (typeof source?.byteLength !== 'number' || source.byteLength <= (largest?.length ?? 0)) return;
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  if (WebAssembly.validate(bytes)) largest = bytes.slice();
}

/** @param {Response | Promise<Response>} response */
const bytesOf = async (response) => (await response).arrayBuffer();

/** Lets every way to compile note what it is given. */
function listen() {
  // Node loads its fetch when it is first asked for, and up to Node 20 that compiles a file of Node's own
  // (lib/internal/deps/undici): before anybody listens.
  void globalThis.Response;
  const { compile, instantiate, Module } = WebAssembly;
  /** @type {Record<string, Function>} */
  const ways = {
    compile: (/** @type {any} */ source) => (note(source), compile(source)),
    instantiate: (/** @type {any} */ source, /** @type {any} */ imports) => (
      note(source),
      instantiate(source, imports)
    ),
    compileStreaming: async (/** @type {any} */ response) => WebAssembly.compile(await bytesOf(response)),
    instantiateStreaming: async (/** @type {any} */ response, /** @type {any} */ imports) =>
      WebAssembly.instantiate(await bytesOf(response), imports),
  };
  Object.assign(WebAssembly, ways, {
    Module: new Proxy(Module, {
      construct(target, [source]) {
        note(source);
        return new target(source);
      },
    }),
  });
}

/** @returns {Promise<never>} */
async function probe() {
  listen();
  const glue = await import(pathToFileURL(process.argv[2]).href);
  if (typeof glue.default !== 'function') throw new GlueFault('has no function as default export');
  await glue.default({ noInitialRun: true, print() {}, printErr() {} });
  throw new GlueFault('compiles none when it starts');
}

answerParent(probe, async () => ({ bytes: largest }));
