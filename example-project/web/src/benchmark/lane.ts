// One variant in a run: its program, and its samples.
import type { ElementType, Settings } from './settings';
import type { Variant, Way } from './variants';

type SortApp = typeof import('../../public/wasm/sort_import/sort_import.mjs');
type SortExports = import('../../public/wasm/sort_import/sort_import.mjs').AppModules['sort_import'];

const WAYS: Record<Way, number> = { local: 0, elements: 1, copy: 2, view: 3 };
const TYPES: Record<ElementType, number> = { int32: 0, float64: 1, record: 2 };
const VERDICTS = ['right', 'not sorted', 'not the elements that it had'] as const;

/** More arrays than this in a sample would need too much memory. */
const MOST_COPIES = 1 << 20;

/** This engine cannot run a variant; the message says why. */
export class Unavailable extends Error {}

/** A variant's result is not what it must be. */
export class WrongResult extends Error {}

export type LaneStatus =
  'waiting' | 'loading' | 'warming up' | 'running' | 'done' | 'skipped' | 'unavailable' | 'wrong' | 'failed';

export class Lane {
  readonly variant: Variant;
  status: LaneStatus = 'waiting';
  reason = '';
  /** Sorts in a sample. */
  count = 1;
  /** Nanoseconds for one sort. */
  readonly samples: number[] = [];
  #settings: Settings;
  #exports: SortExports | undefined;
  #copies = 0;

  constructor(variant: Variant, settings: Settings) {
    this.variant = variant;
    this.#settings = settings;
  }

  get isActive(): boolean {
    return this.status === 'loading' || this.status === 'warming up' || this.status === 'running';
  }

  end(status: LaneStatus, reason = ''): void {
    this.status = status;
    this.reason = reason;
    this.#exports = undefined; // its memories may go
  }

  /** @param url where the program's app lies */
  async open(url: string): Promise<void> {
    const { program, missing } = this.variant;
    if (!program) throw new Unavailable(missing);
    this.status = 'loading';
    const { default: createApp, WasmPseudoLinkError } = (await import(/* @vite-ignore */ url)) as SortApp;
    const { app: _, ...options } = program;
    try {
      const app = await createApp(options);
      if (options.prefer && app.variant !== options.prefer) throw new Unavailable('this engine has no multi-memory');
      this.#exports = app.main.exports;
    } catch (error) {
      if (error instanceof WasmPseudoLinkError && error.code === 'ENGINE_TOO_OLD') throw new Unavailable(error.what);
      throw error;
    }
  }

  /** Times one sample. Returns milliseconds for all of its sorts. */
  #time(): number {
    const exports = this.#exports!;
    const type = TYPES[this.#settings.type];
    const way = WAYS[this.variant.way ?? 'local'];
    exports.data_unsort(type, this.count);
    const start = performance.now();
    exports.sort(way, type, this.variant.wrong ? this.count - 1 : this.count);
    const time = performance.now() - start;
    const verdict = exports.data_check(type, this.count);
    if (verdict !== 0) throw new WrongResult(VERDICTS[verdict]);
    return time;
  }

  #makeData(copies: number): void {
    if (copies <= this.#copies) return;
    const { type, length, seed } = this.#settings;
    this.#exports!.data_make(TYPES[type], length, seed, copies);
    this.#copies = copies;
  }

  /** Sorts until there were `warmUp` sorts and a sample takes `least` milliseconds; yields between samples. */
  *warmUp(least: number): Generator<void> {
    this.status = 'warming up';
    this.#makeData(1);
    for (let sorts = 0; ;) {
      const isLongEnough = this.#lengthen(this.#time(), least);
      sorts += this.count;
      yield;
      if (isLongEnough && sorts >= this.#settings.warmUp) return;
    }
  }

  /** Takes a sample of at least `least` milliseconds: one that is shorter, since compilers go on, is taken anew. */
  sample(least: number): void {
    for (;;) {
      const count = this.count;
      const time = this.#time();
      if (!this.#lengthen(time, least)) continue;
      this.samples.push((time * 1e6) / count);
      return;
    }
  }

  /** Whether a sample was long enough; if not, the next one has more sorts. */
  #lengthen(time: number, least: number): boolean {
    if (time >= least) return true;
    if (this.count === MOST_COPIES) throw new Error('this array is too small for the timer; take a longer one');
    const wanted = Math.ceil((this.count * 1.3 * least) / Math.max(time, least / 8));
    this.count = Math.min(Math.max(wanted, this.count + 1), MOST_COPIES);
    this.#makeData(this.count);
    return false;
  }
}
