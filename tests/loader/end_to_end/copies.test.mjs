// Copies between main and side with memories above 2 GiB: bridge and bridge_fb, by detection and forced, in C and C++.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bridges, bytesOf, hasMultiMemory, scratchText, start } from './support.mjs';

const SIZE = 1 << 20;
const TO_SIDE = [0, 1, 2, 3];
const TO_MAIN = [4, 5, 6, 7];

async function startBig(bridge, options = {}) {
  const { app } = await start('big', { bridge, ...options });
  const main = app.main.exports.main_block_above_2gib(SIZE) >>> 0;
  const side = app.main.exports.side_block_above_2gib(SIZE) >>> 0;
  assert.ok(main > 2 ** 31 && side > 2 ** 31, `${main} ${side}`);
  return { app, main, side };
}

function pattern(length, seed) {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 7 + (index >> 8)) & 255);
}

/** Copies of all sizes and alignments, each way, with the byte after each. */
function copyAllSizes({ app, main, side }) {
  let seed = 0;
  for (const size of [
    0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 100, 511, 512, 1023, 2047, 2048, 4096, 65537,
  ]) {
    for (const [mainOffset, sideOffset] of [
      [0, 0],
      [1, 0],
      [0, 3],
      [5, 7],
    ]) {
      for (const way of [...TO_SIDE, ...TO_MAIN]) {
        const [from, to] =
          way < 4
            ? [
                [app.main, main + mainOffset],
                [app.modules.big_side, side + sideOffset],
              ]
            : [
                [app.modules.big_side, side + sideOffset],
                [app.main, main + mainOffset],
              ];
        const expected = pattern(size, (seed += 1));
        bytesOf(...from, size).set(expected);
        bytesOf(...to, size + 1).fill(0x5a);
        assert.equal(app.main.exports.copy(way, side + sideOffset, main + mainOffset, size), 1);
        assert.ok(Buffer.from(bytesOf(...to, size)).equals(Buffer.from(expected)), `way ${way}, ${size} bytes`);
        assert.equal(bytesOf(...to, size + 1)[size], 0x5a, `way ${way}: byte after ${size}`);
      }
    }
  }
}

test('the bridge is chosen by what the engine can do', async () => {
  const { app } = await start('app');
  assert.equal(app.bridge, hasMultiMemory ? 'bridge' : 'bridge_fb');
  assert.equal(app.variant, hasMultiMemory ? (process.env.WPL_PREFER ?? 'fused') : 'portable');
});

test(
  'bridge without multi-memory is refused with what to do',
  { skip: hasMultiMemory && 'this engine has multi-memory' },
  async () => {
    await assert.rejects(start('app', { bridge: 'bridge' }), { code: 'ENGINE_TOO_OLD' });
  },
);

