// Runs the benchmark: every suite in every engine, each in fresh processes.
//
//   node run.mjs --apps FOLDER --out FILE.json [--quick] [--engines A,B] [--suites A,B] [--processes N]
//
// --quick: small sizes and one round, to see that all of it works; its times mean nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { STARTS } from '../engine/start.mjs';
import { SUITES } from '../engine/suites.mjs';
import { ENGINES } from './engines.mjs';
import { buildTimes } from './build_times.mjs';
import { sizes } from './sizes.mjs';

const FULL = {
  numbers: 50000,
  copies: 8,
  sample: 5,
  warmUp: 250,
  rounds: 15,
  largestCopy: 64 << 20,
  starts: 10,
  sides: [1, 10, 50, 100],
  mostSides: 1100,
  memory: true,
};
const QUICK = {
  numbers: 500,
  copies: 2,
  sample: 0,
  warmUp: 0,
  rounds: 1,
  largestCopy: 4096,
  starts: 1,
  sides: [1],
  mostSides: 10,
  memory: false,
};
/** Milliseconds that a request takes when it is counted how many must wait for each other. */
const LATENCY = 200;
/** A start is one sample of a process, so there are more processes. */
const START_PROCESSES = 5;
const TIMEOUT = 20 * 60_000;

const ALL_SUITES = [...SUITES, 'start', 'sides'];

const { values } = parseArgs({
  options: {
    apps: { type: 'string' },
    out: { type: 'string' },
    quick: { type: 'boolean', default: false },
    engines: { type: 'string', default: Object.keys(ENGINES).join(',') },
    suites: { type: 'string', default: ALL_SUITES.join(',') },
    processes: { type: 'string', default: '3' },
  },
});
const settings = values.quick ? QUICK : FULL;
const processes = values.quick ? 1 : Number(values.processes);
const suites = chosen('suite', values.suites, ALL_SUITES);
const apps = resolve(values.apps);

function chosen(what, list, known) {
  const names = list.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new Error(`there is no ${what} "${unknown}"; known: ${known.join(', ')}`);
  return names;
}

/** What is run for a suite, each in a process of its own. */
function jobsOf(suite, engine) {
  const times = (count, job) => Array.from({ length: count }, (_, i) => ({ suite, process: i + 1, ...job }));
  if (suite === 'sides') return times(1, {});
  if (suite !== 'start') return times(processes, {});
  const programs = STARTS.filter((program) => program !== 'MAIN_MODULE/SIDE_MODULE' || outcome.programs.dynamic);
  return programs.flatMap((program) => [
    ...times(values.quick ? 1 : START_PROCESSES, { program }),
    ...(engine === 'Chromium' ? times(1, { program, latency: LATENCY }) : []),
  ]);
}

function machine() {
  const [{ model }] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return { processor: model, cores: cpus().length, memory: `${gigabytes} GiB`, system: `${type()} ${release()}` };
}

const started = Date.now();
const say = (text) => console.log(`[${String(Math.round((Date.now() - started) / 1000)).padStart(4)}s] ${text}`);

const outcome = {
  date: new Date().toISOString().slice(0, 10),
  quick: values.quick,
  machine: machine(),
  programs: JSON.parse(readFileSync(resolve(apps, 'programs.json'), 'utf8')),
  settings: { ...settings, processes },
  engines: [],
  runs: [],
};
let failed = false;
for (const name of chosen('engine', values.engines, Object.keys(ENGINES))) {
  const engine = ENGINES[name];
  const missing = engine.missing();
  if (missing) {
    say(`${name}: skipped, ${missing}`);
    outcome.engines.push({ name, skipped: missing });
    continue;
  }
  outcome.engines.push({ name, version: await engine.version() });
  for (const job of suites.flatMap((suite) => jobsOf(suite, name))) {
    say(`${name}: ${job.suite}${job.program ? ` of ${job.program}` : ''}, process ${job.process}`);
    const run = { engine: name, ...job };
    try {
      Object.assign(run, await engine.run({ ...job, settings }, apps, TIMEOUT));
    } catch (error) {
      failed = true;
      run.failed = String(error.message).slice(0, 2000);
      console.error(`${name}: ${job.suite}: ${String(error.stderr || error.stack || error).slice(0, 2000)}`);
    }
    outcome.runs.push(run);
  }
}
const save = () => writeFileSync(values.out, `${JSON.stringify(outcome)}\n`);
mkdirSync(dirname(resolve(values.out)), { recursive: true });
outcome.sizes = sizes(apps);
save();
if (suites.includes('start') && !values.quick) {
  say('build times');
  outcome.builds = buildTimes(apps);
  save();
}
say(failed ? 'some runs have FAILED, see above' : `all results are right; samples are in ${values.out}`);
process.exit(failed ? 1 : 0);
