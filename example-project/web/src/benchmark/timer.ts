// The clock.

/** The smallest step of performance.now() that can be seen, in milliseconds. */
export function timerResolution(): number {
  let smallest = Infinity;
  for (let i = 0; i < 50; i += 1) {
    const start = performance.now();
    let now = start;
    while (now === start) now = performance.now();
    smallest = Math.min(smallest, now - start);
  }
  return Number(smallest.toPrecision(3)); // steps are differences of large numbers
}

/** A sample takes at least so many times the clock's resolution: its error is then below one percent. */
export const RESOLUTIONS = 100;
