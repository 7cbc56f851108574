// The app for JavaScript: starts the modules, calls main's functions and turns the addresses that they return into values.

const BAND_INTS = 22; // stats_band of src/stats.h: first_mile, end_mile, flights, quartiles[3], histogram[16]
const HOUR_INTS = 2; // hour_count of src/punctuality.hpp: flights, late

/** @param {Function} createApp the default export of flights.mjs */
export async function startFlights(createApp) {
  let countedByHour; // what main's count_by_hour() calls at its end
  const app = await createApp({
    modules: { main: { arguments: ['punctuality'], countedByHour: (complete) => countedByHour(complete) } },
  });
  const { exports: main, memory } = app.main;

  // Views are made when they are needed and not kept: a memory that grows gets a new buffer.
  const int16s = (address, n) => new Int16Array(memory.buffer, address, n);
  const records = (address, n, ints) =>
    Array.from({ length: n }, (_, i) => [...new Int32Array(memory.buffer, address + 4 * ints * i, ints)]);

  const putColumn = (column, allocate) => {
    const address = allocate(column.length);
    new column.constructor(memory.buffer, address, column.length).set(column); // one bulk copy
  };

  return {
    variant: app.variant,
    bridge: app.bridge,
    bandBytes: 4 * BAND_INTS,
    hourBytes: 4 * HOUR_INTS,

    putColumns({ delay, distance, time }) {
      putColumn(delay, main.new_delay);
      putColumn(distance, main.new_distance);
      putColumn(time, main.new_departure);
    },

    sortHere: (rows) => int16s(main.sort_here(rows), rows),
    sortThroughView: (rows) => int16s(main.sort_through_view(rows), rows),
    sortByElement: (rows) => int16s(main.sort_by_element(rows), rows),
    sortCopy: () => main.sort_copy(),
    readQuartiles: () => [...int16s(main.read_quartiles(), 3)],

    describeBands() {
      const address = main.describe_bands();
      if (!address) throw new Error('stats ran out of memory');
      return records(address, main.band_count(), BAND_INTS).map(
        ([firstMile, endMile, number, q1, q2, q3, ...histogram]) => ({ firstMile, endMile, flights: number, quartiles: [q1, q2, q3], histogram }),
      );
    },

    async countByHour() {
      const ended = new Promise((resolve) => (countedByHour = resolve));
      const address = main.count_by_hour();
      if (!(await ended)) throw new Error('the side `punctuality` could not be used; main has printed why');
      return records(address, 24, HOUR_INTS).map(([number, late]) => ({ flights: number, late }));
    },
  };
}
