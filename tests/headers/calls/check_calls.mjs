// node check_calls.mjs MAIN=<assembler file> SIDE=<assembler file>
//
// Checks the code that calls between modules become: counts the calls in the functions of calls.cpp, and reads the
// names under which functions are imported and exported.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const texts = Object.fromEntries(process.argv.slice(2).map((argument) => {
  const at = argument.indexOf('=');
  return [argument.slice(0, at), readFileSync(argument.slice(at + 1), 'utf8')];
}));

/** @param {string} text assembler text @returns {Map<string, string>} each function's body */
function functionsOf(text) {
  const functions = text.matchAll(/^([A-Za-z_]\w*):[^\n]*\n([\s\S]*?)^\s*end_function/gm);
  return new Map([...functions].map(([, name, body]) => [name, body]));
}

/** Symbols by the names of wasm imports or exports that they have. */
function named(text, kind) {
  const found = text.matchAll(new RegExp(`^\\s*\\.${kind}_name\\s+(\\S+), (\\S+)`, 'gm'));
  return new Map([...found].map(([, symbol, name]) => [symbol, name]));
}

function callsIn(kind, name, body) {
  const imports = named(texts[kind], 'import');
  const found = body.matchAll(/^\s*(?:return_)?call(_indirect)?\s+([^\s#]+)/gm);
  return [...found].map(([, indirect, symbol]) => {
    if (indirect) return 'indirect';
    return imports.has(symbol) ? `import ${imports.get(symbol)}` : symbol;
  });
}

function expectCalls(kind, name, expected) {
  const body = functionsOf(texts[kind]).get(name);
  assert.ok(body, `${kind}: no function ${name}`);
  assert.deepEqual(callsIn(kind, name, body), expected, `${kind}: ${name}`);
  return body;
}

// A call with numbers, pointers or ranges is one call of the import and touches no memory; structs of up to 8 bytes are
// not copied from the other module's memory.
for (const name of ['add', 'mean']) {
  const body = expectCalls('MAIN', `calls_${name}`, [`import ${name}`]);
  assert.doesNotMatch(body, /\.(load|store)/, `MAIN: calls_${name} touches memory`);
}
expectCalls('MAIN', 'calls_turned', ['import turned']);
expectCalls('MAIN', 'calls_sorted', ['import sorted', 'sorter_stm_memcpy']);
for (const name of ['add', 'mean', 'turned', 'sorted']) {
  assert.match(texts.MAIN, new RegExp(`\\.import_module\\s+\\S*${name}\\S*, sorter\\b`), `MAIN: ${name}`);
}

// A looked-up function is one call_indirect, besides the check that it is not empty.
expectCalls('MAIN', 'calls_function', ['indirect']);

// A callback of numbers goes right into the function object.
const callback = [...functionsOf(texts.MAIN)].find(([name]) => name.includes('call_with_context'));
assert.ok(callback, 'MAIN: no function of the callback');
assert.deepEqual(callsIn('MAIN', ...callback), []);

// The side exports functions over wasm values, each of which calls the user's function and nothing else.
const types = { add: '(i32, i64, f64, i32) -> (i32)', mean: '(i32, i32, i32) -> (f64)', turned: '(i64) -> (i64)',
  sorted: '(i64, i64, i64) -> (i32)' };
for (const [symbol, name] of named(texts.SIDE, 'export')) {
  if (!(name in types)) continue;
  const calls = callsIn('SIDE', symbol, functionsOf(texts.SIDE).get(symbol) ?? assert.fail(symbol));
  assert.equal(calls.length, 1, `SIDE: ${name} calls ${calls}`);
  assert.match(calls[0], new RegExp(`^_Z\\d+${name}`));
  assert.ok(texts.SIDE.includes(`.functype\t${symbol} ${types[name]}`), `SIDE: type of ${name}`);
  delete types[name];
}
assert.deepEqual(types, {}, 'all are exported');
console.log(`checked ${Object.keys(texts).join(', ')}`);
