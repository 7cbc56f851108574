import { readFile } from 'node:fs/promises';
import { tableFromIPC } from 'apache-arrow';

/** The flights that come with vega-datasets: delay in minutes, distance in miles, time as hour of the day. */
export async function readFlights() {
  const file = new URL(import.meta.resolve('vega-datasets/data/flights-200k.arrow'));
  const table = tableFromIPC(await readFile(file));
  const [delay, distance, time] = ['delay', 'distance', 'time'].map((name) => table.getChild(name).toArray());
  return { rows: table.numRows, delay, distance, time };
}
