// node check_code.mjs <kind>=<assembler file>...
//
// Checks the code that the headers become: counts the calls in each function of code.cpp, and reads the names under which
// functions are imported and exported.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** @param {string} text assembler text @returns {Map<string, string>} each function's body */
function functionsOf(text) {
  const functions = new Map();
  for (const [, name, body] of text.matchAll(/^([A-Za-z_]\w*):[^\n]*\n([\s\S]*?)^\s*end_function/gm)) functions.set(name, body);
  return functions;
}

/** @param {string} body @returns {string[]} names of the functions that it calls, `indirect` for call_indirect */
function callsOf(body) {
  return [...body.matchAll(/^\s*(?:return_)?call(_indirect)?\s+([^\s#]+)/gm)].map(([, indirect, name]) => (indirect ? 'indirect' : name));
}

const texts = Object.fromEntries(process.argv.slice(2).map((argument) => {
  const at = argument.indexOf('=');
  return [argument.slice(0, at), readFileSync(argument.slice(at + 1), 'utf8')];
}));

function calls(kind, name) {
  const body = functionsOf(texts[kind]).get(name);
  assert.ok(body, `${kind}: no function ${name}`);
  return callsOf(body);
}

// The function's calls are exactly these, in this order.
function expectCalls(kind, name, expected) {
  assert.deepEqual(calls(kind, name), expected, `${kind}: ${name}`);
}

function expectLine(kind, pattern) {
  assert.match(texts[kind], pattern, kind);
}

const imports = [['DIRECT', 'main', 'stm', 'mts'], ['IMPORT', 'main', 'stm', 'mts'], ['DIRECT_exceptions', 'main', 'stm', 'mts'], ['MAIN', 'sorter', 'mts', 'stm']];
for (const [kind, module, toModule, fromModule] of imports) {
  // An element is one accessor call and nothing else, also where exceptions need landing pads.
  expectCalls(kind, 'read_one', [`${module}_getI16`]);
  expectCalls(kind, 'read_unsigned', [`${module}_getI16`]);
  expectCalls(kind, 'write_one', [`${module}_setI16`]);
  expectCalls(kind, 'add_one', [`${module}_getI16`, `${module}_setI16`]);
  expectCalls(kind, 'read_point', [`${module}_getI64`]);
  expectCalls(kind, 'copy_there', [`${module}_${toModule}_memcpy`]);
  expectCalls(kind, 'copy_here', [`${module}_${fromModule}_memcpy`]);
  const copies = calls(kind, 'reverse_view').filter((name) => name.includes('memcpy'));
  assert.deepEqual(copies, [`${module}_${fromModule}_memcpy`, `${module}_${toModule}_memcpy`], `${kind}: reverse_view`);
  assert.doesNotMatch(functionsOf(texts[kind]).get('read_one'), /\b(try|try_table|invoke)/, `${kind}: read_one has landing pads`);
  assert.doesNotMatch(texts[kind], /\brbBridge\b/, `${kind} needs no rbBridge for memory`);
}

// ACCESSOR: elements are imports, bulk copies go through a pointer that is looked up once.
expectCalls('ACCESSOR', 'read_one', ['main_getI16']);
assert.ok(calls('ACCESSOR', 'copy_there').every((name) => !name.startsWith('main_mts_') || name === 'main_stm_memcpy'), 'ACCESSOR: copy_there');
assert.doesNotMatch(texts.ACCESSOR, /\.functype\s+main_(mts|stm)_memcpy\b(?![\s\S]*^main_\1_memcpy:)/m, 'ACCESSOR imports a bridge function');

// POINTER: nothing of another module is imported, not even rbBridge.
for (const name of ['main_getI16', 'main_setI16', 'main_mts_memcpy', 'main_stm_memcpy']) {
  assert.ok(!texts.POINTER.includes(`functype\t${name} `) || texts.POINTER.includes(`\n${name}:`), `POINTER imports ${name}`);
}
assert.doesNotMatch(texts.POINTER, /\brbBridge\b/, 'POINTER imports rbBridge');

// Names of the API: exported by the side, imported elsewhere.
for (const kind of ['DIRECT', 'IMPORT', 'ACCESSOR', 'POINTER']) {
  expectLine(kind, /\.export_name\s+sorter_init, init\b/);
  expectLine(kind, /\.no_dead_strip\s+sum_delays\b/);
}
expectLine('MAIN', /\.import_module\s+sum_delays, sorter\b/);
expectLine('MAIN', /\.import_module\s+sorter_init, sorter\b/);
expectLine('MAIN', /\.import_name\s+sorter_init, init\b/);
expectCalls('MAIN', 'calls_the_api', ['sorter_init', 'keep', 'sorter_getI16', 'sum_delays']);
// A remote pointer as result is the i32 that a plain pointer is.
expectLine('MAIN', /\.functype\s+keep \(i32, i32\) -> \(i32\)/);
expectLine('DIRECT', /\.functype\s+keep \(i32, i32\) -> \(i32\)/);

console.log(`checked ${Object.keys(texts).join(', ')}`);
