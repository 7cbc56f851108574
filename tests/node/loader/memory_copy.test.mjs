// How the loader decides from which size on copies go by memory.copy: by a clock and copies that the test makes up.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chooseMemoryCopyFrom, measuredMemoryCopyFrom } from '../../../js/loader/memory_copy.mjs';
import { hasMultiMemory, helpers, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const NEVER = 0xffffffff;

/**
 * An engine that does not exist: copies take the given times, in milliseconds, on a clock that shows multiples of its step.
 * `disturb(count)` is further time that the copy of that number takes.
 */
function engine({ set, memoryCopy, step, disturb = () => 0, start = 0.0371 }) {
  const state = { time: start, count: 0 };
  const copy = (time) => () => {
    state.count += 1;
    state.time += time + disturb(state.count);
  };
  const now = () => (step === 0 ? state.time : Math.floor(state.time / step) * step);
  return { byEngine: copy(set), byMemoryCopy: copy(memoryCopy), now, state };
}

const spent = ({ state }) => state.time - 0.0371;

describe('choosing by measurement', () => {
  // V8 and SpiderMonkey with the clocks of Node, of pages that are isolated, and of pages that are not.
  for (const step of [0, 0.005, 0.02, 0.1]) {
    test(`a clock of ${step} ms: where memory.copy is a memmove, it copies from 512 bytes on`, () => {
      const parts = engine({ set: 0.00012, memoryCopy: 0.00015, step });
      assert.equal(chooseMemoryCopyFrom(parts), 512);
      assert.ok(spent(parts) < 1.1, `${spent(parts)} ms`);
    });

    test(`a clock of ${step} ms: where it takes 3 times as long, it never does`, () => {
      const parts = engine({ set: 0.00012, memoryCopy: 0.00039, step });
      assert.equal(chooseMemoryCopyFrom(parts), NEVER);
    });

    test(`a clock of ${step} ms: a processor that is 10 times slower, or faster`, () => {
      for (const factor of [10, 0.3]) {
        const [set, fast, slow] = [0.00012, 0.00015, 0.00039].map((time) => time * factor);
        assert.equal(chooseMemoryCopyFrom(engine({ set, memoryCopy: fast, step })), 512);
        assert.equal(chooseMemoryCopyFrom(engine({ set, memoryCopy: slow, step })), NEVER);
      }
    });

    test(`a clock of ${step} ms: one interruption of 5 ms changes nothing`, () => {
      for (let at = 1; at < 6000; at += 97) {
        const disturb = (count) => (count === at ? 5 : 0);
        assert.equal(chooseMemoryCopyFrom(engine({ set: 0.00012, memoryCopy: 0.00015, step, disturb })), 512, `at ${at}`);
      }
    });
  }

  test('a clock of 1 ms is too coarse: the loop, soon', () => {
    for (let start = 0; start < 1; start += 0.05) {
      for (const memoryCopy of [0.00012, 0.00039]) {
        const parts = engine({ set: 0.00012, memoryCopy, step: 1, start });
        assert.equal(chooseMemoryCopyFrom(parts), NEVER);
        assert.ok(parts.state.time - start < 1.3);
      }
    }
  });

  test('a clock that stands still: the loop', () => {
    const parts = engine({ set: 0.0001, memoryCopy: 0.0001, step: 1e9 });
    assert.equal(chooseMemoryCopyFrom(parts), NEVER);
    assert.ok(parts.state.count < 10000);
  });
});

const multiMemory = { skip: !hasMultiMemory && 'this engine has no multi-memory' };

test('the real measurement gives one of the two, the same each time', multiMemory, () => {
  const first = measuredMemoryCopyFrom(helpers);
  assert.ok([512, NEVER].includes(first), `${first}`);
  assert.equal(measuredMemoryCopyFrom(helpers), first);
});

describe('app.memoryCopyFrom', () => {
  const build = (t) => makeApp(t, mainModule(), [sideModule('sorter')]);

  test('is what was measured, the same in each app of the page', multiMemory, async (t) => {
    const built = await build(t);
    const apps = [await built.load(), await built.load()];
    for (const { memoryCopyFrom } of apps) assert.equal(memoryCopyFrom, measuredMemoryCopyFrom(helpers));
  });

  test('is what the option says', multiMemory, async (t) => {
    const built = await build(t);
    for (const memoryCopyFrom of [0, 1, 512, NEVER]) {
      assert.equal((await built.load({ memoryCopyFrom })).memoryCopyFrom, memoryCopyFrom);
    }
  });

  test('is null with bridge_fb, which has no use for the option', async (t) => {
    const app = await (await build(t)).load({ bridge: 'bridge_fb', memoryCopyFrom: 512 });
    assert.equal(app.memoryCopyFrom, null);
  });
});

test('an engine without SIMD is told so', async (t) => {
  const built = await makeApp(t, mainModule());
  t.mock.method(WebAssembly, 'validate', () => false);
  await assert.rejects(built.load(), hasCode('ENGINE_TOO_OLD', 'no WebAssembly SIMD', 'Safari 16.4'));
});
