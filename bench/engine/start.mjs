// How long a program takes from nothing to its first result, in a process that has loaded nothing of it.

const plainArguments = (base, name) => ({ locateFile: (file) => new URL(`${name}/${file}`, base).href });

const startPlain = (base, name) =>
  import(new URL(`${name}/${name}.mjs`, base)).then(({ default: create }) => create(plainArguments(base, name)));

const startApp = (name) => async (base) => {
  const { default: createApp } = await import(new URL(`${name}/${name}.mjs`, base));
  const app = await createApp();
  return app.main.exports.first_result();
};

/** By name: starts it and returns its first result. */
const PROGRAMS = {
  'two modules, plain glue': async (base) => {
    const [main, side] = await Promise.all([startPlain(base, 'start_glue'), startPlain(base, 'start_glue_side')]);
    main.peer = side;
    return main._first_result();
  },
  WasmPseudoLink: startApp('start'),
  'WasmPseudoLink, FUSE': startApp('start_fused'),
  'MAIN_MODULE/SIDE_MODULE': async (base) => (await startPlain(base, 'start_dynamic'))._first_result(),
};

/** Names of the programs. */
export const STARTS = Object.freeze(Object.keys(PROGRAMS));

/** Sorted numbers, the middle one: what each program must find. */
function expected() {
  const numbers = new Int32Array(1000);
  let state = 1;
  for (let i = 0; i < numbers.length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    numbers[i] = state >>> 8;
  }
  return numbers.sort()[500];
}

const OWN_FILE = /[/]start\w*[/]start/;

/** Number of requests, and of those that had to wait for each other, where each takes `latency` ms. */
function requests(latency) {
  const entries = performance.getEntriesByType('resource').filter(({ name }) => OWN_FILE.test(name));
  if (entries.length === 0 || !latency) return { requests: entries.length || null, depth: null };
  const first = Math.min(...entries.map(({ startTime }) => startTime));
  return {
    requests: entries.length,
    depth: Math.round((Math.max(...entries.map(({ responseEnd }) => responseEnd)) - first) / latency),
  };
}

/**
 * @param {{ program: string, base: string | URL, settings: { starts: number }, latency?: number }} job settings.starts:
 *   how often it is started again, warm
 * @returns {Promise<{ cold: number, warm: number[], requests: number | null, depth: number | null }>} times in ns
 */
export async function runStart({ program, base, settings, latency }) {
  const right = expected();
  const times = [];
  let asked;
  for (let i = 0; i <= settings.starts; i += 1) {
    const start = performance.now();
    const result = await PROGRAMS[program](base);
    times.push((performance.now() - start) * 1e6);
    if (result !== right) throw new Error(`${program}: the result is ${result} instead of ${right}`);
    asked ??= requests(latency);
  }
  const [cold, ...warm] = times;
  return { cold, warm, ...asked };
}
