// The same answers in plain JavaScript, from the data alone: what the modules are checked against.

const BAND_EDGES = [0, 250, 500, 750, 1000, 1500, 2000, 10000]; // miles
const BINS = 16; // of 10 minutes, from -30 on

const quartiles = (sorted) => [1, 2, 3].map((i) => sorted[Math.floor((sorted.length * i) / 4)]);

const histogram = (delays) => {
  const bins = new Array(BINS).fill(0);
  for (const delay of delays) bins[Math.min(Math.max(Math.floor((delay + 30) / 10), 0), BINS - 1)] += 1;
  return bins;
};

export const expectedSorted = ({ delay }, rows = delay.length) => delay.slice(0, rows).sort();

export const expectedQuartiles = ({ delay }) => quartiles(delay.slice().sort());

export const expectedBands = ({ delay, distance }) =>
  BAND_EDGES.slice(1).map((endMile, i) => {
    const firstMile = BAND_EDGES[i];
    const delays = delay.filter((_, row) => distance[row] >= firstMile && distance[row] < endMile).sort();
    return { firstMile, endMile, flights: delays.length, quartiles: quartiles(delays), histogram: histogram(delays) };
  });

export const expectedHours = ({ delay, time }) => {
  const hours = Array.from({ length: 24 }, () => ({ flights: 0, late: 0 }));
  delay.forEach((minutes, row) => {
    const hour = hours[Math.floor(time[row]) % 24];
    hour.flights += 1;
    if (minutes > 15) hour.late += 1;
  });
  return hours;
};
