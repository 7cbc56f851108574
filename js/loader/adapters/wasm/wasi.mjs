// WASI preview 1, by the npm package @bjorn3/browser_wasi_shim, whose files lie beside the module's.
/** @import { ModuleInstance } from '../../app/module_instance.mjs' */
/** @import { FetchContext } from '../../load/fetch_modules.mjs' */
/** @import { ManifestEntry } from '../../manifest/manifest.mjs' */
/** @import { ModuleArguments } from '../../index.d.ts' */
import { badOption } from '../../base/arguments.mjs';
import { importScript, readChecked } from '../../files/files.mjs';
import { shown } from '../../base/kinds.mjs';

/** Import module of WASI preview 1. */
export const WASI_MODULE = 'wasi_snapshot_preview1';

/** @typedef {any} Shim exports of npm @bjorn3/browser_wasi_shim, which have the vendor's types */

/**
 * WASI for one module. Its system is the shim's own object, which has the vendor's types; flush writes what was printed
 * without a line's end.
 * @typedef {{ imports: WebAssembly.ModuleImports, system: any, flush: () => void }} Wasi
 */

/** @typedef {{ names: string[], data?: string | Uint8Array }} WasiFile a file by the names of its path */

const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);

/**
 * Fetches and checks the shim's files.
 * @param {ManifestEntry} entry the module's entry in the manifest
 * @param {FetchContext} context
 * @returns {Promise<() => Promise<Shim | null>>} imports the shim; null for a module that wants none
 */
export async function fetchWasi({ wasi }, context) {
  if (!wasi) return async () => null;
  for (const { bytes } of wasi.files) context.progress.expect(bytes);
  await Promise.all(wasi.files.map((file) => readChecked(file, context)));
  const { href } = new URL(wasi.entry, context.baseUrl);
  return () => importScript(href, context.module, 'pass the folder of npm @bjorn3/browser_wasi_shim as WASI');
}

/**
 * WASI for one module.
 * @param {Shim} shim
 * @param {ModuleInstance} instance
 * @param {ModuleArguments} args of which arguments, env, files, print, printErr
 * @returns {Wasi}
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function createWasi(shim, instance, args) {
  checkPaths(instance.name, args);
  const out = lineWriter(shim, args.print ?? console.log);
  const error = lineWriter(shim, args.printErr ?? console.error);
  const stdin = new shim.OpenFile(new shim.File([]));
  const files = new shim.PreopenDirectory(
    '/',
    folder(
      shim,
      Object.entries(args.files ?? {}).map(([path, data]) => splitPath(path, data)),
    ),
  );
  const environment = Object.entries(args.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const texts = [instance.name, ...(args.arguments ?? [])].map(countedInBytes);
  const system = new shim.WASI(texts, environment, [stdin, out, error, files], { debug: false });
  system.inst = { exports: memoryOf(instance) };
  const flush = () => [out, error].forEach((writer) => writer.endLine());
  return { imports: { ...system.wasiImport, proc_exit: exitWith(flush) }, system, flush };
}

/**
 * @param {string} module
 * @param {ModuleArguments} args
 */
function checkPaths(module, { files = {} }) {
  const paths = Object.keys(files);
  const nameless = paths.find((path) => splitPath(path).names.length === 0);
  if (nameless !== undefined)
    throw badOption(module, `its file ${shown(nameless)} has no name`, 'pass contents by path, such as "data/a.txt"');
  const [one, other] = firstConflict(paths);
  if (one === undefined) return;
  throw badOption(
    module,
    `of its files ${shown(one)} and ${shown(other)} there can only be one`,
    'let no path be the same as another, or be its folder',
  );
}

/**
 * Two paths of files such that one is the other or a folder that the other lies in; nothing if there are none.
 * @param {string[]} paths
 */
function firstConflict(paths) {
  const places = paths.map((path) => ({ path, place: `${splitPath(path).names.join('/')}/` }));
  places.sort((one, other) => (one.place < other.place ? -1 : 1)); // what lies in a folder follows it at once
  const index = places.findIndex(({ place }, at) => places[at + 1]?.place.startsWith(place));
  return index < 0 ? [] : [places[index].path, places[index + 1].path];
}

/**
 * The shim asks for the memory at each call, from a module's exports.
 * @param {ModuleInstance} instance
 */
function memoryOf(instance) {
  return {
    get memory() {
      return instance.requireMemory();
    },
  };
}

/**
 * The shim takes a text's length for its length in UTF-8 (0.4.2, args_sizes_get), and then writes past the buffer.
 * @param {string} text
 */
function countedInBytes(text) {
  return { length: encode(text).length, toString: () => text };
}

/**
 * exit() as the core knows it.
 * @param {() => void} flush
 * @returns {(status: number) => never}
 */
export function exitWith(flush) {
  return (status) => {
    flush();
    throw Object.assign(new Error(`exit(${status})`), { name: 'ExitStatus', status });
  };
}

/**
 * @param {Shim} shim
 * @param {(line: string) => void} print
 */
function lineWriter(shim, print) {
  const writer = shim.ConsoleStdout.lineBuffered(print);
  const { write } = writer;
  let isInLine = false;
  writer.write = (/** @type {Uint8Array} */ bytes) => {
    if (bytes.length > 0) isInLine = bytes.at(-1) !== 10;
    write(bytes);
  };
  writer.endLine = () => {
    if (isInLine) writer.write(Uint8Array.of(10));
  };
  return writer;
}

/** @type {(path: string, data?: WasiFile['data']) => WasiFile} */
const splitPath = (path, data) => ({ names: path.split('/').filter((name) => name !== '' && name !== '.'), data });

/**
 * Contents of a folder: a Map of the shim's files and folders by name.
 * @param {Shim} shim
 * @param {WasiFile[]} files
 * @returns {Map<string, object>}
 */
function folder(shim, files) {
  const contents = new Map();
  for (const [name, inside] of byFirstName(files)) {
    const file = inside.find(({ names }) => names.length === 0);
    contents.set(
      name,
      file
        ? new shim.File(typeof file.data === 'string' ? encode(file.data) : file.data)
        : new shim.Directory(folder(shim, inside)),
    );
  }
  return contents;
}

/** @param {WasiFile[]} files */
function byFirstName(files) {
  /** @type {Map<string, WasiFile[]>} */
  const groups = new Map();
  for (const { names, data } of files) {
    const [first, ...rest] = names;
    groups.set(first, [...(groups.get(first) ?? []), { names: rest, data }]);
  }
  return groups;
}
