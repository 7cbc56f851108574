// Minifies JavaScript by the tools that Emscripten brings along, so that the package needs none of its own: terser, which emcc
// uses for HTML, or emcc's own acorn-optimizer.mjs, which only drops comments and white space.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError } from './files.mjs';

/** Emscripten 3.1.69's tool reads ES2021, and the loader has private methods, which are of ES2022. */
const readsPrivateMethods = (optimizer) => !/ecmaVersion: 20(1\d|2[01])\b/.test(readFileSync(optimizer, 'utf8'));

/** The command that minifies `input` to `output`; null if there is no tool that can read the loader. */
function minifierOf(emscripten, input, output) {
  const terser = join(emscripten, 'node_modules/terser/bin/terser');
  if (existsSync(terser)) return [terser, input, '--module', '--ecma', '2022', '--compress', 'passes=2', '--mangle', '--output', output];
  const optimizer = join(emscripten, 'tools/acorn-optimizer.mjs');
  return readsPrivateMethods(optimizer) ? [optimizer, input, '--minify-whitespace', '--export-es6', '-o', output] : null;
}

/**
 * @param {string} text an ES module
 * @param {string} emscripten folder of Emscripten
 * @param {string} besides path of a file of the build; the tool's files go into a folder beside it for a moment
 * @returns {string} the module without comments and white space, or as it is if the tools are too old to read it
 */
export function minify(text, emscripten, besides) {
  const folder = mkdtempSync(join(dirname(besides), 'minify-'));
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
