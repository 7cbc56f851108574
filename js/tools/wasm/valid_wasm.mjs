// Whether a file is valid WebAssembly, asked of the engine that runs the build.
import { devNull } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { messageOf } from '../common/build_error.mjs';
import { runBinaryen } from './binaryen.mjs';

/** V8 names the flag of a feature that it has but does not offer yet; newer engines may offer it. */
const FLAG = /\(enable (?:with|via) (--experimental-wasm-[\w-]+)\)/;

/** What Node 20, which has no flag for it, says of a file with several memories. */
const ONE_MEMORY = /memory count of \d+ exceeds internal limit of 1|At most one memory/;

/**
 * @param {string} module for the error
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} binaryen folder of its tools, which are asked about files with several memories in Node 20
 * @returns {string | null} why it is not valid, in the engine's words, or null. Features that this version of Node has
 *   only behind a flag count as valid, and are offered to the rest of this process
 */
export function wasmFault(module, bytes, binaryen) {
  const tried = new Set();
  for (;;) {
    if (WebAssembly.validate(bytes)) return null;
    const fault = compileFault(bytes);
    if (ONE_MEMORY.test(fault)) return binaryenFault(module, bytes, binaryen);
    const [, flag] = FLAG.exec(fault) ?? [];
    if (flag === undefined || tried.has(flag)) return `Node ${process.version.slice(1)} does not compile it (${fault})`;
    tried.add(flag);
    setFlagsFromString(flag);
  }
}

/**
 * @param {string} module
 * @param {Uint8Array} bytes
 * @param {string} folder
 */
function binaryenFault(module, bytes, folder) {
  try {
    runBinaryen(folder, 'wasm-opt', ['--all-features', '--quiet', '-', '-o', devNull], module, bytes);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function compileFault(bytes) {
  try {
    new WebAssembly.Module(bytes);
    return 'it is not valid';
  } catch (error) {
    return messageOf(error).replace(/^WebAssembly\.Module\(\): /, '');
  }
}
