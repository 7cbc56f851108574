// A run of the benchmark, and the one it is compared with.
import * as Comlink from 'comlink';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import type { BenchmarkWorker } from '../benchmark/benchmark.worker';
import { parseResultFile, resultFile, type ResultFile } from '../benchmark/result_file';
import type { Report } from '../benchmark/run';
import type { Settings } from '../benchmark/settings';
import { VARIANTS } from '../benchmark/variants';
import { appUrl } from '../wasm_apps';

const URLS = Object.fromEntries(
  VARIANTS.flatMap(({ program }) => (program ? [[program.app, appUrl(program.app)]] : [])),
);

export function useBenchmark() {
  const report = shallowRef<Report>();
  const result = shallowRef<ResultFile>();
  const earlier = shallowRef<ResultFile>();
  const error = ref('');
  let worker: Worker | undefined;
  let remote: Comlink.Remote<BenchmarkWorker> | undefined;

  const isRunning = computed(() => ['preparing', 'running', 'paused'].includes(report.value?.phase ?? ''));

  function end(): void {
    worker?.terminate(); // its memories go with it
    worker = undefined;
    remote = undefined;
  }
  onScopeDispose(end);

  async function start(settings: Settings): Promise<void> {
    error.value = '';
    result.value = undefined;
    report.value = { phase: 'preparing', resolution: 0, leastSample: 0, rounds: 0, round: 0, lanes: [] };
    worker = new Worker(new URL('../benchmark/benchmark.worker.ts', import.meta.url), { type: 'module' });
    const failed = new Promise<never>((_, reject) => {
      worker!.onerror = ({ message }) => reject(new Error(message || 'The worker could not be started.'));
    });
    remote = Comlink.wrap<BenchmarkWorker>(worker);
    let isEnded = false; // news come by a port of their own, which may be slower than the result
    try {
      const show = Comlink.proxy((news: Report) => {
        if (!isEnded) report.value = news;
      });
      const ended = await Promise.race([remote.start(settings, URLS, show), failed]);
      report.value = ended.report;
      result.value = resultFile(settings, ended.report, ended.samples);
    } catch (fault) {
      error.value = fault instanceof Error ? fault.message : String(fault);
      report.value = undefined;
    } finally {
      isEnded = true;
      end();
    }
  }

  async function loadEarlier(file: File): Promise<void> {
    error.value = '';
    try {
      earlier.value = parseResultFile(await file.text());
    } catch (fault) {
      error.value = `${file.name}: ${(fault as Error).message}`;
    }
  }

  return {
    report,
    result,
    earlier,
    error,
    isRunning,
    start,
    loadEarlier,
    pause: () => void remote?.pause(),
    resume: () => void remote?.resume(),
    stop: () => void remote?.stop(),
    skip: (id: string) => void remote?.skip(id),
  };
}
