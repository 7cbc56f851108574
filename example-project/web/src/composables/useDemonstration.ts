// The demonstration's app and data: one for the whole page.
import * as Comlink from 'comlink';
import flightsUrl from 'vega-datasets/data/flights-200k.arrow?url';
import { reactive, ref, shallowRef } from 'vue';
import type { DemonstrationWorker } from '../demonstration/demonstration.worker';
import type { Action, Answer, AppInfo, DataInfo, Query } from '../demonstration/types';
import { appUrl } from '../wasm_apps';
import { useForced } from './useForced';

const LOG_LENGTH = 60;

const app = shallowRef<AppInfo>();
const data = shallowRef<DataInfo>();
const answer = shallowRef<Answer>();
const log = shallowRef<readonly Action[]>([]);
const busy = ref('');
const error = ref('');
const query = reactive<{ -readonly [Key in keyof Query]: Query[Key] }>({
  filterColumn: 0,
  least: 0,
  most: 0,
  sortColumn: 0,
  descending: true,
  x: 0,
  y: 0,
});

let worker: Worker | undefined;
let remote: Comlink.Remote<DemonstrationWorker>;

const note = (...actions: Action[]) => (log.value = [...actions.reverse(), ...log.value].slice(0, LOG_LENGTH));

/** Shows that it is busy, and what went wrong. */
async function during(what: string, work: () => Promise<void>): Promise<void> {
  busy.value = what;
  error.value = '';
  try {
    await work();
  } catch (fault) {
    error.value = fault instanceof Error ? fault.message : String(fault);
  } finally {
    busy.value = '';
  }
}

async function ask(): Promise<void> {
  answer.value = await remote.ask({ ...query });
  note(...answer.value.actions);
}

async function load(name: string, bytes: ArrayBuffer): Promise<void> {
  const { info, action } = await remote.load(name, Comlink.transfer(bytes, [bytes]));
  data.value = info;
  note(action);
  const named = (wanted: string, otherwise: number) => {
    const found = info.columns.findIndex((column) => column.name === wanted);
    return found < 0 ? Math.min(otherwise, info.columns.length - 1) : found;
  };
  const first = named('delay', 0);
  const { least, most } = info.columns[first]!;
  Object.assign(query, { filterColumn: first, least, most, sortColumn: first, y: first, x: named('time', 1) });
  await ask();
}

async function loadFlights(): Promise<void> {
  const response = await fetch(flightsUrl);
  if (!response.ok) throw new Error(`The flights could not be fetched (${response.status}).`);
  await load('flights-200k.arrow', await response.arrayBuffer());
}

async function openApp(): Promise<void> {
  worker?.terminate();
  worker = new Worker(new URL('../demonstration/demonstration.worker.ts', import.meta.url), { type: 'module' });
  remote = Comlink.wrap<DemonstrationWorker>(worker);
  app.value = await remote.open(appUrl('table'), useForced().forced.value);
}

export function useDemonstration() {
  return {
    app,
    data,
    answer,
    log,
    busy,
    error,
    query,
    /** Starts the app with the built-in data, unless it runs. */
    start: () =>
      app.value || busy.value
        ? Promise.resolve()
        : during('Loading the flights …', async () => {
            await openApp();
            await loadFlights();
          }),
    /** Starts it again, after other options were chosen. */
    restart: () =>
      during('Starting the modules anew …', async () => {
        app.value = undefined;
        await openApp();
        await loadFlights();
      }),
    ask: () => during('Asking the sides …', ask),
    loadFlights: () => during('Loading the flights …', loadFlights),
    loadFile: (file: File) => during(`Reading ${file.name} …`, async () => load(file.name, await file.arrayBuffer())),
    openAndClose: (rounds: number) => remote.openAndClose(rounds),
  };
}
