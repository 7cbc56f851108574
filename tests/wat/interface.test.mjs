// The helpers' interface: what each file's header says of its imports and needs. Functions and types:
// tests/abi/wat.test.mjs.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readHeader } from '../../js/tools/assemble_helpers.mjs';
import { canRunBridge, helperBytes, helperModule, makeAccessor, makePair, memoryOf } from './support.mjs';

const WAT = new URL('../../wat/', import.meta.url);
const HELPERS = ['accessor', 'blocks', 'bridge', 'bridge_fb'];

const header = (name) => {
  const file = fileURLToPath(new URL(`${name}.wat`, WAT));
  return readHeader(readFileSync(file, 'utf8'), file);
};

test('there is a test for each helper', () => {
  const found = readdirSync(WAT)
    .filter((name) => name.endsWith('.wat'))
    .map((name) => name.slice(0, -4));
  assert.deepEqual(found.sort(), HELPERS);
});

test('multi-memory is seen where it is, and only there', () => {
  const major = Number(process.versions.node.split('.')[0]);
  assert.equal(canRunBridge(), major >= 22, `bridge.wasm in Node ${process.versions.node}`);
  assert.ok(WebAssembly.validate(helperBytes('bridge_fb')));
  assert.ok(WebAssembly.validate(helperBytes('blocks')));
  assert.ok(WebAssembly.validate(helperBytes('accessor')));
});

for (const name of HELPERS) {
  const options = { skip: name === 'bridge' && !canRunBridge() ? 'this engine has no multi-memory' : false };

  test(`${name}: the header names the imports, each once`, options, () => {
    const imports = WebAssembly.Module.imports(helperModule(name)).map((one) => `${one.module}.${one.name}`);
    assert.deepEqual([...header(name).imports].sort(), imports.sort());
    assert.equal(header(name).abi, 1);
  });
}

test('main is memory 0 of bridge', { skip: canRunBridge() ? false : 'this engine has no multi-memory' }, () => {
  const memories = WebAssembly.Module.imports(helperModule('bridge')).filter((one) => one.kind === 'memory');
  assert.deepEqual(
    memories.map((one) => one.module),
    ['main', 'side'],
  );
});

test('needs', () => {
  assert.deepEqual(
    HELPERS.map((name) => header(name).needs),
    [[], ['simd', 'multivalue'], ['multimemory', 'bulk-memory', 'simd'], ['simd', 'multivalue']],
  );
});

test('every export can be put in a table, host functions too', () => {
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
  const exportsOf = [makeAccessor(memoryOf(1)), makePair('bridge_fb').bridge];
  if (canRunBridge()) exportsOf.push(makePair('bridge@512').bridge);
  for (const exports of exportsOf) {
    for (const fn of Object.values(exports)) {
      table.set(0, fn);
      assert.equal(table.get(0), fn);
    }
  }
  assert.throws(() => table.set(0, () => 0), TypeError, 'a JavaScript function cannot: the test is not empty');
});
