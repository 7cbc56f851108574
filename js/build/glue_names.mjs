// What only running the glue tells: who made it, and by which names it knows the exports of a wasm file whose names are minified.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuildError } from './files.mjs';

const PROBE = fileURLToPath(new URL('probe_glue.mjs', import.meta.url));

/** Milliseconds that the glue may take to start its module. */
const TIME_LIMIT = 30_000;

/** Node's exit code where nothing is left to do and a top-level await has no answer yet. */
const NEVER_SETTLED = 13;

/** What is kept of what the glue prints, for the error. */
const OUTPUT = 1000;

/**
 * Runs the glue in a process of its own, in Node.
 * @param {{ name: string, wasm: string, glue: string, timeLimit?: number }} config paths; timeLimit in milliseconds
 * @param {string} text the glue as an ES module
 * @returns {Promise<{ kind: 'emscripten' | 'bindgen', names: Record<string, string> }>} names: in the file, by readable name
 * @throws {BuildError} if it does not start the module
 */
export async function runGlue(config, text) {
  const folder = mkdtempSync(join(tmpdir(), 'wpl-glue-'));
  try {
    const file = join(folder, 'glue.mjs');
    writeFileSync(file, text);
    const { error, code, ...found } = await probe(config, file);
    if (error) throw new BuildError(`${config.name}: its GLUE \`${config.glue}\` ${error}. ${remedy(config, code)}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function remedy({ wasm }, code) {
  if (code === 'ERR_MODULE_NOT_FOUND') return 'Glue must be one file: bundle it with what it imports, or take a build of the package that is one file.';
  if (code === 'SyntaxError' || code === 'ReferenceError') {
    return "Glue runs in strict mode inside an ES module; take the package's ES module build if this one cannot.";
  }
  return `Give the JavaScript that was made together with \`${basename(wasm)}\`, by Emscripten (-sMODULARIZE) or by wasm-bindgen --target web.`;
}

/** Resolves to what the probe sends; without an answer to an error. */
function probe({ wasm, timeLimit = TIME_LIMIT }, file) {
  return new Promise((resolve) => {
    const child = fork(PROBE, [file, wasm], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
    let output = '';
    const keep = (part) => {
      output = `${output}${part}`.slice(-OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let error = `did not start the module within ${timeLimit / 1000} s: it must call the option instantiateWasm(imports, done) and then become ready`;
    const timer = setTimeout(() => child.kill('SIGKILL'), timeLimit);
    child.on('message', resolve);
    child.on('error', (fault) => resolve({ error: `could not be run: ${fault.message}` }));
    child.on('close', (status) => {
      clearTimeout(timer);
      if (status === NEVER_SETTLED) error = 'waits for something that never happens: it must call the option instantiateWasm(imports, done) and then become ready';
      else if (status !== null) error = `ended Node with exit code ${status} before the module was started`;
      resolve({ error: output ? `${error}. It printed: ${output.trim()}` : error });
    });
  });
}
