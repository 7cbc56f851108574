// Runs the benchmark beside the page, so that the page never waits for it.
import * as Comlink from 'comlink';
import { Run, type Report } from './run';
import type { Settings } from './settings';

let run: Run | undefined;

const worker = {
  /** @returns all samples by variant, when the run has ended */
  async start(settings: Settings, urls: Record<string, string>, report: (report: Report) => void) {
    run = new Run(settings, (app) => urls[app] ?? '', report);
    const last = await run.start();
    return {
      report: last,
      samples: run.lanes.map(({ variant, samples }) => ({ id: variant.id, samples: [...samples] })),
    };
  },
  pause: () => run?.pause(),
  resume: () => run?.resume(),
  skip: (id: string) => run?.skip(id),
  stop: () => run?.stop(),
};

export type BenchmarkWorker = typeof worker;

Comlink.expose(worker);
