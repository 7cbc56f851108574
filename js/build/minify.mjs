// Minifies JavaScript by the tool that emcc itself uses for its glue, so that the package needs none of its own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError } from './files.mjs';

/** Emscripten 3.1.69's tool reads ES2021, and the loader has private methods, which are of ES2022. */
const readsPrivateMethods = (optimizer) => !/ecmaVersion: 20(1\d|2[01])\b/.test(readFileSync(optimizer, 'utf8'));

/**
 * @param {string} text an ES module
 * @param {string} optimizer path of Emscripten's tools/acorn-optimizer.mjs
 * @param {string} besides path of a file of the build; the tool's files go into a folder beside it for a moment
 * @returns {string} the module without comments and white space, or as it is if the tool is too old to read it
 */
export function minify(text, optimizer, besides) {
  if (!readsPrivateMethods(optimizer)) return text;
  const folder = mkdtempSync(join(dirname(besides), 'minify-'));
  try {
    const [input, output] = ['input.mjs', 'output.mjs'].map((name) => join(folder, name));
    writeFileSync(input, text);
    const { status, stderr, error } = spawnSync(
      process.execPath, [optimizer, input, '--minify-whitespace', '--export-es6', '-o', output], { encoding: 'utf8', windowsHide: true });
    if (status !== 0) throw new BuildError(`\`${optimizer}\` failed: ${error?.message ?? stderr}`);
    return readFileSync(output, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
