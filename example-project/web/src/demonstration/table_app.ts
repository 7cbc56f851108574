// The wasm app of the demonstration for JavaScript: fills main's table, calls its functions, reads its results.
import type { Data } from './data';
import type { Action, Group, ModuleState, Preview, Shown } from './types';

type TableModule = typeof import('../../public/wasm/table/table.mjs');
type TableApp = Awaited<ReturnType<TableModule['default']>>;

export interface Forced {
  readonly prefer?: 'portable' | 'direct' | 'fused';
  readonly bridge?: 'bridge' | 'bridge_fb';
}

const GROUP_DOUBLES = 5; // struct group of wasm/table/summary.hpp
const BYTES = { number: 8, row: 4 };

export class Table {
  #app: TableApp;
  #data: Data | undefined;

  static async open(url: string, forced: Forced): Promise<{ table: Table; manifest: object }> {
    const { default: createApp, manifest } = (await import(/* @vite-ignore */ url)) as TableModule;
    return { table: new Table(await createApp(forced)), manifest };
  }

  private constructor(app: TableApp) {
    this.#app = app;
  }

  get modules(): ModuleState[] {
    return Object.values(this.#app.modules).map((module) => {
      const { name, state } = module;
      if (state === 'closed') return { name, state, variant: '', bytes: 0 }; // and nothing else may be asked of it
      return { name, state, variant: module.variant, bytes: module.memory.buffer.byteLength };
    });
  }

  get variant(): string {
    return this.#app.variant;
  }

  get bridge(): string {
    return this.#app.bridge;
  }

  get functionSlots(): number {
    return this.#app.main.exports.table_function_slots();
  }

  // Views are made again for each use: a memory that has grown has another buffer.
  #doubles = (address: number, n: number) => new Float64Array(this.#app.main.memory.buffer, address, n);
  #rows = (n: number) => new Uint32Array(this.#app.main.memory.buffer, this.#main.table_rows(), n);

  get #main() {
    return this.#app.main.exports;
  }

  get #shown(): number {
    return this.#main.table_row_count();
  }

  #timed(action: Omit<Action, 'milliseconds' | 'into' | 'outOf'>, work: () => { into: number; outOf: number }): Action {
    const start = performance.now();
    const bytes = work();
    return { ...action, ...bytes, milliseconds: performance.now() - start };
  }

  put(data: Data): Action {
    this.#data = data;
    return this.#timed(
      {
        what: `Put ${data.columns.length} columns into main`,
        side: '',
        way: 'JavaScript, TypedArray.set',
        access: '',
        variant: this.#app.main.variant,
        touched: ['table'],
      },
      () => {
        this.#main.table_make(data.rows, data.columns.length);
        data.columns.forEach(({ values }, i) => this.#doubles(this.#main.table_column(i), data.rows).set(values));
        return { into: 0, outOf: data.rows * data.columns.length * BYTES.number };
      },
    );
  }

  filter(column: number, least: number, most: number): Action {
    const { filter } = this.#app.modules;
    return this.#timed(
      {
        what: 'Filter',
        side: 'filter',
        way: 'element by element, where they are',
        access: 'DIRECT',
        variant: filter.variant,
        touched: ['table'],
      },
      () => {
        this.#main.table_filter(column, least, most);
        return { into: this.#data!.rows * BYTES.number, outOf: this.#shown * BYTES.row };
      },
    );
  }

  sort(column: number, descending: boolean): Action {
    const { sorter } = this.#app.modules;
    return this.#timed(
      {
        what: 'Sort',
        side: 'sorter',
        way: 'wpl::local_view',
        access: 'DIRECT',
        variant: sorter.variant,
        touched: ['table', 'sorter'],
      },
      () => {
        this.#main.table_sort(column, Number(descending));
        const rows = this.#shown * BYTES.row;
        return { into: this.#data!.rows * BYTES.number + rows, outOf: rows };
      },
    );
  }

  async summarise(x: number, y: number, count: number): Promise<{ action: Action; groups: Group[] }> {
    const summary = this.#app.modules.summary;
    if (summary.state !== 'ready') await this.#app.open('summary');
    let address = 0;
    const action = this.#timed(
      {
        what: 'Summarise',
        side: 'summary',
        way: 'wpl::copy',
        access: 'IMPORT, guarded',
        variant: summary.variant,
        touched: ['table', 'summary'],
      },
      () => {
        address = this.#main.table_summarise(x, y, count);
        if (!address) throw new Error('The side `summary` could not be used.');
        const { rows } = this.#data!;
        return { into: 2 * rows * BYTES.number + this.#shown * BYTES.row, outOf: count * GROUP_DOUBLES * BYTES.number };
      },
    );
    const numbers = this.#doubles(address, count * GROUP_DOUBLES);
    const groups = Array.from({ length: count }, (_, i): Group => {
      const [first = 0, low = NaN, median = NaN, high = NaN, rows = 0] = numbers.subarray(i * GROUP_DOUBLES);
      return { first, low, median, high, rows };
    });
    return { action, groups };
  }

  shown(previewed: number): Shown {
    const rows = [...this.#rows(Math.min(previewed, this.#shown))];
    const columns = this.#data!.columns.map((_, i) => this.#doubles(this.#main.table_column(i), this.#data!.rows));
    const preview: Preview[] = rows.map((row) => ({ row, values: columns.map((column) => column[row]!) }));
    return { count: this.#shown, preview };
  }

  /** Opens and closes the lazy side; the table of functions must be as long as before. */
  async openAndClose(rounds: number): Promise<{ before: number; after: number }> {
    while (this.#app.modules.summary.state === 'ready') this.#app.close('summary');
    const round = async () => {
      await this.#app.open('summary');
      this.#app.close('summary');
    };
    await round();
    const before = this.functionSlots;
    for (let i = 0; i < rounds; i += 1) await round();
    return { before, after: this.functionSlots };
  }
}
