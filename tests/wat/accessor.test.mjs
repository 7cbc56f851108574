// accessor.wasm: element access to one memory.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'node:test';
import {
  GIB,
  LAST_ADDRESS,
  MAX_PAGES,
  PAGE,
  assertSameBytes,
  assertTraps,
  bytes,
  fillPattern,
  instantiateFixture,
  makeAccessor,
  memoryOf,
  runs,
} from './support.mjs';

// What each element is: its size, how DataView reads and writes it, and values that tell a wrong function from a right.
const ELEMENTS = {
  I8: { size: 1, view: 'Int8', values: [0, 1, -1, 127, -128, 85] },
  I16: { size: 2, view: 'Int16', values: [0, 1, -1, 32_767, -32_768, 0x1234] },
  I32: { size: 4, view: 'Int32', values: [0, 1, -1, 0x7fff_ffff, -0x8000_0000, 0x1234_5678] },
  I64: { size: 8, view: 'BigInt64', values: [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 0x1234_5678_9abc_def0n] },
  F32: { size: 4, view: 'Float32', values: [0, -0, 1.5, -1.5, Infinity, -Infinity, NaN, 2 ** -149, -1.75 * 2 ** 127] },
  F64: { size: 8, view: 'Float64', values: [0, -0, 0.1, -0.1, Infinity, -Infinity, NaN, 5e-324, Number.MAX_VALUE] },
};

const read = (memory, { view }, address) => new DataView(memory.buffer)[`get${view}`](address, true);
const write = (memory, { view }, address, value) => new DataView(memory.buffer)[`set${view}`](address, value, true);

for (const [name, element] of Object.entries(ELEMENTS)) {
  describe(`get${name} and set${name}`, () => {
    const { size, values } = element;
    const zero = values[0];

    test('read and write each value at each alignment, first and last place, and touch nothing else', () => {
      const memory = memoryOf(1);
      const accessor = makeAccessor(memory);
      const model = new Uint8Array(PAGE);
      const modelView = new DataView(model.buffer);
      const last = PAGE - size;
      for (const value of values) {
        for (const address of [...Array(17).keys(), last - 1, last]) {
          fillPattern(bytes(memory), 'main');
          fillPattern(model, 'main');
          modelView[`set${element.view}`](address, value, true);
          assert.equal(accessor[`set${name}`](address, value), undefined);
          assertSameBytes(bytes(memory), model, `set${name}(${address}, ${value})`);
          assert.ok(Object.is(accessor[`get${name}`](address), value), `get${name}(${address}) is ${value}`);
          assertSameBytes(bytes(memory), model, `get${name}(${address}) wrote`);
        }
      }
    });

    test('read what others wrote', () => {
      const memory = memoryOf(1);
      const accessor = makeAccessor(memory);
      for (const value of values) {
        write(memory, element, 3, value);
        assert.ok(Object.is(accessor[`get${name}`](3), value));
      }
    });

    test('trap beyond the end and leave the memory as it is', () => {
      const memory = memoryOf(1);
      const accessor = makeAccessor(memory);
      fillPattern(bytes(memory), 'main');
      // All places of which at least one byte is outside, just past the end and far away.
      const places = [PAGE, PAGE + 1, 2 * PAGE, 2 * GIB - 1, 2 * GIB, LAST_ADDRESS - size + 1, LAST_ADDRESS];
      for (let address = PAGE - size + 1; address < PAGE; address += 1) places.push(address);
      for (const address of places) {
        assertTraps(() => accessor[`get${name}`](address), [memory], `get${name}(${address})`);
        assertTraps(() => accessor[`set${name}`](address, zero), [memory], `set${name}(${address})`);
      }
    });

    test('trap on an empty memory', () => {
      const accessor = makeAccessor(memoryOf(0));
      for (const address of [0, 1, LAST_ADDRESS]) {
        assertTraps(() => accessor[`get${name}`](address), []);
        assertTraps(() => accessor[`set${name}`](address, zero), []);
      }
    });

    test('see a memory that grew', () => {
      const memory = memoryOf(1);
      const accessor = makeAccessor(memory);
      const crossing = PAGE - size + 1;
      assertTraps(() => accessor[`get${name}`](PAGE), [memory]);
      memory.grow(1);
      for (const address of [crossing, PAGE, 2 * PAGE - size]) {
        const value = values[values.length - 1];
        accessor[`set${name}`](address, value);
        assert.ok(Object.is(accessor[`get${name}`](address), value));
        assert.ok(Object.is(read(memory, element, address), value));
      }
      assertTraps(() => accessor[`get${name}`](2 * PAGE - size + 1), [memory]);
    });

    test('reach addresses above 2 GiB, given as unsigned or signed numbers', () => {
      const memory = memoryOf(MAX_PAGES);
      const accessor = makeAccessor(memory);
      const value = values[values.length - 1];
      for (const address of [2 * GIB - size, 2 * GIB - 1, 2 * GIB, 3 * GIB + 5, LAST_ADDRESS - size + 1]) {
        accessor[`set${name}`](address, value);
        assert.ok(Object.is(read(memory, element, address), value), `set${name}(${address})`);
        assert.ok(Object.is(accessor[`get${name}`](address), value));
        assert.ok(Object.is(accessor[`get${name}`](address | 0), value));
        assert.ok(
          bytes(memory, address % (2 * GIB), size).every((byte) => address < 2 * GIB || byte === 0),
          'nothing is written 2 GiB lower',
        );
        bytes(memory, address, size).fill(0);
      }
      // No address wraps around to the start.
      for (let address = LAST_ADDRESS - size + 2; address <= LAST_ADDRESS; address += 1) {
        const watched = [bytes(memory, 0, 16), bytes(memory, LAST_ADDRESS - 15, 16)];
        assertTraps(() => accessor[`get${name}`](address), watched);
        assertTraps(() => accessor[`set${name}`](address, value), watched);
      }
    });
  });
}

