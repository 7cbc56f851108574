// WASI preview 1, by the npm package @bjorn3/browser_wasi_shim, whose files lie beside the module's.
import { WasmPseudoLinkError } from '../../errors.mjs';
import { importScript, readChecked } from '../../files.mjs';
import { isObject } from '../../type_checks.mjs';

/** Import module of WASI preview 1. */
export const WASI_MODULE = 'wasi_snapshot_preview1';

const encode = (text) => new TextEncoder().encode(text);

/**
 * Fetches and checks the shim's files.
 * @param {{ wasi?: { entry: string, files: object[] } }} entry the module's entry in the manifest
 * @param {object} context where from, progress, signal
 * @returns {Promise<() => Promise<object | null>>} imports the shim; null for a module that wants none
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
 * @param {object} shim the package's exports
 * @param {object} instance
 * @param {object} args module arguments: arguments, env, files, print, printErr
 * @returns {{ imports: object, system: object, flush: () => void }} system: the shim's own object; flush writes what was
 *   printed without a line's end
 * @throws {WasmPseudoLinkError} BAD_OPTION
 */
export function createWasi(shim, instance, args) {
  checkArguments(instance.name, args);
  const out = lineWriter(shim, args.print ?? console.log);
  const error = lineWriter(shim, args.printErr ?? console.error);
  const stdin = new shim.OpenFile(new shim.File([]));
  const files = new shim.PreopenDirectory('/', folder(shim, Object.entries(args.files ?? {}).map(splitPath)));
  const environment = Object.entries(args.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const texts = [instance.name, ...(args.arguments ?? [])].map(countedInBytes);
  const system = new shim.WASI(texts, environment, [stdin, out, error, files], { debug: false });
  system.inst = { exports: memoryOf(instance) };
  const flush = () => [out, error].forEach((writer) => writer.endLine());
  return { imports: { ...system.wasiImport, proc_exit: exitWith(flush) }, system, flush };
}

function checkArguments(module, { env = {}, files = {}, print, printErr }) {
  const check = (isRight, what, remedy) => {
    if (!isRight) throw new WasmPseudoLinkError('BAD_OPTION', module, what, remedy);
  };
  for (const [name, value] of Object.entries({ print, printErr }))
    check(value === undefined || typeof value === 'function', `its module argument ${name} is no function`, 'pass (line) => {}');
  check(isObject(env), 'its module argument env is no object', 'pass variables by name, { LANG: "en" }');
  check(isObject(files), 'its module argument files is no object', 'pass contents by path, { "data/a.txt": "text" }');
  for (const [path, data] of Object.entries(files)) {
    const isContent = typeof data === 'string' || data instanceof Uint8Array;
    check(isContent && splitPath([path]).names.length > 0, `its file "${path}" has no name or no content`, 'pass text or bytes by path');
  }
  const [one, other] = firstConflict(Object.keys(files));
  check(one === undefined, `of its files "${one}" and "${other}" there can only be one`, 'let no path be the same as another, or be its folder');
}

/** Two paths of files such that one is the other or a folder that the other lies in; nothing if there are none. */
function firstConflict(paths) {
  const places = paths.map((path) => ({ path, place: `${splitPath([path]).names.join('/')}/` }));
  places.sort((one, other) => (one.place < other.place ? -1 : 1)); // what lies in a folder follows it at once
  const index = places.findIndex(({ place }, at) => places[at + 1]?.place.startsWith(place));
  return index < 0 ? [] : [places[index].path, places[index + 1].path];
}

/** The shim reads the memory anew at each call, from a module's exports. */
function memoryOf(instance) {
  return {
    get memory() {
      return instance.requireMemory();
    },
  };
}

/** The shim takes a text's length for its length in UTF-8 (0.4.2, args_sizes_get), and then writes past the buffer. */
function countedInBytes(text) {
  return { length: encode(text).length, toString: () => text };
}

/** exit() as the core knows it. */
function exitWith(flush) {
  return (status) => {
    flush();
    throw Object.assign(new Error(`exit(${status})`), { name: 'ExitStatus', status });
  };
}

function lineWriter(shim, print) {
  const writer = shim.ConsoleStdout.lineBuffered(print);
  const { write } = writer;
  let isInLine = false;
  writer.write = (bytes) => {
    if (bytes.length > 0) isInLine = bytes.at(-1) !== 10;
    write(bytes);
  };
  writer.endLine = () => {
    if (isInLine) writer.write(Uint8Array.of(10));
  };
  return writer;
}

const splitPath = ([path, data]) => ({ names: path.split('/').filter((name) => name !== '' && name !== '.'), data });

/** Contents of a folder: a Map of the shim's files and folders by name. */
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

function byFirstName(files) {
  const groups = new Map();
  for (const { names, data } of files) {
    const [first, ...rest] = names;
    groups.set(first, [...(groups.get(first) ?? []), { names: rest, data }]);
  }
  return groups;
}
