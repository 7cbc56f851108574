// What is measured: groups of variants, the first of which is the limit to which the others are compared.
import { Skipped } from './programs.mjs';

/**
 * A variant as the lists below have it: its name, the program that it runs in, the program's function, and what differs
 * from the suite.
 * @typedef {[id: string, program: string, run: string, more?: object]} Entry
 */

const sumUpTo = (count) => Number(BigInt.asIntN(32, (BigInt(count) * BigInt(count - 1)) / 2n));

const SORTED = { before: 'data_unsort', value: ({ data_is_sorted }, count) => Boolean(data_is_sorted(count)) };
const OWN_SORTED = {
  before: 'side_own_unsort',
  value: ({ side_own_is_sorted }, count) => Boolean(side_own_is_sorted(count)),
};
/** C# has one array of its own: one sort a run. */
const NET_OWN_SORTED = {
  before: 'net_own_unsort',
  value: ({ net_own_is_sorted }) => Boolean(net_own_is_sorted(1)),
  most: 1,
};
const RESULT = { before: 'data_forget', value: ({ data_result }) => data_result() };
const CALLS = { before: 'data_forget', value: ({ data_result }, count) => data_result() - sumUpTo(count) };
const WALK = {
  before: 'data_forget',
  value: ({ data_result, data_visits }, count) => `${data_result()} ${data_visits() / count}`,
};

/** What main's numbers are for a side that works on its own ones. */
function keepNumbers({ functions, side, handle }) {
  if (!side) return functions.side_own_unsort?.(1);
  functions.data_unsort(1);
  const { HEAPU8 } = handle;
  const first = functions.data_numbers();
  const bytes = functions.data_size() * 4;
  const there = side.malloc(bytes);
  handle.peer.HEAPU8.set(HEAPU8.subarray(first, first + bytes), there);
  side.keep(there, functions.data_size());
  return side.free(there);
}

/** Copies of main's memory, by C++ and by C#: each copies there and back. */
const netCopies = (text, size) => ({
  title: `C#: copy of ${text} to C#'s memory and back`,
  unit: 'round',
  each: { before: 'net_copy_begin', value: ({ net_copied }) => Boolean(net_copied()), most: Infinity },
  prepare: ({ functions }) => functions.net_copy_prepare(size),
  variants: [
    ['bridge, called by C++', 'dotnet', 'net_copies_by_bridge'],
    ['RemoteSpan.CopyTo, CopyFrom', 'dotnet', 'net_copies'],
    ['bridge, called by C++, fallback', 'dotnet, fallback', 'net_copies_by_bridge'],
    ['RemoteSpan.CopyTo, CopyFrom, fallback', 'dotnet, fallback', 'net_copies'],
  ],
});

