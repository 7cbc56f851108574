// What the end-to-end tests share: the built apps of tests/apps/end_to_end, text and numbers in a module's memory,
// failure kinds.
//
// WPL_APPS: folder with the built apps; WPL_CONFIG: Debug or Release; WPL_EMSCRIPTEN: version that built them;
// WPL_PREFER: the best variant to take, all of them by default.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export const folder = process.env.WPL_APPS;
if (!folder) throw new Error('Set WPL_APPS to the folder with the built apps (see CMakeLists.txt).');
export const isDebug = process.env.WPL_CONFIG === 'Debug';
export const emscripten = process.env.WPL_EMSCRIPTEN ?? 'newest';

/** Node 20 has no multi-memory, and the bridge is chosen by that alone. */
export const hasMultiMemory = Number(process.versions.node.split('.')[0]) >= 22;

/** Both bridges where the engine runs both, as the option `bridge`; undefined leaves the choice to detection. */
export const bridges = [undefined, 'bridge_fb', ...(hasMultiMemory ? ['bridge'] : [])];

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

/** Collects garbage; memories are given back by finalizers that run in later turns. */
export async function collectGarbage() {
  for (let round = 0; round < 3; round += 1) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The function that makes an app. */
export async function appFactory(name) {
  return (await import(pathToFileURL(join(folder, `${name}.mjs`)).href)).default;
}

/**
 * Starts an app; what its modules print is collected in `printed`.
 * @param {string} name of the main module
 * @param {object} options of load()
 * @returns {Promise<{ app: object, printed: string[] }>}
 */
export async function start(name, options = {}) {
  const createApp = await appFactory(name);
  const printed = [];
  const quiet = { print: (line) => printed.push(line), printErr: (line) => printed.push(line) };
  const modules = { ...options.modules };
  for (const { name: module } of readManifest(name).modules) {
    const args = module === name ? { ...modules.main, ...modules[module] } : modules[module];
    modules[module] = { ...quiet, ...args };
  }
  delete modules.main;
  const prefer = process.env.WPL_PREFER;
  return { app: await createApp({ ...(prefer ? { prefer } : {}), ...options, modules }), printed };
}

/** The same, resolving to what load() rejects with. */
export async function startFails(name, options = {}) {
  try {
    await start(name, options);
  } catch (error) {
    return error;
  }
  throw new Error(`${name} started although it should not have`);
}

export function readManifest(name) {
  return JSON.parse(readFileSync(join(folder, `${name}.manifest.json`), 'utf8'));
}

export function readWasmFile(name) {
  return readFileSync(join(folder, `${name}.wasm`));
}

/** A helper module as the build assembled it. */
export function readHelper(name) {
  const tree = join(folder, '..', '..');
  return readFileSync(join(tree, 'wasm_pseudo_link', 'helpers', `${name}.wasm`));
}

// ---- Memory of a module, given its handle. Views are made again each time, since memories grow.

export function bytesOf({ memory }, address, length) {
  return new Uint8Array(memory.buffer, address >>> 0, length);
}

export function wordsOf({ memory }, address, length) {
  return new Int32Array(memory.buffer, address >>> 0, length);
}

export function textAt({ memory }, address) {
  const bytes = new Uint8Array(memory.buffer);
  return Buffer.from(bytes.subarray(address >>> 0, bytes.indexOf(0, address >>> 0))).toString();
}

/** Puts a C string into main's `scratch` buffer and returns its address. */
export function scratchText({ main }, text) {
  const bytes = Buffer.from(`${text}\0`);
  if (bytes.length > main.exports.scratch_size()) throw new Error(`${text} is too long`);
  const address = main.exports.scratch();
  bytesOf(main, address, bytes.length).set(bytes);
  return address;
}

/** A C string in main's memory that stays there, for calls by MainDriver, which itself uses `scratch`. */
export function lastingText({ main }, text) {
  const bytes = Buffer.from(`${text}\0`);
  const address = main.exports.main_malloc(bytes.length);
  bytesOf(main, address, bytes.length).set(bytes);
  return address;
}

/**
 * Main's rb_dlopen, rb_dlsym, rb_dlerror and calls of what they find; all of it wasm to wasm, driven by exports of
 * app.c.
 */
export class MainDriver {
  constructor(app) {
    this.app = app;
    this.exports = app.main.exports;
  }

  open(name) {
    return this.exports.open_by_name(scratchText(this.app, name));
  }

  find(handle, name) {
    return this.exports.find(handle, scratchText(this.app, name));
  }

  findGuarded(handle, name) {
    return this.exports.find_guarded(handle, scratchText(this.app, name));
  }

  findAny(handle, name) {
    return this.exports.find_any(handle, scratchText(this.app, name));
  }

  /** Calls `name` of a side with up to two i32 arguments and an i32 result. */
  call(side, name, ...args) {
    const signature = 'i'.repeat(args.length + 1);
    const found = this.find(this.open(side), `${name}:${signature}`);
    if (!found) throw new Error(this.error());
    return this.exports[`call_${signature}`](found, ...args);
  }

  /** The same for three i32 arguments and no result. */
  callVoid(side, name, a, b, c) {
    const found = this.find(this.open(side), `${name}:viii`);
    if (!found) throw new Error(this.error());
    this.exports.call_viii(found, a, b, c);
  }

  error() {
    return textAt(this.app.main, this.exports.last_error());
  }

  callError() {
    return textAt(this.app.main, this.exports.last_call_error());
  }
}

/**
 * The failures of failures.hpp: what an error says of each, and whether the module has ended with it. In the Debug
 * build emcc's own checks come first: SAFE_HEAP and the stack check call abort().
 */
export const FAILURES = {
  runtime_error: {
    kind: 1,
    says: (module) => new RegExp(`threw C\\+\\+ exception std::runtime_error: boom in ${module}`),
  },
  thrown_int: { kind: 2, says: () => /threw C\+\+ exception int/ },
  unreachable: { kind: 3, says: () => /trapped: unreachable/ },
  out_of_bounds: isDebug
    ? { kind: 4, says: () => /called abort\(\): segmentation fault/, ends: true }
    : { kind: 4, says: () => /trapped: memory access out of bounds/ },
  divide: { kind: 5, says: () => /trapped: divide by zero/ },
  abort: { kind: 6, says: () => /called abort\(\)/, ends: true },
  exit: { kind: 7, says: () => /called exit\(3\)/, ends: true },
  deep_recursion: isDebug
    ? { kind: 8, says: () => /called abort\(\): stack overflow/i, ends: true }
    : { kind: 8, says: () => /trapped: Maximum call stack size exceeded/ },
};
