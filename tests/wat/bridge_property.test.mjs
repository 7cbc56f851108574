// Random copies by bridge.wasm and bridge_fb.wasm against a model: two byte arrays.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import {
  DIRECTIONS,
  EDGES,
  LAST_ADDRESS,
  PAGE,
  SIZES,
  assertSameBytes,
  bytes,
  copyOf,
  describeBridges,
  fillPattern,
  makePair,
  runs,
} from './support.mjs';

/** What a pair of memories is to do, written without any wasm. */
class Model {
  constructor(memories) {
    this.main = copyOf('model of main', bytes(memories.main));
    this.side = copyOf('model of side', bytes(memories.side));
  }

  /** Returns whether the copy is in bounds; only then bytes move. */
  copy(direction, dest, src, size) {
    const [to, from] = direction === 'mts' ? [this.side, this.main] : [this.main, this.side];
    if (dest + size > to.length || src + size > from.length) return false;
    to.set(from.subarray(src, src + size), dest);
    return true;
  }

  grow(which, pages) {
    const grown = new Uint8Array(this[which].length + pages * PAGE);
    grown.set(this[which]);
    this[which] = grown;
  }

  assertEquals({ main, side }) {
    assertSameBytes(bytes(main), this.main, 'main');
    assertSameBytes(bytes(side), this.side, 'side');
  }
}

// Addresses and sizes lie near what matters: the start, the ends of memories of one to four pages, 2 GiB, 4 GiB.
const near = (value, distance) => fc.integer({ min: Math.max(0, value - distance), max: value + distance });
const address = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: PAGE - 1 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 4 * PAGE }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 3, 4).chain((pages) => near(pages * PAGE, 48)) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      near(0x8000_0000, 48),
      fc.integer({ min: LAST_ADDRESS - 48, max: LAST_ADDRESS }),
      fc.integer({ min: 0, max: LAST_ADDRESS }),
    ),
  },
);
const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 64 }) },
  { weight: 2, arbitrary: fc.constantFrom(...EDGES).chain((edge) => near(edge, 3)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: PAGE }) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      near(PAGE, 48),
      near(2 * PAGE, 48),
      near(0x8000_0000, 48),
      fc.integer({ min: LAST_ADDRESS - 48, max: LAST_ADDRESS }),
      fc.integer({ min: 0, max: LAST_ADDRESS }),
    ),
  },
);
const direction = fc.constantFrom(...DIRECTIONS);

// A copy up to the end of a memory, or a byte too far, is rare by chance: here `short` says where it stops.
const copy = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('memcpy'), direction, dest: address, src: address, size }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('to the end'),
      direction,
      toEndOf: fc.constantFrom('dest', 'src'),
      other: address,
      size,
      short: fc.integer({ min: -2, max: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('sized'),
      direction,
      dest: address,
      src: address,
      size: fc.constantFrom(...SIZES),
    }),
  },
);

/** Gives a generated copy its numbers, which may depend on the sizes of the memories. */
function resolve(step, model) {
  if (step.kind !== 'to the end') return step;
  const { toEndOf, other, short } = step;
  const which = (step.direction === 'mts') === (toEndOf === 'dest') ? 'side' : 'main';
  const at = (model[which].length - step.size - short) >>> 0;
  const [dest, src] = toEndOf === 'dest' ? [at, other] : [other, at];
  return { ...step, dest, src };
}

const isOutOfBounds = (error) => error instanceof WebAssembly.RuntimeError && /out of bounds/.test(error.message);

/** Does one copy in the model and for real; both must agree on whether it is in bounds. */
function doCopy(pair, model, step) {
  const { kind, direction: way, dest, src, size: count } = resolve(step, model);
  const call =
    kind === 'sized'
      ? () => pair.bridge[`${way}_memcpy${count}`](dest, src)
      : () => pair.bridge[`${way}_memcpy`](dest, src, count);
  if (model.copy(way, dest, src, count)) {
    call();
    return true;
  }
  assert.throws(call, isOutOfBounds, `${way} dest ${dest} src ${src} size ${count} must trap`);
  return false;
}

describeBridges('random copies', (name) => {
  test('random copies, each checked over all bytes of both memories', () => {
    // One pair for all runs, set back at the start of each: a memory costs far more than its bytes.
    const pair = makePair(name, { main: 1, side: 2 });
    const start = { main: new Uint8Array(PAGE), side: new Uint8Array(2 * PAGE) };
    fillPattern(start.main, 'main');
    fillPattern(start.side, 'side');
    const counts = { passed: 0, trapped: 0 };

    fc.assert(
      fc.property(copy, (step) => {
        bytes(pair.main).set(start.main);
        bytes(pair.side).set(start.side);
        const model = new Model(pair);
        counts[doCopy(pair, model, step) ? 'passed' : 'trapped'] += 1;
        model.assertEquals(pair);
      }),
      runs(24_000),
    );

    // Neither outcome may be rare, or the test says little.
    assert.ok(Math.min(counts.passed, counts.trapped) > (counts.passed + counts.trapped) / 3, JSON.stringify(counts));
  });

  test('sequences of copies and growth of either memory', () => {
    const grow = fc.record({ kind: fc.constant('grow'), which: fc.constantFrom('main', 'side') });
    const steps = fc.array(fc.oneof({ weight: 6, arbitrary: copy }, { weight: 1, arbitrary: grow }), {
      minLength: 1,
      maxLength: 30,
    });

    fc.assert(
      fc.property(steps, (sequence) => {
        const pair = makePair(name, { main: 1, side: 1 });
        fillPattern(bytes(pair.main), 'main');
        fillPattern(bytes(pair.side), 'side');
        const model = new Model(pair);
        for (const step of sequence) {
          if (step.kind !== 'grow') {
            doCopy(pair, model, step);
          } else if (model[step.which].length < 4 * PAGE) {
            pair[step.which].grow(1);
            model.grow(step.which, 1);
          }
        }
        model.assertEquals(pair);
      }),
      runs(300),
    );
  });
});
