// Holds the demonstration's app beside the page, so that reading and sorting never hold the page up.
import * as Comlink from 'comlink';
import { readData, type Data } from './data';
import { Table, type Forced } from './table_app';
import type { Answer, AppInfo, DataInfo, Manifest, Query } from './types';

const GROUPS = 40;
const PREVIEWED = 8;

let table: Table;
let manifest: Manifest;

function rangeOf(values: Float64Array): { least: number; most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

const infoOf = ({ name, rows, columns, leftOut }: Data): DataInfo => ({
  name,
  rows,
  leftOut,
  columns: columns.map((column) => ({ name: column.name, ...rangeOf(column.values) })),
});

const appInfo = (): AppInfo => ({ variant: table.variant, bridge: table.bridge, manifest, modules: table.modules });

const worker = {
  async open(url: string, forced: Forced): Promise<AppInfo> {
    const opened = await Table.open(url, forced);
    table = opened.table;
    manifest = opened.manifest as Manifest;
    return appInfo();
  },

  /** Nothing changes unless the whole file could be read. */
  async load(name: string, bytes: ArrayBuffer) {
    const data = await readData(name, bytes);
    const action = table.put(data);
    return { info: infoOf(data), action };
  },

  async ask({ filterColumn, least, most, sortColumn, descending, x, y }: Query): Promise<Answer> {
    const filtered = table.filter(filterColumn, least, most);
    const sorted = table.sort(sortColumn, descending);
    const { action, groups } = await table.summarise(x, y, GROUPS);
    return { actions: [filtered, sorted, action], groups, shown: table.shown(PREVIEWED), modules: table.modules };
  },

  async openAndClose(rounds: number) {
    return { ...(await table.openAndClose(rounds)), modules: table.modules };
  },
};

export type DemonstrationWorker = typeof worker;

Comlink.expose(worker);
