// Times variants of the same work against each other. Runs in every engine.

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @returns {number} the smallest step of performance.now() that can be seen, in milliseconds */
export function timerResolution() {
  let smallest = Infinity;
  for (let i = 0; i < 200; i += 1) {
    const start = performance.now();
    let now;
    do now = performance.now();
    while (now === start);
    smallest = Math.min(smallest, now - start);
  }
  return smallest;
}

/**
 * One of several ways to do the same work.
 * @typedef {object} Variant
 * @property {string} id
 * @property {(count: number) => void} run does the work `count` times
 * @property {(count: number) => void} [before] what each run needs and is not timed
 * @property {(count: number) => unknown} value after a run: what came of it; the same for each count and variant
 * @property {number} [most] the largest count that run can take
 */

function timed(variant, count, expected) {
  variant.before?.(count);
  const start = performance.now();
  variant.run(count);
  const time = performance.now() - start;
  const value = variant.value(count);
  if (value !== expected) throw new Error(`${variant.id}: the result is ${value} instead of ${expected}`);
  return time;
}

/** Runs a variant until it has run for `warmUp` ms and one run takes `sample` ms; returns the count for that. */
function warmUp(variant, settings, expected) {
  const most = variant.most ?? Infinity;
  let count = 1;
  for (let total = 0; ;) {
    const time = timed(variant, count, expected);
    total += time;
    const wanted =
      time >= settings.sample ? count : Math.ceil(count * Math.min(8, (1.3 * settings.sample) / (time + 1e-3)));
    if ((time >= settings.sample || count === most) && total >= settings.warmUp) return count;
    count = Math.min(most, Math.max(count, wanted));
  }
}

/**
 * Measures variants in rounds, in each of which every variant is run once, so that whatever slows the machine down for
 * a while slows all of them.
 * @param {Variant[]} variants the first one says what is right
 * @param {{ sample: number, warmUp: number, rounds: number }} settings times in milliseconds: the least that a sample
 *   may take, the least that each variant is run before
 * @returns {Promise<{ id: string, count: number, samples: number[] }[]>} nanoseconds for one piece of work in each
 *   round
 */
export async function measure(variants, settings) {
  const [first] = variants;
  first.before?.(1);
  first.run(1);
  const expected = first.value(1);
  for (const variant of variants) warmUp(variant, settings, expected);
  await sleep(settings.warmUp); // compilers work in the background
  const results = variants.map((variant) => ({
    id: variant.id,
    count: warmUp(variant, settings, expected),
    samples: [],
  }));
  for (let round = 0; round < settings.rounds; round += 1) {
    for (let i = 0; i < variants.length; i += 1) {
      const index = (i + round) % variants.length;
      const { count, samples } = results[index];
      samples.push((timed(variants[index], count, expected) * 1e6) / count);
    }
    await sleep(0);
  }
  return results;
}
