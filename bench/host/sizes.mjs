// Sizes of the programs of engine/start.mjs, as a server would send them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** By program: the files that a page loads. */
const FILES = {
  'two modules, plain glue': [
    'start_glue/start_glue.mjs',
    'start_glue/start_glue.wasm',
    'start_glue_side/start_glue_side.mjs',
    'start_glue_side/start_glue_side.wasm',
  ],
  'WasmPseudoLink, portable': [
    'start/start.mjs',
    'start/start.glue.mjs',
    'start/start.wasm',
    'start/start_side.mjs',
    'start/start_side.wasm',
  ],
  'WasmPseudoLink, direct': [
    'start/start.mjs',
    'start/start.glue.mjs',
    'start/start.wasm',
    'start/start_side.mjs',
    'start/start_side.direct.wasm',
  ],
  'WasmPseudoLink, FUSE': [
    'start_fused/start_fused.mjs',
    'start_fused/start_fused.glue.mjs',
    'start_fused/start_fused.fused.wasm',
    'start_fused/start_fused_side.mjs',
  ],
  'MAIN_MODULE/SIDE_MODULE': [
    'start_dynamic/start_dynamic.mjs',
    'start_dynamic/start_dynamic.wasm',
    'start_dynamic/start_dynamic_side.wasm',
  ],
};

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } });

/**
 * @param {string} apps folder of the programs
 * @returns {{ program: string, raw: number, brotli: number, files: { file: string, raw: number, brotli: number }[] }[]}
 */
export function sizes(apps) {
  return Object.entries(FILES)
    .filter(([, files]) => files.every((file) => existsSync(join(apps, file))))
    .map(([program, names]) => {
      const files = names.map((file) => {
        const bytes = readFileSync(join(apps, file));
        return { file, raw: bytes.length, brotli: brotli(bytes).length };
      });
      const total = (key) => files.reduce((sum, file) => sum + file[key], 0);
      return { program, raw: total('raw'), brotli: total('brotli'), files };
    });
}
