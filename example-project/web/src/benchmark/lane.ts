// One variant in a run: its program, and its samples.
import { Unavailable, type Program, type Programs } from './programs';
import type { Variant, Way } from './variants';

const WAYS: Record<Way, number> = { local: 0, elements: 1, copy: 2, view: 3 };

/** More arrays than this in a sample would need too much memory. */
const MOST_COPIES = 1 << 20;

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
  #program: Program | undefined;

  constructor(variant: Variant) {
    this.variant = variant;
  }

  get isActive(): boolean {
    return this.status === 'loading' || this.status === 'warming up' || this.status === 'running';
  }

  end(status: LaneStatus, reason = ''): void {
    this.status = status;
    this.reason = reason;
  }

  async open(programs: Programs): Promise<void> {
    const { program, missing } = this.variant;
    if (!program) throw new Unavailable(missing);
    this.status = 'loading';
    this.#program = await programs.open(program);
  }

  /** Sorts until there were `sorts` sorts and a sample takes `least` milliseconds; yields between samples. */
  *warmUp(sorts: number, least: number): Generator<void> {
    this.status = 'warming up';
    for (let done = 0; ;) {
      const isLongEnough = this.#lengthen(this.#time(), least);
      done += this.count;
      yield;
      if (isLongEnough && done >= sorts) return;
    }
  }

  /** Takes a sample of at least `least` milliseconds: one that is shorter, since compilers go on, is taken again. */
  sample(least: number): void {
    for (;;) {
      const { count } = this;
      const time = this.#time();
      if (!this.#lengthen(time, least)) continue;
      this.samples.push((time * 1e6) / count);
      return;
    }
  }

  /** Times one sample. Returns milliseconds for all of its sorts. */
  #time(): number {
    const program = this.#program!;
    const way = WAYS[this.variant.way ?? 'local'];
    program.reserve(this.count);
    program.unsort(this.count);
    const start = performance.now();
    program.sort(way, this.variant.wrong ? this.count - 1 : this.count);
    const time = performance.now() - start;
    const fault = program.faultOf(this.count);
    if (fault) throw new WrongResult(fault);
    return time;
  }

  /** Whether a sample was long enough; if not, the next one has more sorts. */
  #lengthen(time: number, least: number): boolean {
    if (time >= least) return true;
    if (this.count === MOST_COPIES) throw new Error('this array is too small for the timer; take a longer one');
    const wanted = Math.ceil((this.count * 1.3 * least) / Math.max(time, least / 8));
    this.count = Math.min(Math.max(wanted, this.count + 1), MOST_COPIES);
    return false;
  }
}
