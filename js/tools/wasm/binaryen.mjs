// Runs binaryen's tools, those of Emscripten's configuration.
/** @import { Section } from './wasm_sections.mjs' */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BuildError, messageOf } from '../common/build_error.mjs';
import { featuresOf } from './wasm_features.mjs';

const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/**
 * @param {string} folder with the tools
 * @param {string} tool such as wasm-opt
 * @param {string[]} args
 * @param {string} module whose files are worked on, for the error
 * @param {Uint8Array} [input] what the tool reads for the file `-`
 * @returns {string} what the tool printed
 * @throws {BuildError} with the tool's own message
 */
export function runBinaryen(folder, tool, args, module, input) {
  const program = join(folder, `${tool}${SUFFIX}`);
  const run = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30, windowsHide: true });
  if (run.error)
    throw new BuildError(
      `${module}: cannot run \`${program}\`: ${run.error.message}. Install the whole binaryen that belongs to your Emscripten.`,
    );
  if (run.status === 0) return run.stdout;
  // A module that it refuses is printed whole: only the lines that say why are of use.
  const lines = `${run.stderr}\n${run.stdout}`
    .split('\n')
    .filter((line) => /error|fatal|unexpected|unknown/i.test(line));
  throw new BuildError(
    `${module}: \`${program}\` failed (${run.signal ?? `exit code ${run.status}`}):\n${lines.slice(0, 10).join('\n')}`,
  );
}

/**
 * A module for the tools; features: further ones that the user names.
 * @typedef {{ name: string, file: string, sections: Section[], features?: string[] }} ToolInput
 */

/**
 * Options by which the tools accept what modules were compiled for, and nothing more, with several memories in a file.
 * @param {string} folder with the tools
 * @param {ToolInput[]} modules
 * @param {string[]} [further] features that the result needs
 * @returns {string[]} beginning with --mvp-features
 */
export function featureFlags(folder, modules, further = []) {
  const known = knownFeatures(folder, modules[0].name);
  // Helpers copy by memory.copy, which every engine with multi-memory has.
  const wanted = new Set(['multimemory', known.has('bulk-memory-opt') ? 'bulk-memory-opt' : 'bulk-memory', ...further]);
  for (const module of modules) {
    const named = module.features ?? [];
    checkFeatures(module.name, named, known);
    for (const feature of [...named, ...foundFeatures(module)]) wanted.add(feature);
  }
  if (wanted.has('bulk-memory-opt') && !known.has('bulk-memory-opt')) wanted.add('bulk-memory');
  return [
    '--mvp-features',
    ...[...wanted]
      .filter((name) => known.has(name))
      .sort()
      .map((name) => `--enable-${name}`),
  ];
}

/**
 * @param {string} module
 * @param {string[]} features that the user names for it
 * @param {Set<string>} known
 */
function checkFeatures(module, features, known) {
  const unknown = features.find((feature) => !known.has(feature));
  if (unknown === undefined) return;
  throw new BuildError(
    `${module}: FEATURES names \`${unknown}\`, which binaryen does not know. It knows: ${[...known].sort().join(', ')}.`,
  );
}

/**
 * The features that a binary tells of; where it cannot be read, those that the user has named are all.
 * @param {ToolInput} module
 */
function foundFeatures({ name, file, sections, features }) {
  try {
    return featuresOf(sections);
  } catch (error) {
    if (features && features.length > 0) return [];
    throw new BuildError(
      `${name}: cannot tell which WebAssembly features \`${file}\` uses: ${messageOf(error)}. ` +
        `Build it without the feature, ${features ? 'name all that it uses by FEATURES, ' : ''}or as a side of ACCESS IMPORT.`,
    );
  }
}

/**
 * Options of wasm-opt that inline a helper's functions and optimise.
 * @param {string} level -O1 to -O3, -Os or -Oz
 * @param {number} largest instructions of the helper's largest function
 */
export const inlineAndOptimise = (level, largest) => [
  `--always-inline-max-function-size=${Math.max(2, largest)}`,
  '--inlining',
  level,
];

/**
 * The features that the tools know, without `--enable-`.
 * @param {string} folder
 * @param {string} module
 */
function knownFeatures(folder, module) {
  return new Set(
    [...runBinaryen(folder, 'wasm-opt', ['--help'], module).matchAll(/--enable-([\w-]+)/g)].map(([, name]) => name),
  );
}
