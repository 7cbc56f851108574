// Assembles the hand-written helpers: each <wat-dir>/<name>.wat becomes <out>/<name>.wasm.
//
//   node assemble_helpers.mjs --wasm-as <path> --wat-dir <dir> --out <dir> [--shared <memory> ...]
//
//   --wasm-as  binaryen's wasm-as
//   --wat-dir  folder of the .wat files; each starts with the header described at readHeader
//   --out      folder for the .wasm files, made if missing; a file is only written if its content changes
//   --shared   name of a memory (module, main, side) that is shared between threads; may be given several times.
//              The .wat files import unshared memories, and whether a memory is shared is part of the import's type.
//
// Each file gets exactly the WebAssembly features that its `;; Needs:` key names, never the assembler's defaults, so
// that a helper cannot come to need more than it says. Exit code: 0, or 1 with one message per faulty file on stderr.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BuildError, messageOf } from './common/build_error.mjs';
import { writeIfChanged } from './common/files.mjs';

const USAGE = 'node assemble_helpers.mjs --wasm-as <path> --wat-dir <dir> --out <dir> [--shared <memory> ...]';

/**
 * A helper that was assembled; sharedHere: those of the memories to be shared that it imports.
 * @typedef {{ name: string, wasm: Buffer, sharedHere: string[] }} Assembled
 */

/** @typedef {{ wasmAs: string, watDir: string, out: string, shared: string[] }} Options */

/**
 * Reads the keys at the top of a helper's source.
 *
 *     ;; Name: bridge                          the file's name without .wat
 *     ;; Needs: multimemory bulk-memory        WebAssembly features as wasm-as --enable-... calls them, or `none`
 *     ;; Imports: main.memory side.memory      what the host must supply, or `none`; the key may be repeated
 *     ;; ABI: 1                                version of the run-time interface
 *
 * @param {string} source text of the .wat file
 * @param {string} file its path, for messages
 * @returns {{ name: string, needs: string[], imports: string[], abi: number }}
 */
export function readHeader(source, file) {
  /** @type {Record<string, string[]>} */
  const words = { Name: [], Needs: [], Imports: [], ABI: [] };
  for (const line of source.split(/\r?\n/)) {
    const match = /^;; (Name|Needs|Imports|ABI):(.*)$/.exec(line);
    if (!match) break;
    words[match[1]].push(...match[2].trim().split(/\s+/).filter(Boolean));
  }
  for (const [key, values] of Object.entries(words)) {
    if (values.length === 0) {
      throw new BuildError(
        `${file}: the header has no value for \`;; ${key}:\`. ` +
          'A helper starts with the keys Name, Needs, Imports and ABI, one a line; write `;; Needs: none` if it needs ' +
          'no feature.',
      );
    }
  }
  const expected = basename(file, '.wat');
  if (words.Name.join(' ') !== expected) {
    throw new BuildError(`${file}: \`;; Name: ${words.Name.join(' ')}\` must be the file's name, \`${expected}\`.`);
  }
  const abi = Number(words.ABI.join(' '));
  if (!Number.isInteger(abi) || abi < 1) {
    throw new BuildError(
      `${file}: \`;; ABI: ${words.ABI.join(' ')}\` must be a whole number from 1, as in ` + '`;; ABI: 1`.',
    );
  }
  /** @param {string[]} values */
  const list = (values) => (values.join(' ') === 'none' ? [] : values);
  return { name: expected, needs: list(words.Needs), imports: list(words.Imports), abi };
}

/**
 * Turns the import of a memory into that of a shared one. A maximum of 65536 pages accepts any actual maximum.
 *
 * @param {string} source text of the .wat file
 * @param {string} memory name without the $
 * @returns {string} the text, unchanged if it does not import that memory
 */
export function shareMemory(source, memory) {
  return source.replaceAll(`(memory $${memory} 0)`, `(memory $${memory} 0 65536 shared)`);
}

/**
 * Assembles one helper.
 *
 * @param {{ wasmAs: string, file: string, shared?: string[] }} options
 * @returns {Assembled}
 */