test('getI8 and getI16 extend the sign, getI32 gives all bits', () => {
  const memory = memoryOf(1);
  const { getI8, getI16, getI32, getI64 } = makeAccessor(memory);
  for (let byte = 0; byte < 256; byte += 1) {
    bytes(memory)[9] = byte;
    assert.equal(getI8(9), byte < 128 ? byte : byte - 256);
  }
  bytes(memory).set([0x00, 0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 8);
  assert.equal(getI16(8), -32_768);
  assert.equal(getI16(9), -128);
  assert.equal(getI32(8), -32_768);
  assert.equal(getI64(8), -32_768n);
});

test('setI8 and setI16 take the low bits, setI32 and setI64 wrap as wasm values do', () => {
  const memory = memoryOf(1);
  const { setI8, setI16, setI32, setI64 } = makeAccessor(memory);
  const written = (set, value) => {
    bytes(memory).fill(0xee, 0, 16);
    set(4, value);
    return Buffer.from(bytes(memory, 0, 16)).toString('hex');
  };
  assert.equal(written(setI8, 0x1234_5678), 'eeeeeeee78eeeeeeeeeeeeeeeeeeeeee');
  assert.equal(written(setI16, 0x1234_5678), 'eeeeeeee7856eeeeeeeeeeeeeeeeeeee');
  assert.equal(written(setI32, 0xffff_fffe), 'eeeeeeeefeffffffeeeeeeeeeeeeeeee');
  assert.equal(written(setI64, 2n ** 64n - 2n), 'eeeeeeeefeffffffffffffffeeeeeeee');
  assert.equal(written(setI64, 2n ** 64n + 5n), 'eeeeeeee0500000000000000eeeeeeee');
});

test('an i64 is a BigInt and nothing else', () => {
  const { getI64, setI64 } = makeAccessor(memoryOf(1));
  assert.equal(typeof getI64(0), 'bigint');
  assert.throws(() => setI64(0, 1), TypeError);
});

test('setF32 rounds a double as a float is rounded', () => {
  const { getF32, setF32 } = makeAccessor(memoryOf(1));
  setF32(0, 0.1);
  assert.equal(getF32(0), Math.fround(0.1));
});

describe('NaN payloads, seen from wasm', () => {
  // Quiet and signalling, positive and negative, smallest and largest payload.
  const BITS32 = [
    0x7fc0_0000, 0x7fc0_0001, 0x7f80_0001, 0x7fff_ffff, 0xffc0_0000, 0xff80_0001, 0xffff_ffff, 0x7fa5_5a5a,
  ];
  const BITS64 = BITS32.flatMap((bits) => [
    (BigInt(bits >>> 31) << 63n) | 0x7ff0_0000_0000_0001n | (BigInt(bits & 0x7f_ffff) << 29n),
    (BigInt(bits >>> 31) << 63n) | 0x7ff8_0000_0000_0000n | BigInt(bits & 0x7f_ffff),
  ]);

  test('F32', () => {
    const memory = memoryOf(1);
    const { getF32Bits, setF32Bits } = instantiateFixture('float_bits', { module: makeAccessor(memory) });
    for (const bits of BITS32) {
      setF32Bits(5, bits);
      assert.equal(new DataView(memory.buffer).getUint32(5, true), bits);
      assert.equal(getF32Bits(5) >>> 0, bits);
    }
  });

  test('F64', () => {
    const memory = memoryOf(1);
    const { getF64Bits, setF64Bits } = instantiateFixture('float_bits', { module: makeAccessor(memory) });
    for (const bits of BITS64) {
      setF64Bits(5, bits);
      assert.equal(new DataView(memory.buffer).getBigUint64(5, true), bits);
      assert.equal(BigInt.asUintN(64, getF64Bits(5)), bits);
    }
  });
});

describe('rbBridge', () => {
  test('passes arguments and result on unchanged', () => {
    const calls = [];
    const { rbBridge } = makeAccessor(memoryOf(1), (libId, namePtr) => {
      calls.push([libId, namePtr]);
      return 42 + calls.length;
    });
    assert.equal(rbBridge(0, 1024), 43);
    assert.equal(rbBridge(7, -1), 44);
    assert.deepEqual(calls, [
      [0, 1024],
      [7, -1],
    ]);
  });

  test('lets an error of the host function through', () => {
    const thrown = new Error('host');
    const { rbBridge } = makeAccessor(memoryOf(1), () => {
      throw thrown;
    });
    assert.throws(
      () => rbBridge(0, 0),
      (error) => error === thrown,
    );
  });

  test('may grow the memory, and the accessor sees it', () => {
    const memory = memoryOf(1);
    const accessor = makeAccessor(memory, () => memory.grow(1));
    assertTraps(() => accessor.setI32(PAGE, 7), [memory]);
    accessor.rbBridge(0, 0);
    accessor.setI32(PAGE, 7);
    assert.equal(accessor.getI32(PAGE), 7);
  });
});

test('two accessors do not mix up their memories', () => {
  const [one, other] = [memoryOf(1), memoryOf(2)];
  const [toOne, toOther] = [makeAccessor(one), makeAccessor(other)];
  toOne.setI32(8, 1);
  toOther.setI32(8, 2);
  assert.deepEqual([toOne.getI32(8), toOther.getI32(8)], [1, 2]);
  toOther.setI32(PAGE, 3);
  assertTraps(() => toOne.setI32(PAGE, 3), [one, other]);
});

test('random sequences of accesses behave as a DataView does', () => {
  const memory = memoryOf(1);
  const accessor = makeAccessor(memory);
  const addresses = fc.oneof(
    fc.integer({ min: 0, max: PAGE }),
    fc.integer({ min: PAGE - 9, max: PAGE + 1 }),
    fc.integer({ min: 0, max: LAST_ADDRESS }),
  );
  const access = fc.record({
    name: fc.constantFrom(...Object.keys(ELEMENTS)),
    address: addresses,
    value: fc.bigInt({
      min: -(2n ** 63n),
      max: 2n ** 63n - 1n,
    }),
  });

  fc.assert(
    fc.property(fc.array(access, { minLength: 1, maxLength: 8 }), (accesses) => {
      const model = bytes(memory).slice();
      const view = new DataView(model.buffer);
      for (const { name, address, value: raw } of accesses) {
        const { size, view: type } = ELEMENTS[name];
        const value = name === 'I64' ? raw : Number(BigInt.asIntN(32, raw));
        if (address + size > PAGE) {
          assert.throws(() => accessor[`set${name}`](address, value), WebAssembly.RuntimeError);
          assert.throws(() => accessor[`get${name}`](address), WebAssembly.RuntimeError);
        } else {
          view[`set${type}`](address, value, true);
          accessor[`set${name}`](address, value);
          assert.equal(accessor[`get${name}`](address), view[`get${type}`](address, true));
        }
      }
      assertSameBytes(bytes(memory), model, 'memory');
    }),
    runs(3_000),
  );
});
