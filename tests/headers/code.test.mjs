// The code that the headers become: counts the calls in each function of code.cpp, in each kind of module, and reads
// the names under which functions are imported and exported.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assemble, callsOf, functionsOf } from './assembly.mjs';

const side = (access) => ['-Dcode_side_EXPORTS', `-DWPL_ACCESS_${access}=1`];
const texts = {
  DIRECT: assemble('code.cpp', side('DIRECT')),
  DIRECT_exceptions: assemble('code.cpp', [...side('DIRECT'), '-fwasm-exceptions']),
  IMPORT: assemble('code.cpp', side('IMPORT')),
  ACCESSOR: assemble('code.cpp', side('ACCESSOR')),
  POINTER: assemble('code.cpp', side('POINTER')),
  MAIN: assemble('code.cpp', ['-DWPL_MAIN_MODULE=1']),
};

function bodyOf(kind, name) {
  const body = functionsOf(texts[kind]).get(name);
  assert.ok(body, `${kind}: no function ${name}`);
  return body;
}

// The function's calls are exactly these, in this order.
function expectCalls(kind, name, expected) {
  assert.deepEqual(callsOf(bodyOf(kind, name)), expected, `${kind}: ${name}`);
}

// Called somewhere but defined nowhere: that is what becomes an import.
function isImported(kind, name) {
  const functions = functionsOf(texts[kind]);
  const called = [...functions.values()].some((body) => callsOf(body).includes(name));
  return called && !functions.has(name);
}

const importing = [
  { kind: 'DIRECT', module: 'main', there: 'stm', here: 'mts' },
  { kind: 'DIRECT_exceptions', module: 'main', there: 'stm', here: 'mts' },
  { kind: 'IMPORT', module: 'main', there: 'stm', here: 'mts' },
  { kind: 'MAIN', module: 'code_side', there: 'mts', here: 'stm' },
];
/** @param {number} n bytes @returns {string[]} which accessors read or write n bytes, 1 to 16 */
function partsOf(n) {
  const size = [8, 4, 2, 1].find((part) => part <= n);
  return Array(n === size ? 1 : 2).fill(`I${8 * size}`);
}