export function assemble({ wasmAs, file, shared = [] }) {
  let source = readFileSync(file, 'utf8');
  const { name, needs } = readHeader(source, file);

  const sharedHere = [];
  for (const memory of shared) {
    const changed = shareMemory(source, memory);
    if (changed !== source) sharedHere.push(memory);
    source = changed;
  }
  const features = sharedHere.length > 0 ? [...needs, 'threads'] : needs;

  // The assembler works in a folder of its own: what it leaves behind after an error never looks like a result.
  const folder = mkdtempSync(join(tmpdir(), 'wasm-pseudo-link-'));
  try {
    const input = join(folder, `${name}.wat`);
    const output = join(folder, `${name}.wasm`);
    writeFileSync(input, source);
    const run = spawnSync(wasmAs, ['-mvp', ...features.map((feature) => `--enable-${feature}`), input, '-o', output], {
      encoding: 'utf8',
      windowsHide: true,
    });
    if (run.error) {
      throw new BuildError(
        `${file}: cannot run the assembler \`${wasmAs}\`: ${run.error.message}. ` +
          "Give the path of binaryen's wasm-as by --wasm-as.",
      );
    }
    if (run.status !== 0) {
      const message = `${run.stderr}${run.stdout}`.replaceAll(input, file).trim();
      const ending = run.signal ?? `exit code ${run.status}`;
      throw new BuildError(`${file}: \`${wasmAs}\` failed (${ending}):\n${message}`);
    }
    return { name, wasm: readFileSync(output), sharedHere };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string[]} args
 * @returns {Options}
 */
function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        'wasm-as': { type: 'string' },
        'wat-dir': { type: 'string' },
        out: { type: 'string' },
        shared: { type: 'string', multiple: true, default: [] },
      },
    }));
  } catch (error) {
    throw new BuildError(`${messageOf(error)}\nusage: ${USAGE}`);
  }
  const { 'wasm-as': wasmAs, 'wat-dir': watDir, out, shared } = values;
  if (wasmAs && watDir && out) return { wasmAs, watDir, out, shared };
  const missing = !wasmAs ? 'wasm-as' : !watDir ? 'wat-dir' : 'out';
  throw new BuildError(`--${missing} is missing.\nusage: ${USAGE}`);
}

/**
 * Runs the command line. Returns the exit code; messages go to stderr.
 * @param {string[]} args
 */
function main(args) {
  /** @type {string[]} */
  const faults = [];
  /**
   * @template Result
   * @param {() => Result} action
   * @returns {Result | undefined} undefined: it failed
   */
  const collect = (action) => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      faults.push(error.message);
      return undefined;
    }
  };

  const options = collect(() => readOptions(args));
  if (options) {
    const names = collect(() => listSources(options.watDir)) ?? [];
    const results = names.flatMap(
      (name) => collect(() => [assemble({ ...options, file: join(options.watDir, name) })]) ?? [],
    );
    if (faults.length === 0) {
      for (const memory of options.shared) {
        if (!results.some(({ sharedHere }) => sharedHere.includes(memory))) {
          faults.push(
            `--shared \`${memory}\`: no file in ${options.watDir} imports a memory $${memory}; ` +
              'give a name such as `main`, without the $.',
          );
        }
      }
    }

    // All or none: a fault in one file leaves the earlier outputs as a consistent set.
    if (faults.length === 0) {
      for (const { name, wasm } of results) writeIfChanged(join(options.out, `${name}.wasm`), wasm);
    }
  }

  for (const fault of faults) console.error(`assemble_helpers: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

/** @param {string} folder */
function listSources(folder) {
  let names;
  try {
    names = readdirSync(folder)
      .filter((name) => name.endsWith('.wat'))
      .sort();
  } catch (error) {
    throw new BuildError(`--wat-dir \`${folder}\` cannot be read: ${messageOf(error)}`);
  }
  if (names.length === 0) throw new BuildError(`--wat-dir \`${folder}\` has no .wat file.`);
  return names;
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  process.exitCode = main(process.argv.slice(2));
}
