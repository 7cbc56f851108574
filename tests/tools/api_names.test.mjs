import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiNames } from '../../js/tools/common/api_names.mjs';

test('the functions of the sources are the API, in order of their names', () => {
  assert.deepEqual(apiNames(['sort_delays', 'init', 'trim']), ['init', 'sort_delays', 'trim']);
});

test('what -sEXPORTED_FUNCTIONS exports of the C library for JavaScript is not', () => {
  assert.deepEqual(apiNames(['malloc', 'free', 'main', 'realloc', 'memcpy', 'strerror', 'setThrew', 'sort']), ['sort']);
});

test('families of the runtime are not', () => {
  const runtime = [
    '__cxa_throw',
    '_emscripten_stack_alloc',
    '__wasm_call_ctors',
    'emscripten_stack_get_end',
    'dynCall_vi',
    'asyncify_start_unwind',
    'wasmfs_flush',
    '__indirect_function_table',
  ];
  assert.deepEqual(apiNames(runtime), []);
});

test('functions of a WebIDL binder are', () => {
  const bound = ['emscripten_bind_b2World_Step_3', 'emscripten_enum_b2BodyType_b2_dynamicBody'];
  assert.deepEqual(apiNames([...bound, 'emscripten_get_now']), bound);
});

test('the allocator that the headers have each module export is not', () => {
  assert.deepEqual(apiNames(['wpl_malloc', 'sort', 'wpl_free']), ['sort']);
});

test('a C++ mangled name stays, so that it can be refused by its name', () => {
  assert.deepEqual(apiNames(['_Z5twicei']), ['_Z5twicei']);
});

test('one in a namespace that C++ reserves is the runtime of a sanitizer, or the standard library', () => {
  const asan = ['_ZN6__asan9FakeStack17AddrIsInFakeStackEm', '_ZNK6__asan9FakeStack8AllocateEmmm'];
  const standard = ['_ZdaPv', '_ZnwmRKSt9nothrow_t', '_ZNSt3__26vectorIiE4sizeEv', '_ZSt9terminatev'];
  const users = ['_ZN6sorter4sortEv', '_Z4sortSt6vectorIiE'];
  assert.deepEqual(apiNames([...asan, ...standard, ...users]), ['_Z4sortSt6vectorIiE', '_ZN6sorter4sortEv']);
});
