import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWasm } from '../../js/loader/wasm/wasm_binary.mjs';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const name = (text) => [text.length, ...Buffer.from(text)];
const section = (id, ...content) => [id, content.flat(Infinity).length, ...content.flat(Infinity)];

/** (import "env" "f" (func (param i32 f64))) (import "env" "memory" (memory 1 3)) and one own function (result i64). */
const MODULE = Uint8Array.from([
  ...HEADER,
  ...section(1, 3, [0x60, 2, 0x7f, 0x7c, 0], [0x60, 0, 1, 0x7e], [0x60, 1, 0x7b, 0]),
  ...section(2, 2, [name('env'), name('f'), 0, 0], [name('env'), name('memory'), 2, 1, 1, 3]),
  ...section(3, 2, 1, 2),
  ...section(7, 3, [name('f'), 0, 0], [name('now'), 0, 1], [name('simd'), 0, 2]),
  ...section(10, 2, [4, 0, 0x42, 0, 0x0b], [2, 0, 0x0b]),
]);

test('imports, exports with signatures, memory limits', () => {
  const { imports, exports, memories } = readWasm(MODULE);
  assert.deepEqual(imports[0], { module: 'env', name: 'f', kind: 'function', signature: 'vid' });
  assert.deepEqual(
    exports.map(({ name: field, signature }) => [field, signature]),
    [
      ['f', 'vid'],
      ['now', 'j'],
      ['simd', null],
    ],
  );
  assert.deepEqual(memories, [{ initial: 1, maximum: 3, shared: false, address: 'i32', imported: true }]);
});

test('the test module is a valid one', () => {
  assert.ok(WebAssembly.validate(MODULE));
});

test('a file cut anywhere is refused, or ends between two sections', () => {
  const ends = [];
  for (let length = 0; length < MODULE.length; length += 1) {
    try {
      readWasm(MODULE.subarray(0, length));
      ends.push(length);
    } catch (error) {
      assert.match(error.message, /not a WebAssembly module|the file ends inside/);
    }
  }
  const borders = [HEADER.length];
  for (let at = HEADER.length; at < MODULE.length; at += 2 + MODULE[at + 1]) borders.push(at + 2 + MODULE[at + 1]);
  for (const end of ends) assert.ok(borders.includes(end), `${end} is no border of sections`);
});

test('other files are refused', () => {
  for (const text of ['', '#!/bin/sh\n', '\0asm\x02\0\0\0', '\0asm\r\0\x01\0']) {
    assert.throws(() => readWasm(Buffer.from(text, 'latin1')), /not a WebAssembly module/);
  }
});

test('a list that is longer than its section is refused before anything is made for it', () => {
  const types = Uint8Array.from([...HEADER, ...section(1, [0xff, 0xff, 0xff, 0x7f], 0x60, 0, 0)]);
  assert.throws(() => readWasm(types), /the file ends inside a list/);
});

test('types of references take as many bytes as they have', () => {
  const types = section(1, 2, [0x60, 2, 0x63, 0x70, 0x7f, 0], [0x60, 1, 0x7f, 1, 0x7c]);
  const bytes = Uint8Array.from([...HEADER, ...types, ...section(3, 1, 1), ...section(7, 1, [name('f'), 0, 0])]);
  assert.deepEqual(readWasm(bytes).exports, [{ name: 'f', kind: 'function', signature: 'di' }]);
});
