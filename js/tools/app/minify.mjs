// Minifies JavaScript by the tools that Emscripten brings along, so that the package needs none of its own: terser,
// which emcc uses for HTML, or emcc's own acorn-optimizer.mjs, which only drops comments and white space.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../common/build_error.mjs';
import { writeIfChanged } from '../common/files.mjs';

/**
 * Emscripten 3.1.69's tool reads ES2021, and the loader has private methods, which are of ES2022.
 * @param {string} optimizer
 */
const readsPrivateMethods = (optimizer) => !/ecmaVersion: 20(1\d|2[01])\b/.test(readFileSync(optimizer, 'utf8'));

/**
 * The command that minifies `input` to `output`; null if there is no tool that can read the loader.
 * @param {string} emscripten
 * @param {string} input
 * @param {string} output
 */
function minifierOf(emscripten, input, output) {
  const terser = join(emscripten, 'node_modules/terser/bin/terser');
  if (existsSync(terser))
    return [terser, input, '--module', '--ecma', '2022', '--compress', 'passes=2', '--mangle', '--output', output];
  const optimizer = join(emscripten, 'tools/acorn-optimizer.mjs');
  return readsPrivateMethods(optimizer)
    ? [optimizer, input, '--minify-whitespace', '--export-es6', '-o', output]
    : null;
}

/**
 * Minifiers drop the comments that tell bundlers to leave the import of a file alone that is there only at run time:
 * without it webpack puts an error in its place, and others warn.
 * @param {string} text with import() in code only
 */
const keepFromBundlers = (text) =>
  text.replaceAll(/(?<![.\w])import\((?!\))/g, 'import(/*@vite-ignore*//*webpackIgnore:true*/');

/**
 * Minifies a text that was not minified before; it takes seconds, and most apps of a build have the same one.
 * @param {string} text an ES module, of which bundlers leave every import() alone
 * @param {string} emscripten folder of Emscripten
 * @param {string} folder of the build, where results are kept
 * @returns {string} the module without comments and white space, or as it is if the tools are too old to read it
 */
export function minifyOnce(text, emscripten, folder) {
  const file = join(folder, `${createHash('sha256').update(emscripten).update(text).digest('hex')}.mjs`);
  if (!existsSync(file)) writeIfChanged(file, minify(text, emscripten, folder));
  return keepFromBundlers(readFileSync(file, 'utf8'));
}

/**
 * @param {string} text
 * @param {string} emscripten
 * @param {string} besides folder for the tool's files
 */
function minify(text, emscripten, besides) {
  mkdirSync(besides, { recursive: true });
  const folder = mkdtempSync(join(besides, 'minify-'));
  try {
    const [input, output] = ['input.mjs', 'output.mjs'].map((name) => join(folder, name));
    const command = minifierOf(emscripten, input, output);
    if (!command) return text;
    writeFileSync(input, text);
    const { status, stderr, error } = spawnSync(process.execPath, command, { encoding: 'utf8', windowsHide: true });
    if (status !== 0) throw new BuildError(`\`${command[0]}\` failed: ${error?.message ?? stderr}`);
    return readFileSync(output, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
