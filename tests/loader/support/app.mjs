// Lays out the folder of an app as the build does - wasm, glue, manifest - and loads it.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint } from '../../../js/tools/common/files.mjs';
import { readWasm } from '../../../js/loader/wasm/wasm_binary.mjs';
import { load } from '../../../js/loader/load/load.mjs';
import { glueText } from './glue.mjs';
import { assemble } from './wat.mjs';

const helpersFolder = process.env.WPL_HELPERS_DIR;
if (!helpersFolder)
  throw new Error('set WPL_HELPERS_DIR to the folder of accessor.wasm, blocks.wasm, bridge.wasm and bridge_fb.wasm');

/** The helper modules as the build assembled them. */
export const helpers = Object.fromEntries(
  ['accessor', 'blocks', 'bridge', 'bridge_fb'].map((name) => [
    name,
    new Uint8Array(readFileSync(join(helpersFolder, `${name}.wasm`))),
  ]),
);

/** Whether this engine has multi-memory: Node 24 has, Node 20 has not. */
export const hasMultiMemory = WebAssembly.validate(helpers.bridge);

const OWN = new Set(['env', 'wasi_snapshot_preview1']);

/** A module's entry for the manifest, read from its files as the build does. */
async function writeModule(folder, module, role) {
  const { name, text, bytes, glue, scripts = {}, ...rest } = module;
  if (rest.kind === 'javascript') return javascriptMain(module);
  const wasm = join(folder, `${name}.wasm`);
  await writeFile(wasm, bytes ?? assemble(text));
  const beside =
    rest.kind === 'wasm' ? await writeScripts(folder, name, scripts) : await writeGlue(folder, module, role);
  const { imports, exports, memories } = readWasm(readFileSync(wasm));
  const { imported, initial, maximum, address, shared } = memories[0] ?? NO_MEMORY;
  const functions = exports.filter(({ kind }) => kind === 'function').map((item) => [item.name, item.signature]);
  const foreign = Object.create(null);
  for (const { module: from, name: field, kind, signature } of imports)
    if (kind === 'function' && !OWN.has(from) && !Object.hasOwn(scripts, from))
      (foreign[from] ??= Object.create(null))[field] = signature;
  return {
    name,
    role,
    kind: 'emscripten',
    abi: 1,
    lazy: false,
    ...(role === 'side' ? { access: 'DIRECT', guarded: false } : {}),
    variants: [{ variant: 'portable', wasm: { url: `${name}.wasm`, ...fingerprint(wasm) } }],
    memory: { imported, initial, maximum, address, shared },
    exports: Object.fromEntries(functions),
    api: functions.map(([field]) => field).filter((field) => !/^(call_|_|emscripten_|ask|enter)/.test(field)),
    imports: JSON.parse(JSON.stringify(foreign)),
    asyncify: false,
    ...beside,
    ...rest,
  };
}

const NO_MEMORY = { imported: false, initial: 0, maximum: null, address: 'i32', shared: false };

const fileEntry = (folder, url) => ({ url, ...fingerprint(join(folder, url)) });

async function writeGlue(folder, { name, glue }, role) {
  const url = role === 'main' ? `${name}.glue.mjs` : `${name}.mjs`;
  await writeFile(join(folder, url), glueText(glue));
  return { glue: fileEntry(folder, url) };
}

/** Import scripts by import module, given as the text of what their function returns or as the text of a whole file. */
async function writeScripts(folder, name, scripts) {
  const files = {};
  for (const [module, text] of Object.entries(scripts)) {
    const url = `${name}.imports.${module}.mjs`;
    await writeFile(join(folder, url), text.startsWith('export') ? text : `export default (side) => (${text});\n`);
    files[module] = fileEntry(folder, url);
  }
  return Object.keys(files).length > 0 ? { importScripts: files } : {};
}

function javascriptMain({ name, initial = 1, maximum = null }) {
  const memory = { imported: true, initial, maximum, address: 'i32', shared: false };
  return {
    name,
    role: 'main',
    kind: 'javascript',
    abi: 1,
    lazy: false,
    variants: [],
    memory,
    exports: {},
    api: [],
    imports: {},
  };
}

/**
 * Builds an app in a folder that is removed after the test.
 * @param {import('node:test').TestContext} t
 * @param {object} main { name, text, glue } of the main module
 * @param {object[]} [sides] the same, and manifest members such as lazy, access, guarded
 * @returns {Promise<{ folder: string, manifest: object, options: (extra?: object) => object, load: (extra?: object) =>
 *   Promise<object> }>}
 */
export async function makeApp(t, main, sides = []) {
  const folder = await mkdtemp(join(tmpdir(), 'wpl loader '));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const modules = await Promise.all([
    writeModule(folder, main, 'main'),
    ...sides.map((side) => writeModule(folder, side, 'side')),
  ]);
  const manifest = { abi: 1, generator: 'tests', main: main.name, modules };
  const options = (extra = {}) => ({ helpers, baseUrl: pathToFileURL(join(folder, 'app.mjs')).href, ...extra });
  return { folder, manifest, options, load: (extra) => load(manifest, options(extra)) };
}

/** The entry of a module in a manifest. */
export const entryOf = (manifest, name) => manifest.modules.find((entry) => entry.name === name);

/** Replaces a module's glue by other source text, with right size and hash. */
export async function rewriteGlue({ folder, manifest }, name, source) {
  const { glue } = entryOf(manifest, name);
  await writeFile(join(folder, glue.url), source);
  Object.assign(glue, fingerprint(join(folder, glue.url)));
}

/** Replaces a module's wasm file, with right size and hash unless they are to stay as they were built. */
export async function rewriteWasm({ folder, manifest }, name, bytes, isBuilt = true) {
  const { wasm } = entryOf(manifest, name).variants[0];
  await writeFile(join(folder, wasm.url), bytes);
  if (isBuilt) Object.assign(wasm, fingerprint(join(folder, wasm.url)));
}

/** Instantiates a module from its file, as a user's own instantiateWasm may do. */
export async function instantiateFrom({ folder, manifest }, name, imports) {
  return WebAssembly.instantiate(readFileSync(join(folder, entryOf(manifest, name).variants[0].wasm.url)), imports);
}