/** Suites that call functions of the programs by name. */
const TABLES = {
  quicksort: {
    title: 'Hand-written quicksort',
    unit: 'sort',
    each: SORTED,
    variants: [
      ['same module', 'glue', 'local_quicksort'],
      ['MAIN_MODULE/SIDE_MODULE', 'dynamic', 'side_quicksort'],
      ['copy, by pointer', 'pointer', 'side_quicksort_copy'],
      ['copy, by pointer, fallback', 'pointer, fallback', 'side_quicksort_copy'],
      ['copy, by import', 'import', 'side_quicksort_copy'],
      ['copy, by import, fallback', 'import, fallback', 'side_quicksort_copy'],
      ['elements, by pointer', 'pointer, fallback', 'side_quicksort_elements'],
      ['elements, by import', 'import, fallback', 'side_quicksort_elements'],
      ['elements, direct', 'direct', 'side_quicksort_elements'],
      ['elements, fused', 'fused', 'side_quicksort_elements'],
      ['elements, fused, side first', 'fused, side first', 'side_quicksort_elements'],
    ],
  },
  std_sort: {
    title: '`std::sort`',
    unit: 'sort',
    each: SORTED,
    variants: [
      ['same module', 'glue', 'local_std_sort'],
      ['MAIN_MODULE/SIDE_MODULE', 'dynamic', 'side_std_sort'],
      ['JavaScript glue, HEAPU8', 'glue', 'glue_sort'],
      ['local_view, portable, fallback', 'import, fallback', 'side_std_sort_view'],
      ['local_view, portable', 'import', 'side_std_sort_view'],
      ['local_view, direct', 'direct', 'side_std_sort_view'],
      ['local_view, fused', 'fused', 'side_std_sort_view'],
      ['local_view, as loaded', 'as loaded', 'side_std_sort_view'],
      ['elements, by import', 'import, fallback', 'side_std_sort_elements'],
      ['elements, direct', 'direct', 'side_std_sort_elements'],
      ['elements, fused', 'fused', 'side_std_sort_elements'],
    ],
  },
  own_memory: {
    title: "`std::sort` on a module's own memory, by the file that the module is in",
    unit: 'sort',
    each: SORTED,
    variants: [
      ['plain module', 'glue', 'local_std_sort'],
      ['main, portable', 'import, fallback', 'local_std_sort'],
      ['main, fused (memory 0)', 'fused', 'local_std_sort'],
      ['main, fused, side first (memory 1)', 'fused, side first', 'local_std_sort'],
      ['side, portable', 'import, fallback', 'side_own_std_sort', OWN_SORTED],
      ['side, direct', 'direct', 'side_own_std_sort', OWN_SORTED],
      ['side, fused (memory 1)', 'fused', 'side_own_std_sort', OWN_SORTED],
      ['side, fused, side first (memory 0)', 'fused, side first', 'side_own_std_sort', OWN_SORTED],
    ],
  },
  sum: {
    title: 'Sum',
    unit: 'sum',
    each: RESULT,
    prepare: keepNumbers,
    variants: [
      ['same module', 'glue', 'local_sum'],
      ['MAIN_MODULE/SIDE_MODULE', 'dynamic', 'side_sum'],
      ['JavaScript glue, HEAPU8', 'glue', 'glue_sum'],
      ['elements, by pointer', 'pointer, fallback', 'side_sum_elements'],
      ['elements, by import', 'import, fallback', 'side_sum_elements'],
      ['elements, direct', 'direct', 'side_sum_elements'],
      ['elements, fused', 'fused', 'side_sum_elements'],
      ['elements, fused, side first', 'fused, side first', 'side_sum_elements'],
      ['local_view, portable, fallback', 'import, fallback', 'side_sum_view'],
      ['local_view, as loaded', 'as loaded', 'side_sum_view'],
      ['own memory, side, portable', 'import, fallback', 'side_own_sum'],
      ['own memory, side, fused (memory 1)', 'fused', 'side_own_sum'],
      ['own memory, side, fused, side first (memory 0)', 'fused, side first', 'side_own_sum'],
    ],
  },
  calls: {
    title: 'Call of `a + b`',
    unit: 'call',
    each: CALLS,
    variants: [
      ['same module', 'glue', 'local_calls'],
      ['fused', 'fused', 'side_calls'],
      ['import, portable', 'import, fallback', 'side_calls'],
      ['import, direct', 'direct', 'side_calls'],
      ['table pointer', 'import, fallback', 'side_calls_by_pointer'],
      ['wpl::function', 'import, fallback', 'side_calls_by_name'],
      ['guarded pointer', 'import, fallback', 'side_calls_guarded'],
      ['wpl::call_guarded', 'import, fallback', 'side_calls_guarded_result'],
      ['MAIN_MODULE/SIDE_MODULE, dlsym', 'dynamic', 'side_calls'],
      ['WebAssembly components, jco', 'components', 'side_calls'],
      ['JavaScript glue', 'glue', 'glue_calls'],
    ],
  },
  guards: {
    title: 'Guarded call of `a + b` by JavaScript, by the number of open sides',
    unit: 'call',
    each: CALLS,
    variants: [
      ['1 side', '1 open', 'guarded_calls'],
      ['10 sides', '10 open', 'guarded_calls'],
      ['100 sides', '100 open', 'guarded_calls'],
    ],
  },
  walk: {
    title: 'Walk over 10,000 records of 64 bytes, two fields read and one written',
    unit: 'walk',
    each: WALK,
    variants: [
      ['same module', 'glue', 'local_walk'],
      ['elements, by import', 'import, fallback', 'side_walk_elements'],
      ['elements, direct', 'direct', 'side_walk_elements'],
      ['elements, fused', 'fused', 'side_walk_elements'],
      ['local_view, portable, fallback', 'import, fallback', 'side_walk_view'],
      ['local_view, as loaded', 'as loaded', 'side_walk_view'],
    ],
  },
  texts: {
    title: '5,000 texts of some 30 bytes, each brought over by a call of its own',
    unit: 'round',
    each: RESULT,
    variants: [
      ['same module', 'glue', 'local_texts'],
      ['MAIN_MODULE/SIDE_MODULE', 'dynamic', 'side_texts'],
      ['portable, fallback', 'import, fallback', 'side_texts'],
      ['portable', 'import', 'side_texts'],
      ['direct', 'direct', 'side_texts'],
      ['fused', 'fused', 'side_texts'],
      ['as loaded', 'as loaded', 'side_texts'],
      ['JavaScript glue, HEAPU8', 'glue', 'glue_texts'],
    ],
  },
  callbacks: {
    title: "A callback into main for each of 50,000 numbers of the side's",
    unit: 'round',
    each: RESULT,
    prepare: keepNumbers,
    variants: [
      ['same module', 'glue', 'local_callbacks'],
      ['MAIN_MODULE/SIDE_MODULE', 'dynamic', 'side_callbacks'],
      ['wpl::callback, portable', 'import, fallback', 'side_callbacks'],
      ['wpl::callback, direct', 'direct', 'side_callbacks'],
      ['wpl::callback, fused', 'fused', 'side_callbacks'],
      ['JavaScript glue', 'glue', 'glue_callbacks'],
    ],
  },
  net_calls_out: {
    title: 'C#: call of `a + b` in C++ by C#',
    unit: 'call',
    each: CALLS,
    variants: [
      ['JSImport', 'dotnet', 'out_jsimport'],
      ['PseudoLinkImport', 'dotnet', 'out_import'],
      ['RemoteFunction', 'dotnet', 'out_function'],
      ['FunctionPointer, unguarded', 'dotnet', 'out_pointer'],
    ],
  },
  net_calls_out_mixed: {
    title: 'C#: call of `double (long long, float, double, int)` in C++ by C#',
    unit: 'call',
    each: CALLS,
    variants: [
      ['JSImport', 'dotnet', 'out_mix_jsimport'],
      ['PseudoLinkImport', 'dotnet', 'out_mix_import'],
    ],
  },
  net_calls_in: {
    title: 'C#: call of `a + b` in C# by C++',
    unit: 'call',
    each: CALLS,
    variants: [
      ['JSExport', 'dotnet', 'in_jsexport'],
      ['API import', 'dotnet', 'in_import'],
      ['wpl::function', 'dotnet', 'in_function'],
    ],
  },
  net_sort: {
    title: "C#: sort of main's numbers",
    unit: 'sort',
    each: SORTED,
    variants: [
      ["Span.Sort, C#'s own array", 'dotnet', 'net_sort_own', NET_OWN_SORTED],
      ['RemoteSpan.Sort', 'dotnet', 'net_sort'],
      ["quicksort, C#'s own array", 'dotnet', 'net_quicksort_own', NET_OWN_SORTED],
      ['quicksort, copy, guarded', 'dotnet', 'net_quicksort_copy'],
      ['quicksort, copy, guarded, fallback', 'dotnet, fallback', 'net_quicksort_copy'],
      ['quicksort, copy, by bare pointer', 'dotnet', 'net_quicksort_copy_pointer'],
      ['quicksort, copy, by bare pointer, fallback', 'dotnet, fallback', 'net_quicksort_copy_pointer'],
      ['quicksort, elements, guarded', 'dotnet', 'net_quicksort_elements'],
      ['quicksort, elements, by bare pointer', 'dotnet', 'net_quicksort_elements_pointer'],
    ],
  },
  net_sum: {
    title: "C#: sum of main's numbers",
    unit: 'sum',
    each: RESULT,
    prepare: ({ functions }) => functions.net_own_unsort(1),
    variants: [
      ["C#'s own array", 'dotnet', 'net_sum_own'],
      ['RemoteSpan.Chunks', 'dotnet', 'net_sum_chunks'],
      ['elements, guarded', 'dotnet', 'net_sum_elements'],
    ],
  },
  net_copies_64_kib: netCopies('64 KiB', 1 << 16),
  net_copies_16_mib: netCopies('16 MiB', 1 << 24),
};

