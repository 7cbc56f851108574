// The source map of a file with DWARF (-g), by which `node app.mjs` says file and line of a frame, in the direct file
// too. The map of -gsource-map is emcc's own; unlike that one, this one is read after a failure only: neither the glue
// loads it nor, from the portable file, a browser.
/** @import { LinkedConfig, Place } from '../common/records.d.ts' */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileAt } from '../common/module_config.mjs';
import { readSections } from '../wasm/wasm_sections.mjs';

/** What emcc does for -gsource-map (emcc: tools/building.py, emit_wasm_source_map). */
const MAKE_MAP = `
import sys
sys.path.insert(0, sys.argv[1])
from tools import building
building.emit_wasm_source_map(sys.argv[2], sys.argv[3], sys.argv[2])
`;

/** How emcc finds its Python (emcc: tools/run_python.sh, run_python.bat). */
const pythons = () => [process.env.EMSDK_PYTHON, 'python3', 'python'].filter((name) => name !== undefined);

/**
 * The source map of a module that was just linked: emcc's own, or one that is made here; an old one is removed.
 * @param {LinkedConfig} config
 * @param {Place} place
 * @param {Uint8Array} bytes of its .wasm
 * @returns {{ sourceMap: string | null, warnings: string[] }} a warning if it could not be made
 */
export function sourceMapOf({ name, emscripten, lines }, place, bytes) {
  const file = fileAt(place, '.wasm');
  const map = `${file}.map`;
  const sections = new Set(readSections(bytes).map((section) => section.name));
  if (sections.has('sourceMappingURL')) return { sourceMap: textIn(map), warnings: [] }; // emcc has made one
  rmSync(map, { force: true });
  if (!lines || !sections.has('.debug_line')) return { sourceMap: null, warnings: [] };
  const fault = makeMap(emscripten, file, map);
  if (fault === null) return { sourceMap: textIn(map), warnings: [] };
  rmSync(map, { force: true });
  const warning =
    `${name}: warning: stacks will have no files and lines of it: ${fault}. Link with -gsource-map, or set the ` +
    'property WASM_PSEUDO_LINK_SOURCE_LINES to OFF.';
  return { sourceMap: null, warnings: [warning] };
}

/** @param {string} file */
const textIn = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : null);

/**
 * @param {string} emscripten its folder
 * @param {string} file
 * @param {string} map
 * @returns {string | null} what went wrong
 */
function makeMap(emscripten, file, map) {
  for (const python of pythons()) {
    const args = ['-E', '-c', MAKE_MAP, emscripten, file, map];
    const { error, status, stderr } = spawnSync(python, args, { encoding: 'utf8', windowsHide: true });
    if (error && /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') continue;
    if (error) return `\`${python}\` cannot be run (${error.message})`;
    return status === 0 ? null : `Emscripten makes no source map of it (${stderr.trim().split('\n').at(-1)})`;
  }
  return 'there is no Python, by which Emscripten makes a source map';
}
