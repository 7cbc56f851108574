// Runs binaryen's tools, those of Emscripten's configuration.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BuildError } from './files.mjs';
import { featuresOf } from './wasm_features.mjs';

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

/**
 * Options by which the tools accept what modules were compiled for, and nothing more, with several memories in a file.
 * @param {string} folder with the tools
 * @param {{ name: string, file: string, sections: object[], features?: string[] }[]} modules sections as readSections gives them;
 *   features: further ones that the user names
 * @param {string[]} [further] features that the result needs
 * @returns {string[]} beginning with --mvp-features
 */
export function featureFlags(folder, modules, further = []) {
  const known = knownFeatures(folder, modules[0].name);
  // Helpers copy by memory.copy, which every engine with multi-memory has.
  const wanted = new Set(['multimemory', known.has('bulk-memory-opt') ? 'bulk-memory-opt' : 'bulk-memory', ...further]);
  for (const { name, file, sections, features } of modules) {
    checkFeatures(name, features ?? [], known);
    for (const feature of [...(features ?? []), ...foundFeatures(name, file, sections, features)]) wanted.add(feature);
  }
  if (wanted.has('bulk-memory-opt') && !known.has('bulk-memory-opt')) wanted.add('bulk-memory');
  return ['--mvp-features', ...[...wanted].filter((name) => known.has(name)).sort().map((name) => `--enable-${name}`)];
}

function checkFeatures(module, features, known) {
  const unknown = features.find((feature) => !known.has(feature));
  if (unknown === undefined) return;
  throw new BuildError(`${module}: FEATURES names \`${unknown}\`, which binaryen does not know. It knows: ${[...known].sort().join(', ')}.`);
}

/** The features that a binary tells of; where it cannot be read, those that the user has named are all. */
function foundFeatures(name, file, sections, features) {
  try {
    return featuresOf(sections);
  } catch (error) {
    if (features?.length > 0) return [];
    throw new BuildError(`${name}: cannot tell which WebAssembly features \`${file}\` uses: ${error.message}. ` +
      `Build it without the feature, ${features ? 'name all that it uses by FEATURES, ' : ''}or as a side of ACCESS IMPORT.`);
  }
}

/**
 * Options of wasm-opt that inline a helper's functions and optimise.
 * @param {string} level -O1 to -O3, -Os or -Oz
 * @param {number} largest instructions of the helper's largest function
 */
export const inlineAndOptimise = (level, largest) => [`--always-inline-max-function-size=${Math.max(2, largest)}`, '--inlining', level];

/** The features that the tools know, without `--enable-`. */
function knownFeatures(folder, module) {
  return new Set([...runBinaryen(folder, 'wasm-opt', ['--help'], module).matchAll(/--enable-([\w-]+)/g)].map(([, name]) => name));
}
