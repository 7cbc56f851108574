import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stubLibrary } from '../../js/tools/common/stub_library.mjs';
import { checkLinked } from '../../js/tools/emscripten/module_checks.mjs';

const memory = { imported: true, initial: 1, maximum: null, address: 'i32', shared: false };
const linked = (api) => ({ memory, api, exports: {}, wasm: { imports: [] }, report: { stubs: [], library: [] } });
const NAMES = ['constructor', 'toString', 'valueOf', 'isPrototypeOf'];

test('API functions that emcc cannot import into another module are refused', () => {
  for (const name of NAMES)
    assert.throws(
      () => checkLinked({ name: 'sorter', role: 'side', access: 'DIRECT', prefix: 'SORTER' }, linked(['sort', name])),
      (error) =>
        error.message.startsWith(`sorter: the API function \`${name}\` has a name that every JavaScript object has`) &&
        error.message.endsWith('Rename it, or give it another wasm name by SORTER_API_AS.'),
    );
  checkLinked({ name: 'app', role: 'main' }, linked(NAMES)); // without an API header only JavaScript calls them
});

test('a stub library has no stubs of such names, which break emcc', () => {
  const api = [...NAMES, 'hasOwnProperty', 'sort'];
  const exports = Object.fromEntries(api.map((name) => [name, 'v']));
  const text = stubLibrary({ name: 'parser' }, { name: 'parser', api, exports }, true);
  assert.match(text, /entries\(\{\n {2}sort: 'v',\n\}\)/);
});
