// The wasm file in glue that Emscripten made with -sSINGLE_FILE: text in one of several encodings, so the glue itself
// is run to tell it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuildError } from '../common/build_error.mjs';
import { runChild } from './child_process.mjs';
import { glueFormat } from './glue_format.mjs';
import { wrapUmd } from './wrap_umd.mjs';

/** @import { Failure } from './child_process.mjs' */

const PROBE = fileURLToPath(new URL('probe_embedded.mjs', import.meta.url));

/** Milliseconds that the glue may take. */
const TIME_LIMIT = 30_000;

/**
 * @param {{ name: string, glue: string, format?: 'ESM' | 'UMD' }} given glue: path
 * @returns {Promise<Buffer>} the file
 * @throws {BuildError} if there is none in the glue
 */
export async function readEmbeddedWasm(given) {
  const { name, glue } = given;
  const vendors = readFileSync(glue, 'utf8');
  const text = glueFormat(given, vendors) === 'UMD' ? wrapUmd(vendors, name) : vendors;
  const folder = mkdtempSync(join(tmpdir(), 'wpl-glue-'));
  try {
    const file = join(folder, 'glue.mjs');
    writeFileSync(file, text);
    /** @type {Failure} */
    const { bytes, error } = await runChild(PROBE, [file], TIME_LIMIT);
    if (bytes) return Buffer.from(bytes);
    throw new BuildError(
      `${name}: FILE is not given, and no wasm file was found in GLUE \`${glue}\`, which ${error}. Name the package's .wasm file by FILE.`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
