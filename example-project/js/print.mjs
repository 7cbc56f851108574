import Table from 'cli-table3';

const number = (value) => value.toLocaleString('en');

/** A row of bars, the highest for the greatest value. */
function bars(values) {
  const most = Math.max(...values);
  return values.map((value) => '▁▂▃▄▅▆▇█'[Math.round((7 * value) / most)]).join('');
}

/** @param {[title: string, alignment: string][]} columns */
function print(columns, rows) {
  const table = new Table({
    head: columns.map(([title]) => title),
    colAligns: columns.map(([, alignment]) => alignment),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? number(cell) : cell))));
  console.log(`${table}\n`);
}

/** What runs. */
export function printStart({ rows }, { variant, bridge }) {
  const copies = {
    bridge: 'by memory.copy between two memories',
    bridge_fb: 'by the fallback for engines without multi-memory',
  };
  const node = process.versions.node;
  console.log(`\n${number(rows)} flights; variant ${variant}; copies ${copies[bridge]} (${bridge}); Node ${node}\n`);
}

/** What was called how. */
export function printSteps(steps, runs) {
  print(
    [
      ['what happens', 'left'],
      ['called through', 'left'],
      ['bytes across', 'right'],
      [`ms, best of ${runs}`, 'right'],
      ['result', 'left'],
    ],
    steps.map(({ what, how, bytes, milliseconds, right }) => [
      what,
      how,
      bytes,
      milliseconds.toFixed(2),
      right ? 'right' : 'WRONG',
    ]),
  );
}

/** What the flights' delays are like. */
export function printFindings(bands, hours) {
  print(
    [
      ['miles', 'right'],
      ['flights', 'right'],
      ['25 %', 'right'],
      ['median', 'right'],
      ['75 %', 'right'],
      ['delays, -30 to 130 min', 'left'],
    ],
    bands.map(({ firstMile, endMile, flights, quartiles, histogram }) => [
      `${number(firstMile)} to ${number(endMile - 1)}`,
      flights,
      ...quartiles,
      bars(histogram),
    ]),
  );
  const late = hours.map((hour) => (hour.flights ? hour.late / hour.flights : 0));
  console.log(`Share of flights more than 15 minutes late, by hour from 0 to 23: ${bars(late)}\n`);
}
