// From samples to medians, spreads and ratios.
import { median, quantileSorted } from 'simple-statistics';

/** @typedef {{ median: number, low: number, high: number, n: number }} Summary median and quartiles of n samples */

/** @returns {Summary} */
export function summary(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return {
    median: median(sorted),
    low: quantileSorted(sorted, 0.25),
    high: quantileSorted(sorted, 0.75),
    n: sorted.length,
  };
}

/**
 * The groups of one engine's runs: for each variant its time in ns, and its ratio to the first variant (the limit),
 * both over all rounds of all processes. A ratio is of two samples of one round, so what slows the machine down for a
 * while is in both.
 * @param {object[]} runs of one engine
 * @returns {Map<string, { title: string, unit: string, base: string, variants: Map<string, { time: Summary,
 *   ratio: Summary, perProcess: number[] }>, skipped: Map<string, string> }>} by the group's id; perProcess: median
 *   ratios
 */
export function groupsOf(runs) {
  const groups = new Map();
  for (const run of runs) {
    for (const group of run.groups ?? []) {
      if (!groups.has(group.id)) {
        const { id, title, unit, parameters, skipped } = group;
        const reasons = new Map(skipped.map((entry) => [entry.id, entry.reason]));
        groups.set(id, { title, unit, parameters, base: group.results[0].id, raw: new Map(), skipped: reasons });
      }
      const { raw } = groups.get(group.id);
      const [base] = group.results;
      for (const { id, samples } of group.results) {
        if (!raw.has(id)) raw.set(id, { times: [], ratios: [], perProcess: [] });
        const ratios = samples.map((sample, round) => sample / base.samples[round]);
        raw.get(id).times.push(...samples);
        raw.get(id).ratios.push(...ratios);
        raw.get(id).perProcess.push(median(ratios));
      }
    }
  }
  for (const group of groups.values()) {
    group.variants = new Map();
    for (const [id, { times, ratios, perProcess }] of group.raw)
      group.variants.set(id, { time: summary(times), ratio: summary(ratios), perProcess });
    delete group.raw;
  }
  return groups;
}
