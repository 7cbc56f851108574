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
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = 'node assemble_helpers.mjs --wasm-as <path> --wat-dir <dir> --out <dir> [--shared <memory> ...]';

/** A fault that the user can put right; anything else is an internal error and keeps its stack. */
class AssemblyError extends Error {}

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
  const words = { Name: [], Needs: [], Imports: [], ABI: [] };
  for (const line of source.split(/\r?\n/)) {
    const match = /^;; (Name|Needs|Imports|ABI):(.*)$/.exec(line);
    if (!match) break;
    words[match[1]].push(...match[2].trim().split(/\s+/).filter(Boolean));
  }
  for (const [key, values] of Object.entries(words)) {
    if (values.length === 0) {
      throw new AssemblyError(`${file}: the header has no value for \`;; ${key}:\`. ` +
        'A helper starts with the keys Name, Needs, Imports and ABI, one a line; write `;; Needs: none` if it needs ' +
        'no feature.');
    }
  }
  const expected = basename(file, '.wat');
  if (words.Name.join(' ') !== expected) {
    throw new AssemblyError(`${file}: \`;; Name: ${words.Name.join(' ')}\` must be the file's name, \`${expected}\`.`);
  }
  const abi = Number(words.ABI.join(' '));
  if (!Number.isInteger(abi) || abi < 1) {
    throw new AssemblyError(`${file}: \`;; ABI: ${words.ABI.join(' ')}\` must be a whole number from 1, as in ` +
      '`;; ABI: 1`.');
  }
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
 * @returns {{ name: string, wasm: Buffer, sharedHere: string[] }} sharedHere: those of `shared` that the file imports
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
      throw new AssemblyError(`${file}: cannot run the assembler \`${wasmAs}\`: ${run.error.message}. ` +
        'Give the path of binaryen\'s wasm-as by --wasm-as.');
    }
    if (run.status !== 0) {
      const message = `${run.stderr}${run.stdout}`.replaceAll(input, file).trim();
      const ending = run.signal ?? `exit code ${run.status}`;
      throw new AssemblyError(`${file}: \`${wasmAs}\` failed (${ending}):\n${message}`);
    }
    return { name, wasm: readFileSync(output), sharedHere };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a file unless it already has that content, so that nothing that depends on it is built again. */
function writeIfChanged(path, content) {
  try {
    if (readFileSync(path).equals(content)) return;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  writeFileSync(path, content);
}

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
    throw new AssemblyError(`${error.message}\nusage: ${USAGE}`);
  }
  for (const name of ['wasm-as', 'wat-dir', 'out']) {
    if (!values[name]) throw new AssemblyError(`--${name} is missing.\nusage: ${USAGE}`);
  }
  return { wasmAs: values['wasm-as'], watDir: values['wat-dir'], out: values.out, shared: values.shared };
}

/** Runs the command line. Returns the exit code; messages go to stderr. */
function main(args) {
  const faults = [];
  const collect = (action) => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof AssemblyError)) throw error;
      faults.push(error.message);
      return undefined;
    }
  };

  const options = collect(() => readOptions(args));
  if (options) {
    const names = collect(() => listSources(options.watDir)) ?? [];
    const results = names.map((name) => collect(() => assemble({ ...options, file: join(options.watDir, name) })));
    if (faults.length === 0) {
      for (const memory of options.shared) {
        if (!results.some(({ sharedHere }) => sharedHere.includes(memory))) {
          faults.push(`--shared \`${memory}\`: no file in ${options.watDir} imports a memory $${memory}; ` +
            'give a name such as `main`, without the $.');
        }
      }
    }

    // All or none: a fault in one file leaves the earlier outputs as a consistent set.
    if (faults.length === 0) {
      mkdirSync(options.out, { recursive: true });
      for (const { name, wasm } of results) writeIfChanged(join(options.out, `${name}.wasm`), wasm);
    }
  }

  for (const fault of faults) console.error(`assemble_helpers: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

function listSources(folder) {
  let names;
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.wat')).sort();
  } catch (error) {
    throw new AssemblyError(`--wat-dir \`${folder}\` cannot be read: ${error.message}`);
  }
  if (names.length === 0) throw new AssemblyError(`--wat-dir \`${folder}\` has no .wat file.`);
  return names;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2));
}
