// What the package wants to reach: medians of ratios, in one run.
import { summary } from './statistics.mjs';

/**
 * @typedef {object} Goal
 * @property {string} text
 * @property {string} group
 * @property {string} variant
 * @property {string} [to] variant that it is compared with; default: the group's first
 * @property {number} most the ratio that is still met
 * @property {Record<string, number>} [mostIn] the same for single engines
 */

/** @type {Goal[]} */
export const GOALS = [
  { text: 'fused call ≤ 1.05 local call', group: 'calls', variant: 'fused', most: 1.05 },
  {
    text: 'import call ≤ 0.9 table-pointer call',
    group: 'calls',
    variant: 'import, portable',
    to: 'table pointer',
    most: 0.9,
  },
  { text: 'guarded call, 100 sides open ≤ 1.1 of 1 open', group: 'guards', variant: '100 sides', most: 1.1 },
  { text: 'quicksort in place, direct ≤ 1.05 local', group: 'quicksort', variant: 'elements, direct', most: 1.05 },
  { text: 'quicksort in place, fused ≤ 1.05 local', group: 'quicksort', variant: 'elements, fused', most: 1.05 },
  { text: '`std::sort` by local_view ≤ 1.1 local', group: 'std_sort', variant: 'local_view, as loaded', most: 1.1 },
  {
    text: 'sum by elements, direct ≤ 1.15 local (Chromium: 1.05)',
    group: 'sum',
    variant: 'elements, direct',
    most: 1.15,
    mostIn: { Chromium: 1.05 },
  },
  {
    text: 'sum by elements, fused ≤ 1.15 local (Chromium: 1.05)',
    group: 'sum',
    variant: 'elements, fused',
    most: 1.15,
    mostIn: { Chromium: 1.05 },
  },
  {
    text: "main's own memory in the fused file ≤ 1.05 plain module",
    group: 'own_memory',
    variant: 'main, fused (memory 0)',
    most: 1.05,
  },
  {
    text: "a side's own memory in the fused file (memory 1) ≤ 1.05 plain module",
    group: 'own_memory',
    variant: 'side, fused (memory 1)',
    most: 1.05,
  },
  { text: 'C# to C++, guarded, ≤ 1/3 of JSImport', group: 'net_calls_out', variant: 'PseudoLinkImport', most: 0.33 },
  {
    text: 'the same with 64-bit and float parameters ≤ 1/4.5',
    group: 'net_calls_out_mixed',
    variant: 'PseudoLinkImport',
    most: 0.22,
  },
  {
    text: 'C# to C++, unguarded `int`s, ≤ 1/5 of JSImport',
    group: 'net_calls_out',
    variant: 'FunctionPointer, unguarded',
    most: 0.2,
  },
  { text: 'C++ to C# ≤ 1/2.5 of JSExport', group: 'net_calls_in', variant: 'API import', most: 0.4 },
  {
    text: "C#: sort of main's `int`s ≤ 1.1 of its own array's",
    group: 'net_sort',
    variant: 'RemoteSpan.Sort',
    most: 1.1,
  },
  {
    text: 'C#: copies of 64 KiB ≤ 1.1 of the bridge called by C++',
    group: 'net_copies_64_kib',
    variant: 'RemoteSpan.CopyTo, CopyFrom',
    most: 1.1,
  },
  {
    text: 'C#: copies of 16 MiB ≤ 1.1 of the bridge called by C++',
    group: 'net_copies_16_mib',
    variant: 'RemoteSpan.CopyTo, CopyFrom',
    most: 1.1,
  },
];

/** The same for cold starts of the small program: `program` against `to`. */
export const START_GOALS = [
  {
    text: 'cold start ≤ 1.2 of two modules by hand',
    program: 'WasmPseudoLink',
    to: 'two modules, plain glue',
    most: 1.2,
  },
  { text: 'cold start ≤ 0.5 of MAIN_MODULE', program: 'WasmPseudoLink', to: 'MAIN_MODULE/SIDE_MODULE', most: 0.5 },
];

/** Bytes that the package may add to the same two modules joined by hand, brotli. */
export const SIZE_GOAL = 6000;

/** @returns {{ value: number, met: boolean } | null} null where it was not measured */
export function judgeStart({ program, to, most }, { runs }) {
  const cold = (name) => runs.filter((run) => run.program === name && run.cold && !run.latency).map((run) => run.cold);
  if (cold(program).length === 0 || cold(to).length === 0) return null;
  const value = summary(cold(program)).median / summary(cold(to)).median;
  return { value, met: Number(value.toFixed(2)) <= most };
}

/** @returns {{ value: number, met: boolean } | null} null where it was not measured */
export function judge({ group, variant, to, most, mostIn }, { name, groups }) {
  const variants = groups.get(group)?.variants;
  const found = variants?.get(variant);
  const other = to ? variants?.get(to) : true;
  if (!found || !other) return null;
  const value = to ? found.ratio.median / other.ratio.median : found.ratio.median;
  return { value, met: Number(value.toFixed(2)) <= (mostIn?.[name] ?? most) };
}
