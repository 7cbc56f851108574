// Which files a glue loads by itself, as its text and the link's report tell.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fingerprint } from '../../js/tools/common/files.mjs';
import { loadedFiles } from '../../js/tools/emscripten/loaded_files.mjs';

const folder = mkdtempSync(join(tmpdir(), 'wpl loaded '));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'app.data'), 'hello');

const filesOf = (glue, loads = ['by-locateFile']) => loadedFiles('app', { folder, base: 'app' }, glue, { loads });
/** As tools/file_packager.py writes it, and as closure compiler does. */
const packaged = (path) => `Module['removeRunDependency']('datafile_${path}');`;

test('none, if the glue names no package and loads no source map', () => {
  assert.deepEqual(filesOf("var x = 'app.data';", []), {});
});

test("emcc's own package, with its size and hash", () => {
  const own = { packages: [{ url: 'app.data', ...fingerprint(join(folder, 'app.data')) }] };
  assert.deepEqual(filesOf(packaged('app.data')), own);
  assert.deepEqual(filesOf('a.removeRunDependency("datafile_/build tree/app.data")'), own);
  const another = packaged('assets/more.data');
  assert.deepEqual(
    filesOf(packaged('app.data') + another),
    { ...own, unlisted: ['more.data'] },
    'it may be made again',
  );
});

test('files that only the glue knows of', () => {
  assert.deepEqual(filesOf(packaged('assets/more.data')), { unlisted: ['more.data'] });
  assert.deepEqual(
    filesOf(`${packaged('app.data')} metadata['package_uuid']`),
    { unlisted: ['app.data'] },
    'it has a cache',
  );
  assert.deepEqual(filesOf('', ['source-map', 'by-locateFile']), { unlisted: ['app.wasm.map'] });
});

test('a glue that does not ask locateFile is refused', () => {
  assert.throws(() => filesOf(packaged('app.data'), []), {
    message:
      'app: its JavaScript loads `app.data`, but -sINCOMING_MODULE_JS_API lacks `locateFile`, by which the loader tells it where that is. Add it to your list.',
  });
  assert.throws(() => filesOf('', ['source-map']), /app: its JavaScript loads `app\.wasm\.map`, but/);
});