const lookUp = (functions, names) => new Proxy({}, { get: (_, name) => functions[name] ?? names[name] });

async function tableGroup(name, programs, settings) {
  const { title, unit, each, prepare, variants } = TABLES[name];
  const made = new Set();
  const group = { id: name, title, unit, variants: [], skipped: [] };
  for (const [id, programName, run, more] of variants) {
    try {
      const program = await programs.get(programName);
      const { functions } = program;
      if (!made.has(program)) {
        functions.data_make(settings.numbers, settings.copies);
        prepare?.(program);
        made.add(program);
      }
      const { before, value, most } = { ...each, ...more };
      const named = lookUp(functions, {});
      group.variants.push({
        id,
        before: functions[before],
        run: functions[run],
        value: (count) => value(named, count),
        most: most ?? (before === 'data_forget' ? undefined : settings.copies),
      });
    } catch (error) {
      if (!(error instanceof Skipped)) throw error;
      group.skipped.push({ id, reason: error.message });
    }
  }
  return group;
}

/** Bytes; of the first and last of them the way there is most of the time, of the last the memory. */
const COPY_SIZES = [8, 16, 64, 256, 1024, 4096, 65536, 1 << 20, 16 << 20, 64 << 20];

/** Ways to copy: which program, which option of the loader is forced. The first has no border between. */
const COPY_ROUTES = [
  ['memcpy, same module', 'glue', 'local_copies', 'local_copies'],
  ['as loaded', 'as loaded', 'side_copies_in', 'side_copies_out'],
  ['portable, memory.copy', 'import, memory.copy', 'side_copies_in', 'side_copies_out'],
  ['portable, loop', 'import, loop', 'side_copies_in', 'side_copies_out'],
  ['direct, memory.copy', 'direct, memory.copy', 'side_copies_in', 'side_copies_out'],
  ['direct, loop', 'direct, loop', 'side_copies_in', 'side_copies_out'],
  ['portable, fallback', 'import, fallback', 'side_copies_in', 'side_copies_out'],
  ['JavaScript glue, HEAPU8', 'glue', 'glue_copies_in', 'glue_copies_out'],
];

