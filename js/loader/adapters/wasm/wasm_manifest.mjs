// What the manifest says of modules that the loader starts by itself.
import { checkFile, checkVariants } from '../../manifest.mjs';
import { isCount, isObject } from '../../type_checks.mjs';

/** No engine makes a larger table, whatever its maximum: https://webassembly.github.io/spec/js-api/#limits */
const MAX_ENTRIES = 10_000_000;
const MAX_U32 = 0xffffffff;

const isText = (value) => typeof value === 'string' && value !== '';

/**
 * Checks the entry of a module of kind "wasm".
 * @param {object} entry
 * @param {object} manifest
 * @param {(text: string) => void} problem
 */
export function checkWasmEntry(entry, manifest, problem) {
  checkVariants(entry.variants, problem);
  checkBesides(entry, problem);
  if (entry.table !== undefined) checkTable(entry.table, problem);
}

function checkTable(table, problem) {
  if (!isObject(table) || !isCount(table.initial) || table.initial > MAX_ENTRIES) {
    problem('"table" has no "initial", a number of entries');
    return;
  }
  const { initial, maximum } = table;
  if (maximum !== null && (!isCount(maximum) || maximum < initial || maximum > MAX_U32))
    problem('"table.maximum" is no number of entries, at least "initial"');
}

/**
 * Checks what modules that Emscripten did not build may have in their entries besides.
 * @param {object} entry
 * @param {(text: string) => void} problem
 */
export function checkBesides({ memoryName, exports, init = [], names = {}, importScripts = {}, wasi }, problem) {
  if (memoryName !== undefined && !isText(memoryName)) problem('"memoryName" is no name');
  if (!Array.isArray(init)) problem('"init" is no list of exports');
  else
    for (const name of init)
      if (!Object.hasOwn(exports ?? {}, name)) problem(`"init" lists "${name}", which "exports" does not have`);
  if (!isObject(names)) problem('"names" is no object');
  else
    for (const [name, inFile] of Object.entries(names))
      if (!isText(inFile) || !Object.hasOwn(exports ?? {}, name))
        problem(`"names" gives "${name}" no name, or "exports" does not have it`);
  if (!isObject(importScripts)) problem('"importScripts" is no object');
  else
    for (const [module, file] of Object.entries(importScripts))
      checkFile(file, `"importScripts.${module}"`, problem);
  if (wasi !== undefined) checkWasi(wasi, problem);
}

function checkWasi(wasi, problem) {
  if (!isText(wasi?.entry) || !Array.isArray(wasi.files)) {
    problem('"wasi" has no "entry" or no list "files"');
    return;
  }
  for (const file of wasi.files) checkFile(file, 'a file of "wasi.files"', problem);
  if (!wasi.files.some((file) => file?.url === wasi.entry)) problem('"wasi.entry" is none of "wasi.files"');
}
