// The code that calls between modules become, in the caller and in the side: counts the calls in the functions of
// calls.cpp, and reads the names under which functions are imported and exported.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assemble, callsOf, functionsOf, named } from './assembly.mjs';

const texts = {
  MAIN: assemble('calls.cpp', ['-DWPL_MAIN_MODULE=1']),
  SIDE: assemble('calls.cpp', ['-Dsorter_EXPORTS', '-DWPL_ACCESS_DIRECT=1']),
};

function callsIn(kind, body) {
  const imports = named(texts[kind], 'import');
  return callsOf(body).map((symbol) => (imports.has(symbol) ? `import ${imports.get(symbol)}` : symbol));
}

function expectCalls(kind, name, expected) {
  const body = functionsOf(texts[kind]).get(name);
  assert.ok(body, `${kind}: no function ${name}`);
  assert.deepEqual(callsIn(kind, body), expected, `${kind}: ${name}`);
  return body;
}

test('a call with numbers, pointers or ranges is one call of the import and touches no memory', () => {
  for (const name of ['add', 'mean']) {
    const body = expectCalls('MAIN', `calls_${name}`, [`import ${name}`]);
    assert.doesNotMatch(body, /\.(load|store)/, `MAIN: calls_${name} touches memory`);
  }
});

test("a struct of up to 8 bytes is not copied from the other module's memory", () => {
  expectCalls('MAIN', 'calls_turned', ['import turned']);
  expectCalls('MAIN', 'calls_sorted', ['import sorted', 'sorter_stm_memcpy']);
});

test('functions are imported from the module of the side', () => {
  for (const name of ['add', 'mean', 'turned', 'sorted']) {
    assert.match(texts.MAIN, new RegExp(`\\.import_module\\s+\\S*${name}\\S*, sorter\\b`), `MAIN: ${name}`);
  }
});

test('a looked-up function is one call_indirect, besides the check that it is not empty', () => {
  expectCalls('MAIN', 'calls_function', ['indirect']);
});

test('a callback of numbers goes right into the function object', () => {
  const callback = [...functionsOf(texts.MAIN)].find(([name]) => name.includes('call_with_context'));
  assert.ok(callback, 'MAIN: no function of the callback');
  assert.deepEqual(callsIn('MAIN', callback[1]), []);
});

test("the side exports functions over wasm values, each of which calls the user's function and nothing else", () => {
  const types = {
    add: '(i32, i64, f64, i32) -> (i32)',
    mean: '(i32, i32, i32) -> (f64)',
    turned: '(i64) -> (i64)',
    sorted: '(i64, i64, i64) -> (i32)',
  };
  for (const [symbol, name] of named(texts.SIDE, 'export')) {
    if (!(name in types)) continue;
    const calls = callsIn('SIDE', functionsOf(texts.SIDE).get(symbol) ?? assert.fail(symbol));
    assert.equal(calls.length, 1, `SIDE: ${name} calls ${calls}`);
    assert.match(calls[0], new RegExp(`^_Z\\d+${name}`));
    assert.ok(texts.SIDE.includes(`.functype\t${symbol} ${types[name]}`), `SIDE: type of ${name}`);
    delete types[name];
  }
  assert.deepEqual(types, {}, 'all are exported');
});
