// The part of WASI preview 1 that a plugin gets: clocks, random bytes, standard output and error line by line, exit.
// There are no files, no arguments and no environment variables.
// Source: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md
/** @import { ModuleInstance } from '../../app/module_instance.mjs' */
/** @import { ModuleArguments } from '../../index.d.ts' */
import { exitWith } from './wasi.mjs';

/** @type {Readonly<Record<string, string>>} */
export const PLAIN_WASI_SIGNATURES = /* @__PURE__ */ Object.freeze({
  args_get: 'iii',
  args_sizes_get: 'iii',
  clock_res_get: 'iii',
  clock_time_get: 'iiji',
  environ_get: 'iii',
  environ_sizes_get: 'iii',
  fd_close: 'ii',
  fd_fdstat_get: 'iii',
  fd_read: 'iiiii',
  fd_seek: 'iijii',
  fd_write: 'iiiii',
  proc_exit: 'vi',
  random_get: 'iii',
  sched_yield: 'i',
});

/** Errors of WASI. */
const ERRNO = { success: 0, badf: 8, fault: 21, inval: 28, spipe: 70 };

/** What the clocks of pages resolve, in nanoseconds: https://w3c.github.io/hr-time/#dfn-coarsen-time */
const RESOLUTION = 5000n;

/** A line without end is printed in parts of so many characters. */
const LONGEST_LINE = 65536;

/** crypto.getRandomValues() gives no more bytes at once: https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues */
const MOST_RANDOM_BYTES = 65536;

const CHARACTER_DEVICE = 2;
const STANDARD_FILES = 3;

/** @typedef {(...args: any[]) => number | undefined} WasiFunction of numbers and bigints, by its signature */

/**
 * @param {ModuleInstance} instance
 * @param {ModuleArguments} args of which print and printErr
 * @returns {WebAssembly.ModuleImports}
 */
export function createPlainWasi(instance, args) {
  const view = () => new DataView(instance.requireMemory().buffer);
  const bytes = (/** @type {number} */ address, /** @type {number} */ length) =>
    new Uint8Array(instance.requireMemory().buffer, address >>> 0, length >>> 0);
  const outputs = [null, linePrinter(args.print ?? console.log), linePrinter(args.printErr ?? console.error)];
  const setU32 = (/** @type {number} */ address, /** @type {number} */ value) =>
    view().setUint32(address >>> 0, value, true);
  const flush = () => outputs.forEach((output) => output?.endLine());
  /** @type {WasiFunction} */
  const nothing = (count, size) => {
    setU32(count, 0);
    setU32(size, 0);
    return ERRNO.success;
  };
  /** @type {Record<string, WasiFunction>} */
  const functions = {
    args_get: () => ERRNO.success,
    args_sizes_get: nothing,
    environ_get: () => ERRNO.success,
    environ_sizes_get: nothing,
    clock_res_get(id, result) {
      view().setBigUint64(result >>> 0, RESOLUTION, true);
      return ERRNO.success;
    },
    clock_time_get(id, precision, result) {
      const time = nanoseconds(id);
      if (time === null) return ERRNO.inval;
      view().setBigUint64(result >>> 0, time, true);
      return ERRNO.success;
    },
    fd_close: (file) => (file < STANDARD_FILES ? ERRNO.success : ERRNO.badf),
    fd_fdstat_get(file, result) {
      if (file >>> 0 >= STANDARD_FILES) return ERRNO.badf;
      bytes(result, 24).fill(0)[0] = CHARACTER_DEVICE;
      return ERRNO.success;
    },
    fd_read(file, vectors, count, result) {
      if (file !== 0) return ERRNO.badf;
      setU32(result, 0); // the end of the file
      return ERRNO.success;
    },
    fd_seek: (file) => (file >>> 0 < STANDARD_FILES ? ERRNO.spipe : ERRNO.badf),
    fd_write(file, vectors, count, result) {
      const output = outputs[file];
      if (!output) return ERRNO.badf;
      setU32(
        result,
        writeVectors(view(), vectors >>> 0, count >>> 0, (at, length) => output.write(bytes(at, length))),
      );
      return ERRNO.success;
    },
    random_get(address, length) {
      const place = bytes(address, length);
      for (let at = 0; at < place.length; at += MOST_RANDOM_BYTES)
        globalThis.crypto.getRandomValues(place.subarray(at, at + MOST_RANDOM_BYTES));
      return ERRNO.success;
    },
    sched_yield: () => ERRNO.success,
  };
  const checked = Object.entries(functions).map(([name, func]) => [name, withFaults(func)]);
  return { ...Object.fromEntries(checked), proc_exit: exitWith(flush) };
}

/**
 * @param {number} clock 0: time of day, 1: monotonic
 * @returns {bigint | null} null: there is no such clock
 */
function nanoseconds(clock) {
  if (clock === 0) return BigInt(Date.now()) * 1_000_000n;
  return clock === 1 ? BigInt(Math.round(globalThis.performance.now() * 1000)) * 1000n : null;
}

/**
 * An address outside of the memory is an error that C code can see.
 * @param {WasiFunction} func
 * @returns {WasiFunction}
 */
const withFaults =
  (func) =>
  (...args) => {
    try {
      return func(...args);
    } catch (error) {
      if (error instanceof RangeError) return ERRNO.fault;
      throw error;
    }
  };

/**
 * @param {DataView} view
 * @param {number} vectors address of pairs of address and length
 * @param {number} count
 * @param {(address: number, length: number) => void} write
 * @returns {number} of bytes
 */
function writeVectors(view, vectors, count, write) {
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const at = vectors + 8 * index;
    const length = view.getUint32(at + 4, true);
    write(view.getUint32(at, true), length);
    total += length;
  }
  return total;
}

/** @param {(line: string) => void} print */
function linePrinter(print) {
  const decoder = new TextDecoder();
  let line = '';
  /** @param {string} text */
  const add = (text) => {
    const [first, ...others] = text.split('\n');
    line += first;
    for (const next of others) {
      print(line);
      line = next;
    }
    if (line.length < LONGEST_LINE) return;
    print(line);
    line = '';
  };
  return {
    write: (/** @type {Uint8Array} */ bytes) => add(decoder.decode(bytes, { stream: true })),
    endLine() {
      if (line !== '') add('\n');
    },
  };
}
