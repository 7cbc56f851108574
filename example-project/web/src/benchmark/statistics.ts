// From samples to what is shown.
import { median, quantileSorted } from 'simple-statistics';

export interface Summary {
  readonly median: number;
  /** First and third quartile. */
  readonly low: number;
  readonly high: number;
}

/** Median and quartiles; undefined without samples. */
export function summaryOf(samples: readonly number[]): Summary | undefined {
  if (samples.length === 0) return undefined;
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: median(sorted), low: quantileSorted(sorted, 0.25), high: quantileSorted(sorted, 0.75) };
}

/** Ratios of samples that were taken in the same round, so what slowed the machine down for a while is in both. */
export const ratiosOf = (samples: readonly number[], limit: readonly number[]): number[] =>
  samples.slice(0, limit.length).map((sample, round) => sample / limit[round]!);
