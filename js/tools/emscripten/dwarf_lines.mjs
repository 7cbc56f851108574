// The source map of a file with DWARF (-g), by which `node app.mjs` says file and line of a frame, in the direct file
// too. The map of -gsource-map is emcc's own; unlike that one, this one is read after a failure only: neither the glue
// loads it nor, from the portable file, a browser.
/** @import { LinkedConfig, Place } from '../common/records.d.ts' */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
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
 * Makes the source map of a module that was just linked, or removes an old one.
 * @param {LinkedConfig} config
 * @param {Place} place
 * @returns {string[]} a warning if it could not be made
 */
export function mapDwarfLines({ name, emscripten, lines }, place) {
  const file = fileAt(place, '.wasm');
  const sections = new Set(readSections(readFileSync(file)).map((section) => section.name));
  if (sections.has('sourceMappingURL')) return []; // emcc has made one
  rmSync(`${file}.map`, { force: true });
  if (!lines || !sections.has('.debug_line')) return [];
  const fault = makeMap(emscripten, file);
  if (fault === null) return [];
  rmSync(`${file}.map`, { force: true });
  return [
    `${name}: warning: stacks will have no files and lines of it: ${fault}. Link with -gsource-map, or set the ` +
      'property WASM_PSEUDO_LINK_SOURCE_LINES to OFF.',
  ];
}

/**
 * @param {string} emscripten its folder
 * @param {string} file
 * @returns {string | null} what went wrong
 */
function makeMap(emscripten, file) {
  for (const python of pythons()) {
    const args = ['-E', '-c', MAKE_MAP, emscripten, file, `${file}.map`];
    const { error, status, stderr } = spawnSync(python, args, { encoding: 'utf8', windowsHide: true });
    if (error && /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') continue;
    if (error) return `\`${python}\` cannot be run (${error.message})`;
    return status === 0 ? null : `Emscripten makes no source map of it (${stderr.trim().split('\n').at(-1)})`;
  }
  return 'there is no Python, by which Emscripten makes a source map';
}
