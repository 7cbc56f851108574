// Writes tables and plots from the samples of a run: report.mjs results.json FOLDER.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIZE_GOAL } from './goals.mjs';
import { copyPlot, ratioPlot } from './plots.mjs';
import { groupsOf } from './statistics.mjs';
import {
  buildTable,
  chosenTable,
  copyTable,
  engineTable,
  goalTable,
  groupTable,
  isCopy,
  requestTable,
  sidesTable,
  sizeTable,
  startTable,
} from './tables.mjs';

/** Groups with a heading of their own, in this order. */
function headings(engines) {
  const ids = new Map();
  for (const { groups } of engines)
    for (const [id, { title, parameters }] of groups) if (parameters?.kind !== 'copy') ids.set(id, title);
  return [...ids];
}

/**
 * @param {object} results what run.mjs wrote
 * @param {string} plots address of the folder with the plots, relative to the text
 * @returns {{ text: string, files: Map<string, string> }} Markdown, and SVG by file name
 */
export function report(results, plots) {
  const engines = results.engines
    .filter(({ version }) => version)
    .map(({ name }) => {
      const runs = results.runs.filter((run) => run.engine === name);
      return { name, runs, groups: groupsOf(runs) };
    });
  const { machine, programs, settings } = results;
  const files = new Map();
  const parts = [
    `Measured on ${results.date}: ${machine.processor}, ${machine.cores} cores, ${machine.memory}, ${machine.system}; ` +
      `WasmPseudoLink ${programs.wasmPseudoLink}, Emscripten ${programs.emscripten}, ${programs.flags}. ` +
      `${settings.processes} processes of ${settings.rounds} rounds each, after a warm-up of at least ` +
      `${2 * settings.warmUp} ms a variant.`,
    engineTable(results),
    '### Goals\n\nMedians of ratios; what is missed is **bold**.',
    goalTable(engines),
  ];
  for (const [id, title] of headings(engines)) {
    files.set(`${id}.svg`, ratioPlot(id, engines));
    parts.push(`### ${title}`, `![${title}](${plots}${id}.svg)`, groupTable(id, engines));
  }
  parts.push(...copyParts(engines, plots, files));
  const has = (suite) => results.runs.some((run) => run.suite === suite && !run.failed);
  if (has('start')) {
    parts.push(
      '### Start\n\nFrom `import()` to the first result of a small program (`bench/apps/src/start.cpp`), and the ratio to two ' +
        'modules joined by hand. Cold: the first start in a fresh process; warm: again in the same one.',
      startTable(results.runs, engines),
    );
    const slow = results.runs.find((run) => run.latency)?.latency;
    if (slow) parts.push(`Requests in Chromium, where each takes ${slow} ms:`, requestTable(results.runs));
  }
  if (results.sizes?.length)
    parts.push(
      `### Size of the same program\n\nThe goal is ${SIZE_GOAL / 1000} kB more than by hand; what is missed is **bold**.`,
      sizeTable(results.sizes),
    );
  if (has('sides'))
    parts.push(
      '### Many sides at once\n\nTime and memory for each of so many sides that are open together.',
      sidesTable(results.runs),
    );
  if (results.builds) parts.push('### Build times of the same program', buildTable(results.builds));
  const failed = results.runs.filter((run) => run.failed);
  if (failed.length) parts.push(`${failed.length} runs failed and are missing here.`);
  return { text: `${parts.join('\n\n')}\n`, files };
}

function copyParts(engines, plots, files) {
  const present = engines.filter(({ groups }) => [...groups.values()].some(isCopy));
  if (present.length === 0) return [];
  const parts = [
    '### Bulk copies\n\nGB/s, main to side, aligned; the best of the ways that cross the border is **bold**.',
  ];
  for (const engine of present) {
    files.set(`copies_${fileName(engine.name)}.svg`, copyPlot(engine));
    parts.push(`#### ${engine.name}`, `![Bulk copies in ${engine.name}](${plots}copies_${fileName(engine.name)}.svg)`);
    parts.push(copyTable(engine));
  }
  parts.push(
    '#### What is chosen at load, against the best of all ways\n\nSpeed of "as loaded" divided by that of the fastest way ' +
      'that crosses the border; the goal is 0.9, what is missed is **bold**.',
    chosenTable(present),
  );
  return parts;
}

const fileName = (name) => name.toLowerCase().replaceAll(' ', '_');

if (import.meta.main) {
  const [input, folder] = process.argv.slice(2);
  const { text, files } = report(JSON.parse(readFileSync(input, 'utf8')), '');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.md'), text);
  for (const [name, svg] of files) writeFileSync(join(folder, name), svg);
  console.log(`Tables and plots are in ${join(folder, 'results.md')}`);
}