for (const { kind, module, there, here } of importing) {
  const accessors = (verb, n) => partsOf(n).map((part) => `${module}_${verb}${part}`);

  test(`an element in ${kind} is one accessor call and nothing else, also where exceptions need landing pads`, () => {
    expectCalls(kind, 'read_one', [`${module}_getI16`]);
    expectCalls(kind, 'read_unsigned', [`${module}_getI16`]);
    expectCalls(kind, 'write_one', [`${module}_setI16`]);
    expectCalls(kind, 'add_one', [`${module}_getI16`, `${module}_setI16`]);
    expectCalls(kind, 'read_point', [`${module}_getI64`]);
    assert.doesNotMatch(bodyOf(kind, 'read_one'), /\b(try|try_table|invoke)/, `${kind}: read_one has landing pads`);

    expectCalls(kind, 'read_vector', accessors('get', 12));
    expectCalls(kind, 'write_vector', accessors('set', 12));
  });

  test(`a member in ${kind} is one accessor call; an address costs none`, () => {
    expectCalls(kind, 'read_member', [`${module}_getF64`]);
    expectCalls(kind, 'write_member', [`${module}_setF64`]);
    expectCalls(kind, 'read_base_member', [`${module}_getI32`]);
    expectCalls(kind, 'read_array_member', [`${module}_getI16`]);
    expectCalls(kind, 'read_nested_member', [`${module}_getF32`]);
    for (const name of ['to_base', 'to_derived', 'read_own_member', 'read_own_array_member', 'read_own_view']) {
      expectCalls(kind, name, []);
    }
  });

  test(`a constant copy in ${kind} of up to 16 bytes is at most two accessor calls each way`, () => {
    for (let n = 1; n <= 16; n += 1) {
      expectCalls(kind, `there_${n}`, accessors('set', n));
      expectCalls(kind, `here_${n}`, accessors('get', n));
      expectCalls(kind, `within_${n}`, [...accessors('get', n), ...accessors('set', n)]);
      assert.doesNotMatch(bodyOf(kind, `there_${n}`), /__stack_pointer/, `${kind}: there_${n} needs no stack`);
      assert.doesNotMatch(bodyOf(kind, `here_${n}`), /__stack_pointer/, `${kind}: here_${n} needs no stack`);
    }
    expectCalls(kind, 'array_there', accessors('set', 12));
    expectCalls(kind, 'array_here', accessors('get', 16));
    expectCalls(kind, 'nothing_there', []);
    expectCalls(kind, 'optimised_away', accessors('get', 16));
    assert.doesNotMatch(bodyOf(kind, 'optimised_away'), /__stack_pointer/, `${kind}: optimised_away needs no stack`);
  });

  test(`a copy in ${kind} is one bridge call, a view one each way`, () => {
    expectCalls(kind, 'there_17', [`${module}_${there}_memcpy`]);
    expectCalls(kind, 'here_17', [`${module}_${here}_memcpy`]);
    expectCalls(kind, 'copy_there', [`${module}_${there}_memcpy`]);
    expectCalls(kind, 'copy_here', [`${module}_${here}_memcpy`]);
    const accessesOf = (name) => callsOf(bodyOf(kind, name)).filter((callee) => callee.startsWith(`${module}_`));
    assert.deepEqual(accessesOf('reverse_view'), [`${module}_${here}_memcpy`, `${module}_${there}_memcpy`], kind);
    assert.deepEqual(accessesOf('max_view'), [`${module}_${here}_memcpy`], kind);
    assert.deepEqual(accessesOf('fill_view'), [`${module}_getI8`, `${module}_${there}_memcpy`], kind);
    assert.ok(!isImported(kind, 'rbBridge'), `${kind}: needs no rbBridge for memory`);
  });
}

test('ACCESSOR: elements are imports, bulk copies go through a pointer that is looked up through rbBridge', () => {
  expectCalls('ACCESSOR', 'read_one', ['main_getI16']);
  for (const name of ['main_getI16', 'rbBridge']) {
    assert.ok(isImported('ACCESSOR', name), `ACCESSOR does not import ${name}`);
  }
  for (const name of ['main_mts_memcpy', 'main_stm_memcpy']) {
    assert.ok(!isImported('ACCESSOR', name), `ACCESSOR imports ${name}`);
  }
});

test('POINTER imports nothing of another module, not even rbBridge', () => {
  for (const name of ['main_getI16', 'main_setI16', 'main_mts_memcpy', 'main_stm_memcpy', 'rbBridge']) {
    assert.ok(!isImported('POINTER', name), `POINTER imports ${name}`);
  }
});

test('names of the API are exported by the side, imported elsewhere', () => {
  for (const kind of ['DIRECT', 'IMPORT', 'ACCESSOR', 'POINTER']) {
    assert.match(texts[kind], /\.export_name\s+code_side_init, init\b/, kind);
    assert.match(texts[kind], /\.no_dead_strip\s+sum_delays\b/, kind);
  }
  assert.match(texts.MAIN, /\.import_module\s+sum_delays, code_side\b/);
  assert.match(texts.MAIN, /\.import_module\s+code_side_init, code_side\b/);
  assert.match(texts.MAIN, /\.import_name\s+code_side_init, init\b/);
  expectCalls('MAIN', 'calls_the_api', ['code_side_init', 'keep', 'code_side_getI16', 'sum_delays']);
});

test('a remote pointer as result is the i32 that a plain pointer is', () => {
  for (const kind of ['MAIN', 'DIRECT']) assert.match(texts[kind], /\.functype\s+keep \(i32, i32\) -> \(i32\)/, kind);
});
