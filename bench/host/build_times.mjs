// How long the programs of engine/start.mjs take to build, and to build again when nothing has changed.
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const TARGETS = {
  'two modules, plain glue': ['start_glue', 'start_glue_side'],
  WasmPseudoLink: ['start'],
  'WasmPseudoLink, FUSE': ['start_fused'],
  'MAIN_MODULE/SIDE_MODULE': ['start_dynamic'],
};
const NO_OPS = 5;

const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/**
 * @param {string} apps build folder of the programs, made with Ninja
 * @returns {{ program: string, whole: number, again: number[] }[]} milliseconds: all of it, and nothing to do
 */
export function buildTimes(apps) {
  const known = execFileSync('ninja', ['-t', 'targets', 'all'], { cwd: apps, encoding: 'utf8', maxBuffer: 1 << 28 });
  const isKnown = (target) => known.includes(`\n${target}: phony`);
  const here = Object.entries(TARGETS).filter(([, targets]) => targets.every(isKnown));
  return here.map(([program, targets]) => {
    const build = () => run('cmake', ['--build', '.', '--target', ...targets], apps);
    run('ninja', ['-t', 'clean', ...targets], apps);
    const whole = timed(build);
    return { program, whole, again: Array.from({ length: NO_OPS }, () => timed(build)) };
  });
}
