// What CMake gives emcc: the js-library that declares functions of the loader, and which of them each access mode gets.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { ABI, ROOT, readSource, renamed, signaturesOf, sorted, workFile, writeWorkFile } from './support.mjs';

/** Groups whose functions a side of the access mode imports. */
const groupsOf = (mode) => ['accessor', 'bridge', 'rbBridge'].filter((group) => ABI[group].imported.includes(mode));

/** What a js-library declares to emcc: signatures by name. */
function declaredIn(file) {
  let library;
  runInNewContext(readFileSync(file, 'utf8'), {
    LibraryManager: {},
    addToLibrary: (given) => (library = given),
  });
  const names = Object.keys(library).filter((name) => name.endsWith('__sig'));
  return Object.fromEntries(names.map((name) => [name.slice(0, -'__sig'.length), library[name]]));
}

test('the js-library declares the functions of its groups', () => {
  const files = { main: workFile('main.import.js'), sorter: workFile('sorter.import.js') };
  const script = writeWorkFile(
    'import_library.cmake',
    `set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT [[${ROOT}]])
include([[${ROOT}cmake/WasmPseudoLinkAbi.cmake]])
include([[${ROOT}cmake/WasmPseudoLinkModule.cmake]])
_wpl_write_import_library([[${files.main}]] main accessor bridge rbBridge)
_wpl_write_import_library([[${files.sorter}]] sorter accessor)
`,
  );
  execFileSync(process.env.WPL_CMAKE, ['-P', script]);
  const over = (module, groups) => ({
    ...renamed(signaturesOf(...groups), (name) => `${module}_${name}`),
    [`${module}_allocates`]: 'v', // for the build alone: the loader never sees it
  });
  assert.deepEqual(
    sorted(declaredIn(files.main)),
    sorted({ ...over('main', ['accessor', 'bridge']), ...signaturesOf('rbBridge') }),
  );
  assert.deepEqual(sorted(declaredIn(files.sorter)), sorted(over('sorter', ['accessor'])));
});

test('a side gets the js-library of its access mode', () => {
  const text = readSource('cmake/WasmPseudoLinkSideModule.cmake');
  const written = [...text.matchAll(/_wpl_write_import_library\("\$\{folder\}\/main\.(\w+)\.js" main ([\w ]+)\)/g)];
  const groups = Object.fromEntries(written.map(([, file, list]) => [file, list.split(' ')]));
  assert.deepEqual(groups, { import: groupsOf('IMPORT'), accessor: groupsOf('ACCESSOR') });
  assert.deepEqual(groupsOf('DIRECT'), groupsOf('IMPORT'));
  assert.deepEqual(groupsOf('POINTER'), []);
});
