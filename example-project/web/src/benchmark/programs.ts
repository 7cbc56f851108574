// The apps that a run uses. Variants of one program share it, so that few memories are live: engines are not equally
// fast on all of many.
import type { ElementType, Settings } from './settings';
import type { ProgramOptions } from './variants';

type SortApp = typeof import('../../public/wasm/sort_import/sort_import.mjs');
type SortExports = import('../../public/wasm/sort_import/sort_import.mjs').AppModules['sort_import'];

const TYPES: Record<ElementType, number> = { int32: 0, float64: 1, record: 2 };
const VERDICTS = ['right', 'not sorted', 'not the elements that it had'] as const;

/** This engine cannot run a variant; the message says why. */
export class Unavailable extends Error {}

/** A running app with data in its main's memory. */
export class Program {
  #exports: SortExports;
  #settings: Settings;
  #copies = 0;

  constructor(exports: SortExports, settings: Settings) {
    this.#exports = exports;
    this.#settings = settings;
  }

  get #type(): number {
    return TYPES[this.#settings.type];
  }

  /** Makes room for so many arrays in one sample. */
  reserve(copies: number): void {
    if (copies <= this.#copies) return;
    const { length, seed } = this.#settings;
    this.#exports.data_make(this.#type, length, seed, copies);
    this.#copies = copies;
  }

  unsort(count: number): void {
    this.#exports.data_unsort(this.#type, count);
  }

  sort(way: number, count: number): void {
    this.#exports.sort(way, this.#type, count);
  }

  /** @returns what is wrong with the first `count` arrays; '' if nothing is */
  faultOf(count: number): string {
    const verdict = this.#exports.data_check(this.#type, count);
    return verdict === 0 ? '' : (VERDICTS[verdict] ?? 'wrong');
  }
}

export class Programs {
  #settings: Settings;
  #urlOf: (app: string) => string;
  #opened = new Map<string, Promise<Program>>();

  /** @param urlOf where an app lies */
  constructor(settings: Settings, urlOf: (app: string) => string) {
    this.#settings = settings;
    this.#urlOf = urlOf;
  }

  /** @throws {Unavailable} */
  open(options: ProgramOptions): Promise<Program> {
    const key = JSON.stringify(options);
    const opened = this.#opened.get(key) ?? this.#load(options);
    this.#opened.set(key, opened);
    return opened;
  }

  async #load({ app: name, ...options }: ProgramOptions): Promise<Program> {
    const { default: createApp, WasmPseudoLinkError } = (await import(/* @vite-ignore */ this.#urlOf(name))) as SortApp;
    try {
      const app = await createApp(options);
      if (options.prefer && app.variant !== options.prefer) throw new Unavailable('this engine has no multi-memory');
      return new Program(app.main.exports, this.#settings);
    } catch (error) {
      if (error instanceof WasmPseudoLinkError && error.code === 'ENGINE_TOO_OLD') throw new Unavailable(error.what);
      throw error;
    }
  }
}
