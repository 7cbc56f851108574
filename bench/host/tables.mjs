// The results as Markdown.
import { markdownTable } from 'markdown-table';
import { GOALS, SIZE_GOAL, START_GOALS, judge, judgeStart } from './goals.mjs';
import { summary } from './statistics.mjs';

const UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [0, 'ns'],
];

/** @returns {string} 3 significant digits */
export const digits = (number) => (number >= 100 ? number.toFixed(0) : Number(number.toPrecision(3)).toString());

export function duration(nanoseconds) {
  const [scale, unit] = UNITS.find(([least]) => nanoseconds >= least);
  return `${digits(nanoseconds / (scale || 1))} ${unit}`;
}

const ratioText = ({ median, low, high }) => `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;

/** One row a variant, one column an engine. */
export function groupTable(id, engines) {
  const present = engines.filter(({ groups }) => groups.has(id));
  const all = [...new Set(present.flatMap(({ groups }) => [...groups.get(id).variants.keys()]))];
  const skipped = present.flatMap(({ groups }) => [...groups.get(id).skipped.keys()]);
  const order = inOrder(present[0].groups.get(id), [...new Set([...all, ...skipped])]);
  const cell = ({ groups }, variant) => {
    const { base, variants } = groups.get(id);
    const found = variants.get(variant);
    if (!found) return '–';
    return variant === base ? duration(found.time.median) : ratioText(found.ratio);
  };
  const rows = order.map((variant) => [variant, ...present.map((engine) => cell(engine, variant))]);
  return markdownTable([['', ...present.map(({ name }) => name)], ...rows], {
    align: ['l', ...present.map(() => 'r')],
  });
}

const inOrder = ({ variants }, names) => {
  const known = [...variants.keys()];
  return [...known, ...names.filter((name) => !known.includes(name))];
};

/** Every goal, engine by engine: the ratio reached, bold if it is missed. */
export function goalTable(engines) {
  const row = (goal, judgeOne) => [
    goal.text,
    ...engines.map((engine) => {
      const result = judgeOne(goal, engine);
      if (!result) return '–';
      return result.met ? result.value.toFixed(2) : `**${result.value.toFixed(2)}**`;
    }),
  ];
  const rows = [...GOALS.map((goal) => row(goal, judge)), ...START_GOALS.map((goal) => row(goal, judgeStart))];
  return markdownTable([['goal', ...engines.map(({ name }) => name)], ...rows], {
    align: ['l', ...engines.map(() => 'r')],
  });
}

export function engineTable({ engines, runs }) {
  const resolution = (name) => {
    const all = runs.filter((run) => run.engine === name && run.resolution).map((run) => run.resolution * 1000);
    return all.length ? `${digits(Math.min(...all))} µs` : '–';
  };
  const sample = (name) => {
    const all = runs.filter((run) => run.engine === name && run.sample).map((run) => run.sample);
    return all.length ? `${digits(Math.max(...all))} ms` : '–';
  };
  return markdownTable([
    ['engine', 'version', 'timer resolution', 'least length of a sample'],
    ...engines.map(({ name, version, skipped }) =>
      version ? [name, version, resolution(name), sample(name)] : [name, `skipped: ${skipped}`, '–', '–'],
    ),
  ]);
}

/** Whether a group is of copies of one size. */
export const isCopy = ({ parameters }) => parameters?.kind === 'copy';

/** Bytes a nanosecond, so GB a second. */
export const speed = ({ parameters, variants }, id) =>
  variants.has(id) ? parameters.size / variants.get(id).time.median : null;

/** The fastest of the ways that cross the border: all but the first. */
const best = (group) => Math.max(...[...group.variants.keys()].slice(1).map((id) => speed(group, id)));

const isMain = ({ parameters: { direction, alignment } }) => direction === 'main to side' && alignment === 'aligned';

/** GB/s of each way by size. */
export function copyTable({ groups }) {
  const copies = [...groups.values()].filter((group) => isCopy(group) && isMain(group));
  const ways = [...new Set(copies.flatMap(({ variants }) => [...variants.keys()]))];
  const cell = (group, way) => {
    const value = speed(group, way);
    if (value === null) return '–';
    const isBest = way !== ways[0] && value === best(group);
    return isBest ? `**${digits(value)}**` : digits(value);
  };
  return markdownTable(
    [['', ...ways], ...copies.map((group) => [group.parameters.sizeText, ...ways.map((way) => cell(group, way))])],
    { align: ['l', ...ways.map(() => 'r')] },
  );
}

/** How near what the loader chose comes to the best, by size: the least of both directions and alignments. */
export function chosenTable(engines) {
  const sizes = new Map();
  for (const { groups } of engines)
    for (const { parameters } of [...groups.values()].filter(isCopy)) sizes.set(parameters.size, parameters.sizeText);
  const cell = ({ groups }, size) => {
    const copies = [...groups.values()].filter((group) => isCopy(group) && group.parameters.size === size);
    if (copies.length === 0) return '–';
    const value = Math.min(...copies.map((group) => speed(group, 'as loaded') / best(group)));
    return value < 0.895 ? `**${value.toFixed(2)}**` : value.toFixed(2);
  };
  return markdownTable(
    [
      ['', ...engines.map(({ name }) => name)],
      ...[...sizes].map(([size, text]) => [text, ...engines.map((engine) => cell(engine, size))]),
    ],
    { align: ['l', ...engines.map(() => 'r')] },
  );
}

const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

const sizeDifference = (program, bytes) =>
  program.startsWith('WasmPseudoLink') && bytes > SIZE_GOAL ? `**${kilobytes(bytes)}**` : kilobytes(bytes);

/** Sizes, and what each program has more than the first. */
export function sizeTable(sizes) {
  return markdownTable(
    [
      ['program', 'files', 'kB', 'kB brotli', 'more than by hand, kB brotli'],
      ...sizes.map(({ program, raw, brotli, files }) => [
        program,
        String(files.length),
        kilobytes(raw),
        kilobytes(brotli),
        sizeDifference(program, brotli - sizes[0].brotli),
      ]),
    ],
    { align: ['l', 'r', 'r', 'r', 'r'] },
  );
}

/** Median times of cold and warm starts, with the ratio to the first program. */
export function startTable(runs, engines) {
  const starts = runs.filter((run) => run.suite === 'start' && run.cold && !run.latency);
  const programs = [...new Set(starts.map(({ program }) => program))];
  const samples = (engine, program, key) =>
    starts.filter((run) => run.engine === engine && run.program === program).flatMap((run) => run[key]);
  const cell = (engine, program, key) => {
    const own = samples(engine, program, key);
    const first = samples(engine, programs[0], key);
    if (own.length === 0 || first.length === 0) return '–';
    const { median } = summary(own);
    const ratio = program === programs[0] ? '' : `, ${(median / summary(first).median).toFixed(2)}`;
    return `${duration(median)}${ratio}`;
  };
  const rows = programs.flatMap((program) =>
    ['cold', 'warm'].map((key) => [`${program}, ${key}`, ...engines.map(({ name }) => cell(name, program, key))]),
  );
  return markdownTable([['', ...engines.map(({ name }) => name)], ...rows], {
    align: ['l', ...engines.map(() => 'r')],
  });
}

/** Requests of a start, where each takes a while. */
export function requestTable(runs) {
  const slow = runs.filter((run) => run.suite === 'start' && run.latency && run.requests);
  const row = ({ program, requests, depth, cold }) => [program, String(requests), String(depth), duration(cold)];
  return markdownTable([['program', 'requests', 'one after another', 'first result'], ...slow.map(row)], {
    align: ['l', 'r', 'r', 'r'],
  });
}

/** Time and memory by number of sides, and the limit. */
export function sidesTable(runs) {
  const all = runs.filter((run) => run.suite === 'sides' && run.opened);
  const numbers = [...new Set(all.flatMap(({ opened }) => opened.map(({ sides }) => sides)))];
  const cell = ({ opened }, number) => {
    const found = opened.find(({ sides }) => sides === number);
    if (!found) return '–';
    const memory = found.bytes === null ? '' : `, ${digits(found.bytes / number / 1000)} kB`;
    return `${duration(found.time / number)}${memory}`;
  };
  const limit = ({ limit: most, error }) => (most === null ? 'none found' : `${most} (${error.split(':')[0]})`);
  return markdownTable(
    [
      ['engine', ...numbers.map((number) => `each of ${number}`), 'most at once'],
      ...all.map((run) => [run.engine, ...numbers.map((number) => cell(run, number)), limit(run)]),
    ],
    { align: ['l', ...numbers.map(() => 'r'), 'r'] },
  );
}

export function buildTable(builds) {
  const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
  return markdownTable(
    [
      ['program', 'build', 'build again, nothing to do'],
      ...builds.map(({ program, whole, again }) => [program, seconds(whole), seconds(summary(again).median)]),
    ],
    { align: ['l', 'r', 'r'] },
  );
}
