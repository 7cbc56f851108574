// A run as a file that can be kept, sent to someone, and compared with.
import type { LaneReport, Report } from './run';
import type { Settings } from './settings';

const FORMAT = 'wasm-pseudo-link-benchmark';
const VERSION = 1;

export interface ResultFile {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly date: string;
  readonly engine: string;
  readonly crossOriginIsolated: boolean;
  /** Milliseconds. */
  readonly timerResolution: number;
  readonly leastSample: number;
  readonly settings: Settings;
  readonly rounds: number;
  /** Times in nanoseconds. */
  readonly results: readonly (LaneReport & { readonly nanoseconds: readonly number[] })[];
}

export function resultFile(
  settings: Settings,
  report: Report,
  samples: readonly { id: string; samples: readonly number[] }[],
): ResultFile {
  const samplesOf = new Map(samples.map((lane) => [lane.id, lane.samples]));
  return {
    format: FORMAT,
    version: VERSION,
    date: new Date().toISOString(),
    engine: navigator.userAgent,
    crossOriginIsolated,
    timerResolution: report.resolution,
    leastSample: report.leastSample,
    settings,
    rounds: report.rounds,
    results: report.lanes.map((lane) => ({ ...lane, nanoseconds: samplesOf.get(lane.id) ?? [] })),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isLane = (value: unknown): boolean =>
  isObject(value) && typeof value.id === 'string' && (value.ratio === undefined || isObject(value.ratio));

/** @throws {Error} that says what is wrong with the file */
export function parseResultFile(text: string): ResultFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('This file is not JSON.');
  }
  if (!isObject(value) || value.format !== FORMAT) throw new Error('This JSON is not a run that this page has saved.');
  if (value.version !== VERSION)
    throw new Error(`This run has version ${value.version}; the page reads version ${VERSION}.`);
  if (!Array.isArray(value.results) || !value.results.every(isLane))
    throw new Error('The results of this run are damaged.');
  return value as unknown as ResultFile;
}
