// A run: all variants in rounds, in each of which every variant gives one sample. It listens between samples.
import { Lane, WrongResult, type LaneStatus } from './lane';
import { Programs, Unavailable } from './programs';
import type { Settings } from './settings';
import { ratiosOf, summaryOf, type Summary } from './statistics';
import { RESOLUTIONS, timerResolution } from './timer';
import { variantOf } from './variants';

export type Phase = 'preparing' | 'running' | 'paused' | 'done' | 'stopped';

export interface LaneReport {
  readonly id: string;
  readonly status: LaneStatus;
  readonly reason: string;
  readonly count: number;
  readonly samples: number;
  readonly time?: Summary;
  readonly ratio?: Summary;
}

export interface Report {
  readonly phase: Phase;
  readonly resolution: number;
  readonly leastSample: number;
  readonly rounds: number;
  readonly round: number;
  readonly secondsLeft?: number;
  readonly lanes: readonly LaneReport[];
}

const LEAST_ROUNDS = 8;
const REPORT_EVERY = 150; // ms
const LISTEN_EVERY = 30; // ms

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Run {
  readonly lanes: readonly Lane[];
  #settings: Settings;
  #programs: Programs;
  #report: (report: Report) => void;
  #phase: Phase = 'preparing';
  #resolution = 0;
  #rounds = 0;
  #round = 0;
  #busy = 0; // ms in rounds, without pauses
  #reported = 0;
  #listened = 0;
  #resume: (() => void) | undefined;

  constructor(settings: Settings, urlOf: (app: string) => string, report: (report: Report) => void) {
    this.#settings = settings;
    this.#programs = new Programs(settings, urlOf);
    this.#report = report;
    const ids = new Set(['local', ...settings.variants]);
    this.lanes = [...ids].flatMap((id) => variantOf(id) ?? []).map((variant) => new Lane(variant));
  }

  async start(): Promise<Report> {
    this.#resolution = timerResolution();
    for (const lane of this.lanes) await this.#guard(lane, () => this.#prepare(lane));
    await sleep(this.#stopped ? 0 : 100); // compilers work in the background
    this.#rounds = Math.max(LEAST_ROUNDS, Math.ceil(this.#settings.loops / (this.lanes[0]?.count ?? 1)));
    if (this.#phase === 'preparing') this.#phase = 'running';
    while (this.#round < this.#rounds && !this.#stopped && this.#active.length > 0) await this.#runRound();
    for (const lane of this.#active) lane.end(this.#stopped ? 'skipped' : 'done', this.#stopped ? 'stopped' : '');
    if (!this.#stopped) this.#phase = 'done';
    return this.#tell();
  }

  pause(): void {
    if (this.#phase !== 'running' && this.#phase !== 'preparing') return;
    this.#phase = 'paused';
    this.#tell();
  }

  resume(): void {
    if (this.#phase !== 'paused') return;
    this.#phase = this.#rounds > 0 ? 'running' : 'preparing';
    this.#resume?.();
    this.#tell();
  }

  skip(id: string): void {
    const lane = this.lanes.find(
      ({ variant, isActive, status }) => variant.id === id && (isActive || status === 'waiting'),
    );
    lane?.end('skipped', 'skipped');
    this.#tell();
  }

  stop(): void {
    this.#phase = 'stopped';
    this.#resume?.();
  }

  get #stopped(): boolean {
    return this.#phase === 'stopped';
  }

  get #active(): Lane[] {
    return this.lanes.filter(({ isActive }) => isActive);
  }

  /** What goes wrong in a variant ends that variant alone. */
  async #guard(lane: Lane, work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const status = error instanceof Unavailable ? 'unavailable' : error instanceof WrongResult ? 'wrong' : 'failed';
      lane.end(status, error instanceof Error ? error.message : String(error));
    }
  }

  async #prepare(lane: Lane): Promise<void> {
    if (this.#stopped || lane.status !== 'waiting') return;
    await this.#listen(true);
    await lane.open(this.#programs);
    const warming = lane.warmUp(this.#settings.warmUp, this.#leastSample);
    while (lane.isActive && !this.#stopped && !warming.next().done) await this.#listen();
    if (lane.isActive) lane.status = 'running';
  }

  async #runRound(): Promise<void> {
    const active = this.#active;
    for (let i = 0; i < active.length && !this.#stopped; i += 1) {
      const lane = active[(i + this.#round) % active.length]!;
      const start = performance.now();
      if (lane.isActive) await this.#guard(lane, () => lane.sample(this.#leastSample));
      this.#busy += performance.now() - start;
      await this.#listen();
    }
    this.#round += 1;
  }

  /** Lets messages in now and then, tells how far it is, and waits while it is paused. */
  async #listen(now = false): Promise<void> {
    if (now || performance.now() - this.#listened > LISTEN_EVERY) {
      await sleep(0);
      this.#listened = performance.now();
    }
    if (performance.now() - this.#reported > REPORT_EVERY) this.#tell();
    while (this.#phase === 'paused') await new Promise<void>((resolve) => (this.#resume = resolve));
  }

  get #leastSample(): number {
    return RESOLUTIONS * this.#resolution;
  }

  #tell(): Report {
    this.#reported = performance.now();
    const limit = this.lanes[0]?.samples ?? [];
    const left = ((this.#rounds - this.#round) * this.#busy) / Math.max(this.#round, 1) / 1000;
    const report: Report = {
      phase: this.#phase,
      resolution: this.#resolution,
      leastSample: this.#leastSample,
      rounds: this.#rounds,
      round: this.#round,
      ...(this.#round > 0 ? { secondsLeft: left } : {}),
      lanes: this.lanes.map(({ variant, status, reason, count, samples }) => ({
        id: variant.id,
        status,
        reason,
        count,
        samples: samples.length,
        time: summaryOf(samples),
        ratio: summaryOf(ratiosOf(samples, limit)),
      })),
    };
    this.#report(report);
    return report;
  }
}
