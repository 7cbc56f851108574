// Configurations of modules: what CMake writes is what the build scripts read, whatever is in a text.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fileAt, placeOf, placeOfPrebuilt, readConfig } from '../../js/tools/common/module_config.mjs';

const json = fileURLToPath(new URL('../../cmake/WasmPseudoLinkJson.cmake', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'wpl config '));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Reads what lines of CMake make of the object `config`. */
function configOf(...lines) {
  const [script, file] = [join(folder, 'config.cmake'), join(folder, 'config.json')];
  const text = [`include([[${json}]])`, 'set(config "{}")', ...lines, `file(WRITE [[${file}]] "\${config}")`].join(
    '\n',
  );
  writeFileSync(script, text);
  const run = spawnSync('cmake', ['-P', script], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return readConfig(file);
}

test('texts keep what JSON, CMake lists and generator expressions make special', () => {
  const texts = ['a b', 'C:\\new "folder"\\', 'one;two', '[not a list', 'grün', 'line\nline', '$<TARGET_FILE:app>', ''];
  for (const text of texts) assert.equal(configOf(`_wpl_json_text(config file [==[${text}]==])`).file, text);
});

test('lists, numbers and objects', () => {
  const config = configOf(
    '_wpl_json_texts(config names a "b c" [[d"e]])',
    '_wpl_json_texts(config none)',
    '_wpl_json_value(config abi 1)',
    '_wpl_json_value(config sides "[]")',
    'set(entry "{}")',
    '_wpl_json_text(entry name sorter)',
    '_wpl_json_value(entry maximum null)',
    '_wpl_json_append(config sides "${entry}")',
    '_wpl_json_append(config sides "${entry}")',
  );
  const side = { name: 'sorter', maximum: null };
  assert.deepEqual(config, { names: ['a', 'b c', 'd"e'], none: [], abi: 1, sides: [side, side] });
});

test('conditions and link inputs, which only generator expressions know', () => {
  const config = configOf(
    '_wpl_json_text(config guarded 1)',
    '_wpl_json_text(config fuse 0)',
    '_wpl_json_text(config linkInputs "/a b\n/c")',
  );
  assert.deepEqual(config, { guarded: true, fuse: false, linkInputs: ['/a b', '/c'] });
});

test('places of files', () => {
  const place = placeOf({ name: 'app', target: '/build/my app.mjs' });
  assert.equal(fileAt(place, '.direct.wasm'), join('/build', 'my app.direct.wasm'));
  assert.deepEqual(placeOfPrebuilt({ name: 'parser', role: 'side', target: '/build/parser.stamp' }), {
    folder: '/build',
    base: 'parser',
  });
  assert.throws(() => placeOf({ name: 'app', target: '/build/app.js' }), /Leave its property SUFFIX at `\.mjs`/);
});
