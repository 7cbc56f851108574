// Runs binaryen's tools, those of Emscripten's configuration.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BuildError } from './files.mjs';

const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/**
 * @param {string} folder with the tools
 * @param {string} tool such as wasm-opt
 * @param {string[]} args
 * @param {string} module whose files are worked on, for the error
 * @returns {string} what the tool printed
 * @throws {BuildError} with the tool's own message
 */
export function runBinaryen(folder, tool, args, module) {
  const program = join(folder, `${tool}${SUFFIX}`);
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30, windowsHide: true });
  if (run.error) throw new BuildError(`${module}: cannot run \`${program}\`: ${run.error.message}. Install the whole binaryen that belongs to your Emscripten.`);
  if (run.status === 0) return run.stdout;
  // A module that it refuses is printed whole: only the lines that say why are of use.
  const lines = `${run.stderr}\n${run.stdout}`.split('\n').filter((line) => /error|fatal|unexpected|unknown/i.test(line));
  throw new BuildError(`${module}: \`${program}\` failed (${run.signal ?? `exit code ${run.status}`}):\n${lines.slice(0, 10).join('\n')}`);
}

/** The features that the tools know, without `--enable-`. */
export function knownFeatures(folder, module) {
  return new Set([...runBinaryen(folder, 'wasm-opt', ['--help'], module).matchAll(/--enable-([\w-]+)/g)].map(([, name]) => name));
}
