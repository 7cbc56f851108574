// Source maps of files with DWARF; that they are right is in cmake.steps.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, test } from 'node:test';
import { sourceMapOf } from '../../js/tools/emscripten/dwarf_lines.mjs';

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

let folder;
let map;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wpl lines '));
  map = join(folder, 'sorter.wasm.map');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Calls it for a file with custom sections of these names, beside which is a map of an earlier link. */
function mapLines(names, { lines = true, emscripten = folder } = {}) {
  const sections = names.flatMap((name) => [0, name.length + 1, name.length, ...Buffer.from(name)]);
  const bytes = Uint8Array.from([...HEADER, ...sections]);
  writeFileSync(join(folder, 'sorter.wasm'), bytes);
  writeFileSync(map, '{}');
  const { sourceMap, warnings } = sourceMapOf({ name: 'sorter', emscripten, lines }, { folder, base: 'sorter' }, bytes);
  assert.equal(sourceMap, existsSync(map) ? '{}' : null);
  return warnings;
}

test('a map that emcc has made stays', () => {
  assert.deepEqual(mapLines(['.debug_line', 'sourceMappingURL']), []);
  assert.ok(existsSync(map));
});

test('an old map goes where there is no DWARF any more, or where none is wanted', () => {
  for (const [names, options] of [
    [[], {}],
    [['.debug_info', 'name'], {}],
    [['.debug_line'], { lines: false }],
  ]) {
    assert.deepEqual(mapLines(names, options), []);
    assert.ok(!existsSync(map), names.join());
  }
});

test('an Emscripten that makes no map is a warning, and leaves none', () => {
  const [warning, ...more] = mapLines(['.debug_line']);
  assert.deepEqual(more, []);
  assert.match(
    warning,
    /^sorter: warning: stacks will have no files and lines of it: Emscripten makes no source map of it \(\w.*\)\. Link with -gsource-map, or set the property WASM_PSEUDO_LINK_SOURCE_LINES to OFF\.$/,
  );
  assert.ok(!existsSync(map));
});

test('a machine without Python', () => {
  const { PATH, EMSDK_PYTHON } = process.env;
  process.env.PATH = folder;
  delete process.env.EMSDK_PYTHON;
  try {
    assert.match(mapLines(['.debug_line'])[0], /: there is no Python, by which Emscripten makes a source map\. Link/);
  } finally {
    process.env.PATH = PATH;
    if (EMSDK_PYTHON !== undefined) process.env.EMSDK_PYTHON = EMSDK_PYTHON;
  }
});