/** Distance of source and destination from a multiple of 64. */
const ALIGNMENTS = { aligned: [0, 0], unaligned: [3, 1] };

const sizeText = (bytes) =>
  bytes < 1024 ? `${bytes} B` : bytes < 1 << 20 ? `${bytes / 1024} KiB` : `${bytes / (1 << 20)} MiB`;

/** One buffer in main and one in the side; in main two for the copy inside of it. */
function copyRoute(program, [id, , runIn, runOut], { isIn, size, shifts }) {
  const { functions, side, handle } = program;
  const memories = side
    ? [() => handle.HEAPU8, () => handle.peer.HEAPU8]
    : [handle.main, Object.values(handle.modules).find((module) => module !== handle.main)].map(
        (module) => () => new Uint8Array(module.memory.buffer),
      );
  const isLocal = runIn === 'local_copies';
  const room = (size + 127) & -64;
  const inMain = functions.data_buffer(side ? 2 * room : room);
  const inSide = isLocal ? inMain + room : side ? side.buffer(room) : functions.side_buffer(room);
  const [readFrom, writeTo] = isIn ? memories : [...memories].reverse();
  const [source, target] = isIn || isLocal ? [inMain, inSide] : [inSide, inMain];
  const from = source + shifts[0];
  const to = target + shifts[1];
  const run = functions[isIn ? runIn : runOut];
  const bytesAt = isLocal ? [memories[0], memories[0]] : [readFrom, writeTo];
  let byte = 0;
  return {
    id,
    before() {
      byte = (byte + 1) & 127;
      const source_bytes = bytesAt[0]().subarray(from, from + size);
      source_bytes[0] = source_bytes[size >> 1] = source_bytes[size - 1] = byte;
    },
    run: (count) => run(to, from, size, count),
    value() {
      const copied = bytesAt[1]().subarray(to, to + size);
      return copied[0] === byte && copied[size >> 1] === byte && copied[size - 1] === byte;
    },
  };
}

async function copyGroup(programs, settings, where) {
  const { isIn, size, alignment } = where;
  const direction = isIn ? 'main to side' : 'side to main';
  const group = {
    id: `copy ${isIn ? 'in' : 'out'} ${alignment} ${size}`,
    title: `Copy of ${sizeText(size)}, ${direction}, ${alignment}`,
    unit: 'copy',
    parameters: { kind: 'copy', direction, alignment, size, sizeText: sizeText(size) },
    variants: [],
    skipped: [],
  };
  for (const route of COPY_ROUTES) {
    try {
      const program = await programs.get(route[1]);
      group.variants.push(copyRoute(program, route, { ...where, shifts: ALIGNMENTS[alignment] }));
    } catch (error) {
      if (!(error instanceof Skipped)) throw error;
      group.skipped.push({ id: route[0], reason: error.message });
    }
  }
  return group;
}

async function* copyGroups(programs, settings) {
  for (const size of COPY_SIZES.filter((bytes) => bytes <= settings.largestCopy)) {
    for (const alignment of Object.keys(ALIGNMENTS)) {
      for (const isIn of [true, false]) yield copyGroup(programs, settings, { isIn, size, alignment });
    }
  }
}

/**
 * There are many groups of copies, and the first of them, which are of few bytes, make compilers busy with the loops.
 * @param {string} suite
 * @param {object} settings
 * @param {number} index of the group in its suite
 */
export const settingsOf = (suite, settings, index) =>
  suite === 'copies'
    ? { ...settings, warmUp: index < 4 ? settings.warmUp : settings.warmUp / 5, rounds: Math.ceil(settings.rounds / 2) }
    : settings;

/** Names of all suites. */
export const SUITES = Object.freeze([...Object.keys(TABLES), 'copies']);

/**
 * @param {string} name one of SUITES
 * @param {import('./programs.mjs').Programs} programs
 * @param {object} settings
 * @returns {AsyncGenerator<{ id: string, title: string, unit: string, variants: import('./measure.mjs').Variant[],
 *   skipped: { id: string, reason: string }[] }>}
 */
export async function* groupsOf(name, programs, settings) {
  if (name === 'copies') yield* copyGroups(programs, settings);
  else yield tableGroup(name, programs, settings);
}