for (const bridge of bridges) {
  const which = bridge ?? 'by detection';

  test(`${which}: the app says which bridge it runs`, async () => {
    const { app } = await start('app', { bridge });
    assert.equal(app.bridge, bridge ?? (hasMultiMemory ? 'bridge' : 'bridge_fb'));
  });

  for (const memoryCopyFrom of hasMultiMemory ? [undefined, 0, 0xffffffff] : [undefined]) {
    test(`${which}: all sizes and alignments, above 2 GiB in both memories, memoryCopyFrom ${memoryCopyFrom}`, async () => {
      copyAllSizes(await startBig(bridge, { memoryCopyFrom }));
    });
  }

  test(`${which}: the sized copies, above 2 GiB in both memories`, async () => {
    const { app, main, side } = await startBig(bridge);
    for (const bytes of [1, 2, 4, 8]) {
      for (const toSide of [1, 0]) {
        const [from, to] = toSide
          ? [
              [app.main, main + 3],
              [app.modules.big_side, side + 5],
            ]
          : [
              [app.modules.big_side, side + 5],
              [app.main, main + 3],
            ];
        bytesOf(...from, 16).set(pattern(16, bytes));
        bytesOf(...to, 16).fill(0);
        app.main.exports.copy_sized(toSide, bytes, side + 5, main + 3);
        assert.deepEqual([...bytesOf(...to, 16)], [...pattern(bytes, bytes), ...Array(16 - bytes).fill(0)]);
      }
    }
  });

  test(`${which}: a copy that does not fit writes nothing, whichever range is too long`, async () => {
    for (const way of [...TO_SIDE, ...TO_MAIN]) {
      for (const tooLong of ['main', 'side']) {
        const { app, main, side } = await startBig(bridge);
        const end = (tooLong === 'main' ? app.main : app.modules.big_side).memory.buffer.byteLength;
        const [mainAddress, sideAddress] = tooLong === 'main' ? [end - 100, side] : [main, end - 100];
        const [to, at] = way < 4 ? [app.modules.big_side, sideAddress] : [app.main, mainAddress];
        const before = pattern(100, 1);
        bytesOf(to, at, 100).set(before);
        assert.throws(
          () => app.main.exports.copy(way, sideAddress, mainAddress, 101),
          (error) => {
            assert.equal(error.code, 'UNGUARDED_CALL_FAILED');
            return /out of bounds|segmentation/.test(error.message);
          },
        );
        assert.deepEqual([...bytesOf(to, at, 100)], [...before], `way ${way}, ${tooLong} too long`);
      }
    }
  });

  test(`${which}: sizes near 4 GiB, which wrap around in 32 bits, are refused`, async () => {
    for (const size of [0xffffffff, 0x80000000, 0xfffffff0]) {
      const { app, main, side } = await startBig(bridge);
      bytesOf(app.modules.big_side, side, 64).fill(1);
      assert.throws(() => app.main.exports.copy(0, side, main, size), { code: 'UNGUARDED_CALL_FAILED' });
      assert.deepEqual([...bytesOf(app.modules.big_side, side, 64)], Array(64).fill(1));
    }
  });

  test(`${which}: size 0 at the end of a memory is right, beyond it traps`, async () => {
    const { app, main, side } = await startBig(bridge);
    const end = app.modules.big_side.memory.buffer.byteLength;
    assert.equal(app.main.exports.copy(0, end, main, 0), 1);
    assert.equal(app.main.exports.copy(4, end, main, 0), 1);
    assert.equal(app.main.exports.copy(1, side, main, 0), 1);
    assert.throws(() => app.main.exports.copy(0, end + 1, main, 0), { code: 'UNGUARDED_CALL_FAILED' });
  });

  test(`${which}: both memories grow in the middle of a call that copies`, async () => {
    const { app, main, side } = await startBig(bridge);
    const sizes = () => [app.main, app.modules.big_side].map(({ memory }) => memory.buffer.byteLength);
    const before = sizes();
    bytesOf(app.main, main, 4096).set(pattern(4096, 3));
    // Larger than what is left of either memory.
    assert.equal(app.main.exports.copy_while_both_grow(200, side, main, 4096), 1);
    sizes().forEach((size, index) => assert.ok(size > before[index], 'the memory has not grown'));
    bytesOf(app.main, main, 4096).set(pattern(4096, 4));
    for (const way of TO_SIDE) {
      bytesOf(app.modules.big_side, side, 4096).fill(0);
      assert.equal(app.main.exports.copy(way, side, main, 4096), 1);
      assert.ok(Buffer.from(bytesOf(app.modules.big_side, side, 4096)).equals(Buffer.from(pattern(4096, 4))));
    }
  });

  test(`${which}: a callback that mallocs 64 MB, between two copies of a side`, async () => {
    const { app } = await start('app', { bridge });
    const { exports } = app.main;
    const before = app.main.memory.buffer.byteLength;
    const { probe_import: probe } = app.modules;
    const own = probe.exports.own_malloc(64);
    new Int32Array(probe.memory.buffer, own, 4).set([1, 2, 3, 4]);
    exports.init_both(0, 1);
    const handle = exports.open_by_name(scratchText(app, 'probe_import'));
    const lent = exports.lend(handle, exports.function_to_lend(2));
    const block = probe.exports.call(lent, 64) >>> 0;
    assert.ok(app.main.memory.buffer.byteLength > Math.max(before, 64 << 20));
    const last = block + (64 << 20) - 16;
    probe.exports.copy_out(last, own, 16);
    assert.equal(exports.main_local_sum(last, 4), 10);
    assert.equal(probe.exports.sum(last, 4), 10);
    probe.exports.copy_in(own + 16, last, 16);
    assert.equal(probe.exports.own_sum(own, 8), 20);
  });
}
