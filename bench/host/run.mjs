// Runs the benchmark: every suite in every engine, each in fresh processes.
//
//   node run.mjs --apps FOLDER --out FILE.json [--quick] [--engines A,B] [--suites A,B] [--processes N]
//
// --quick: small sizes and one round, to see that all of it works; its times mean nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SUITES } from '../engine/suites.mjs';
import { ENGINES } from './engines.mjs';

const FULL = { numbers: 50000, copies: 8, sample: 5, warmUp: 250, rounds: 15, largestCopy: 64 << 20 };
const QUICK = { numbers: 500, copies: 2, sample: 0, warmUp: 0, rounds: 1, largestCopy: 4096 };
const TIMEOUT = 20 * 60_000;

const { values } = parseArgs({
  options: {
    apps: { type: 'string' },
    out: { type: 'string' },
    quick: { type: 'boolean', default: false },
    engines: { type: 'string', default: Object.keys(ENGINES).join(',') },
    suites: { type: 'string', default: SUITES.join(',') },
    processes: { type: 'string', default: '3' },
  },
});
const settings = values.quick ? QUICK : FULL;
const processes = values.quick ? 1 : Number(values.processes);
const suites = chosen('suite', values.suites, SUITES);
const apps = resolve(values.apps);

function chosen(what, list, known) {
  const names = list.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new Error(`there is no ${what} "${unknown}"; known: ${known.join(', ')}`);
  return names;
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
  for (const suite of suites) {
    for (let number = 1; number <= processes; number += 1) {
      say(`${name}: ${suite}, process ${number} of ${processes}`);
      try {
        outcome.runs.push({ engine: name, process: number, ...(await engine.run({ suite, settings }, apps, TIMEOUT)) });
      } catch (error) {
        failed = true;
        console.error(`${name}: ${suite}: ${String(error.stderr || error.stack || error).slice(0, 2000)}`);
        outcome.runs.push({ engine: name, process: number, suite, failed: String(error.message).slice(0, 2000) });
      }
    }
  }
}
mkdirSync(dirname(resolve(values.out)), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(outcome)}\n`);
say(failed ? 'some runs have FAILED, see above' : `all results are right; samples are in ${values.out}`);
process.exit(failed ? 1 : 0);
