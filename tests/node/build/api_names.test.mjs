import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiNames } from '../../../js/build/api_names.mjs';

test('the functions of the sources are the API, in order of their names', () => {
  assert.deepEqual(apiNames(['sort_delays', 'init', 'trim']), ['init', 'sort_delays', 'trim']);
});

test('what -sEXPORTED_FUNCTIONS exports of the C library for JavaScript is not', () => {
  assert.deepEqual(apiNames(['malloc', 'free', 'main', 'realloc', 'memcpy', 'strerror', 'setThrew', 'sort']), ['sort']);
});

test('families of the runtime are not', () => {
  const runtime = ['__cxa_throw', '_emscripten_stack_alloc', '__wasm_call_ctors', 'emscripten_stack_get_end', 'dynCall_vi',
    'asyncify_start_unwind', 'wasmfs_flush', '__indirect_function_table'];
  assert.deepEqual(apiNames(runtime), []);
});

test('the allocator that the headers have each module export is not', () => {
  assert.deepEqual(apiNames(['wpl_malloc', 'sort', 'wpl_free']), ['sort']);
});

test('a C++ mangled name stays, so that it can be refused by its name', () => {
  assert.deepEqual(apiNames(['_Z5twicei']), ['_Z5twicei']);
});
