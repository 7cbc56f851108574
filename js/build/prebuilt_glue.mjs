// Describes the JavaScript that belongs to a prebuilt wasm file: made by Emscripten, or by wasm-bindgen --target web.
import { readFileSync } from 'node:fs';
import { glueFormat } from './glue_format.mjs';
import { runGlue } from './glue_names.mjs';
import { lentAllocator } from './lent_allocator.mjs';
import { readWasm } from './wasm_binary.mjs';
import { wrapUmd } from './wrap_umd.mjs';

/**
 * Reads the glue, makes an ES module of it if it is none, and runs it once with its wasm file, in Node.
 * @param {object} config
 * @param {string} config.name of the module, for errors
 * @param {string} config.wasm path
 * @param {string} config.glue path
 * @param {'ESM' | 'UMD'} [config.format] guessed where it is not given
 * @param {number} [config.timeLimit] milliseconds that the glue may take, 30,000 by default
 * @returns {Promise<{ kind: 'emscripten' | 'bindgen', text: string, names: Record<string, string> }>} text: of the ES module, with
 *   the vendor's in it unchanged (or nothing else, if that is one); names: what exports are called in the file, by readable name,
 *   where that differs
 * @throws {BuildError}
 */
export async function describeGlue({ name, wasm, glue, format, timeLimit }) {
  const vendors = readFileSync(glue, 'utf8');
  const text = glueFormat({ name, glue, format }, vendors) === 'UMD' ? wrapUmd(vendors, name) : vendors;
  const { kind, names } = await runGlue({ name, wasm, glue, timeLimit }, text);
  return { kind, text, names: { ...names, ...lentAllocator(readWasm(readFileSync(wasm)).exports, names) } };
}
