// The app for JavaScript: starts the modules, calls main's functions, makes values of the addresses that they return.

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
  const float32s = (address, n) => new Float32Array(memory.buffer, address, n);
  const records = (address, n, ints) =>
    Array.from({ length: n }, (_, i) => [...new Int32Array(memory.buffer, address + 4 * ints * i, ints)]);

  const bandsAt = (address) =>
    records(address, main.band_count(), BAND_INTS).map(([firstMile, endMile, number, q1, q2, q3, ...histogram]) => ({
      firstMile,
      endMile,
      flights: number,
      quartiles: [q1, q2, q3],
      histogram,
    }));

  return {
    variant: app.variant,
    bridge: app.bridge,
    bandBytes: 4 * BAND_INTS,
    hourBytes: 4 * HOUR_INTS,

    putColumns({ rows, delay, distance, time }) {
      // Room for all first, as each may make the memory grow; then one bulk copy each.
      const addresses = [main.new_delay(rows), main.new_distance(rows), main.new_departure(rows)];
      const columns = {
        delay: int16s(addresses[0], rows),
        distance: int16s(addresses[1], rows),
        time: float32s(addresses[2], rows),
      };
      columns.delay.set(delay);
      columns.distance.set(distance);
      columns.time.set(time);
      return columns;
    },

    sortHere: (rows) => int16s(main.sort_here(rows), rows),
    sortThroughView: (rows) => int16s(main.sort_through_view(rows), rows),
    sortByElement: (rows) => int16s(main.sort_by_element(rows), rows),
    /** The result is in the sorter's memory, not in main's. */
    sortCopy: (rows) => new Int16Array(app.modules.sorter.memory.buffer, main.sort_copy(), rows),
    /** Null where the app was built without the C# side. */
    sortInCSharp: main.sort_in_csharp ? (rows) => int16s(main.sort_in_csharp(rows), rows) : null,
    readQuartiles: () => [...int16s(main.read_quartiles(), 3)],

    describeBands() {
      const address = main.describe_bands();
      if (!address) throw new Error('stats ran out of memory');
      return bandsAt(address);
    },
    describeBandsInCSharp() {
      const address = main.describe_bands_in_csharp();
      if (!address) throw new Error('the C# side has not called main for each band');
      return bandsAt(address);
    },

    async countByHour() {
      const ended = new Promise((resolve) => (countedByHour = resolve));
      const address = main.count_by_hour();
      if (!(await ended)) throw new Error('the side `punctuality` could not be used; main has printed why');
      return records(address, 24, HOUR_INTS).map(([number, late]) => ({ flights: number, late }));
    },
  };
}
