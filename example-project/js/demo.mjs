// node demo.mjs <folder>/flights.mjs: runs the app on the flights, prints what was called how, and checks every result.
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { expectedBands, expectedHours, expectedQuartiles, expectedSorted } from './expected.mjs';
import { startFlights } from './flights_app.mjs';
import { printFindings, printStart, printSteps } from './print.mjs';
import { readFlights } from './read_flights.mjs';

const SLICE = 20_000; // rows for element access, which is for less than a whole column
const RUNS = 5;

/** The steps of the C# side. */
function stepsInCSharp(app, { rows, delay, distance }, { sorted, bands }) {
  if (!app.sortInCSharp) return [];
  return [
    {
      what: "script, in C#, sorts main's delays, by ToLocal",
      how: 'API import',
      bytes: 2 * delay.byteLength,
      run: () => app.sortInCSharp(rows),
      expected: sorted,
    },
    {
      what: `script, in C#, describes ${bands.length} bands and calls main for each`,
      how: 'API import, PseudoLinkImport',
      bytes: delay.byteLength + distance.byteLength + bands.length * (app.bandBytes + 12),
      run: () => app.describeBandsInCSharp(),
      expected: bands,
    },
  ];
}

/** What is called, how, how many bytes cross from memory to memory, and what `run` must return. */
function stepsOf(app, flights) {
  const { rows, delay, distance, time } = flights;
  const bands = expectedBands(flights);
  const sorted = expectedSorted(flights, rows);
  return [
    {
      what: "put the columns into main's memory",
      how: 'JavaScript, TypedArray.set',
      bytes: delay.byteLength + distance.byteLength + time.byteLength,
      run: () => app.putColumns(flights),
      expected: { delay, distance, time },
    },
    {
      what: 'main sorts the delays, to compare with',
      how: 'its own function',
      bytes: 0,
      run: () => app.sortHere(rows),
      expected: sorted,
    },
    {
      what: "sorter sorts main's delays, by wpl::local_view",
      how: 'API import',
      bytes: 2 * delay.byteLength,
      run: () => app.sortThroughView(rows),
      expected: sorted,
    },
    {
      what: 'sorter keeps a sorted copy, by wpl::copy_n',
      how: 'looked-up pointer',
      bytes: delay.byteLength,
      run: () => app.sortCopy(rows),
      expected: sorted,
    },
    {
      what: "main reads three elements of the sorter's copy",
      how: 'accessor import',
      bytes: 3 * delay.BYTES_PER_ELEMENT,
      run: () => app.readQuartiles(),
      expected: expectedQuartiles(flights),
    },
    {
      what: `sorter sorts ${SLICE.toLocaleString('en')} of them in place, by std::sort`,
      how: 'API import',
      bytes: '2 an access',
      run: () => app.sortByElement(SLICE),
      expected: expectedSorted(flights, SLICE),
    },
    ...stepsInCSharp(app, flights, { sorted, bands }),
    {
      what: `stats describes ${bands.length} bands and calls main for each`,
      how: 'API import, callback',
      bytes: delay.byteLength + distance.byteLength + bands.length * (app.bandBytes + 8),
      run: () => app.describeBands(),
      expected: bands,
    },
    {
      what: 'main opens punctuality by name, uses and closes it',
      how: 'rb_dlopen_async, looked-up pointer',
      bytes: delay.byteLength + time.byteLength + 24 * app.hourBytes,
      run: () => app.countByHour(),
      expected: expectedHours(flights),
    },
  ];
}

/** Runs a step several times: the first is slower, as the engine is still compiling. */
async function runStep({ run, expected, ...step }) {
  let milliseconds = Infinity;
  let right = true;
  let result;
  for (let i = 0; i < RUNS; i += 1) {
    const start = performance.now();
    result = await run();
    milliseconds = Math.min(milliseconds, performance.now() - start);
    right &&= isDeepStrictEqual(result, expected);
  }
  return { ...step, milliseconds, result, right };
}

if (!process.argv[2]) throw new Error('Usage: node demo.mjs <build folder>/flights.mjs');
const flights = await readFlights();
// In a page this is `import createApp from './flights.mjs'`.
const { default: createApp } = await import(pathToFileURL(process.argv[2]));
const app = await startFlights(createApp);
printStart(flights, app);

const done = [];
for (const step of stepsOf(app, flights)) done.push(await runStep(step));
printSteps(done, RUNS);
if (!app.sortInCSharp) console.log('Built without the C# side: the .NET SDK was not found.\n');
const [bands, hours] = done.slice(-2).map(({ result }) => result);
printFindings(bands, hours);

const wrong = done.filter(({ right }) => !right).length;
console.log(wrong ? `${wrong} results differ from plain JavaScript's.` : 'All results are those of plain JavaScript.');
process.exitCode = wrong ? 1 : 0;
