// What only running the glue tells: whether it starts the module, and by which names it knows the exports of a wasm
// file whose names are minified.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './child_process.mjs';

/** @import { Failure } from './child_process.mjs' */

const PROBE = fileURLToPath(new URL('probe_glue.mjs', import.meta.url));

/** @typedef {'emscripten' | 'bindgen'} GlueKind */

/**
 * Glue to run. text: as an ES module; bytes: of the wasm file; timeLimit: milliseconds that it may take to start the
 * module.
 * @typedef {{ kind: GlueKind, text: string, bytes: Buffer, timeLimit: number }} GlueRun
 */

/** @typedef {{ kind: GlueKind, names: Record<string, string> }} FoundNames names: in the file, by readable name */

/**
 * Starts the module by its glue in a process of its own, in Node.
 * @param {GlueRun} run
 * @returns {Promise<FoundNames | Failure>}
 */
export async function runGlue({ kind, text, bytes, timeLimit }) {
  const folder = mkdtempSync(join(tmpdir(), 'wpl-glue-'));
  try {
    const [glue, wasm] = [join(folder, 'glue.mjs'), join(folder, 'module.wasm')];
    writeFileSync(glue, text);
    writeFileSync(wasm, bytes);
    return await runChild(PROBE, [glue, wasm, kind], timeLimit);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
