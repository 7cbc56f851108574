// node demo.mjs <folder>/flights.mjs: puts the flights into main's memory and lets it work on them with SQLite.
import { pathToFileURL } from 'node:url';
import { readFlights } from './read_flights.mjs';

const ROWS = 100_000;

if (!process.argv[2]) throw new Error('Usage: node demo.mjs <build folder>/flights.mjs');
const flights = await readFlights();
// In a page this is `import createApp from './flights.mjs'`.
const { default: createApp } = await import(pathToFileURL(process.argv[2]));
const app = await createApp();
const { main } = app;

const columns = { delay: Int16Array, distance: Int16Array, time: Float32Array };
for (const [name, Column] of Object.entries(columns)) {
  const address = main.exports[`new_${name}`](ROWS);
  new Column(main.memory.buffer, address, ROWS).set(flights[name].subarray(0, ROWS));
}

const wrong = main.exports.run();
console.log(wrong ? `${wrong} results differ from plain C++'s.` : 'All results are those of plain C++.');
process.exitCode = wrong ? 1 : 0;
