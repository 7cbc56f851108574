// What the benchmark compares: ways in which a side sorts data that lie in main's memory.

/** Which built app is loaded, and what is forced when it is. */
export interface ProgramOptions {
  readonly app: 'sort_pointer' | 'sort_import' | 'sort_direct' | 'sort_csharp';
  readonly prefer?: 'portable' | 'direct' | 'fused';
  readonly bridge?: 'bridge' | 'bridge_fb';
}

/** `way` of wasm/sort/main.cpp. */
export type Way = 'local' | 'elements' | 'copy' | 'view';

export type Group = 'limit' | 'copy' | 'elements' | 'new' | 'dotnet';

export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  readonly what: string;
  /** Absent: `missing` says why it cannot be run. */
  readonly program?: ProgramOptions;
  readonly way?: Way;
  readonly missing?: string;
  /** Gives a wrong result on purpose, to see that it is found; offered only to who asks for it in the address. */
  readonly wrong?: boolean;
}

export const GROUPS: Record<Group, string> = {
  limit: 'The local limit',
  copy: 'Copied there and back',
  elements: 'Element by element',
  new: 'What the package adds',
  dotnet: 'From C#',
};

const pointer: ProgramOptions = { app: 'sort_pointer', prefer: 'portable', bridge: 'bridge' };
const pointerFallback: ProgramOptions = { app: 'sort_pointer', prefer: 'portable', bridge: 'bridge_fb' };
const imported: ProgramOptions = { app: 'sort_import', prefer: 'portable', bridge: 'bridge' };
const importedFallback: ProgramOptions = { app: 'sort_import', prefer: 'portable', bridge: 'bridge_fb' };

const NOT_BUILT = 'this site was built without the C# side';
const NO_IMPORTS = 'the stock .NET runtime takes no new wasm imports';

/** A C# variant, where this site has the app for it. */
const csharp = (id: string, title: string, what: string, way: Way, bridge?: ProgramOptions['bridge']): Variant => ({
  id: `net-${id}`,
  title: `C#: ${title}`,
  group: 'dotnet',
  what,
  way,
  ...(HAS_CSHARP ? { program: { app: 'sort_csharp', ...(bridge ? { bridge } : {}) } } : { missing: NOT_BUILT }),
});

const csharpByImport = (id: string, title: string): Variant => ({
  id: `net-${id}`,
  title: `C#: ${title}`,
  group: 'dotnet',
  what: 'as wasm imports of the runtime',
  missing: NO_IMPORTS,
});

export const VARIANTS: readonly Variant[] = [
  {
    id: 'local',
    title: 'Same module',
    group: 'limit',
    what: 'sorted by the module that has the data; all else is compared with this',
    program: importedFallback,
    way: 'local',
  },
  {
    id: 'copy-pointer',
    title: 'Copy, by pointer',
    group: 'copy',
    what: "through functions of main's table that were looked up",
    program: pointer,
    way: 'copy',
  },
  {
    id: 'copy-import',
    title: 'Copy, by import',
    group: 'copy',
    what: 'through wasm imports',
    program: imported,
    way: 'copy',
  },
  {
    id: 'copy-pointer-fallback',
    title: 'Copy, by pointer, fallback',
    group: 'copy',
    what: 'over the bridge for engines without multi-memory',
    program: pointerFallback,
    way: 'copy',
  },
  {
    id: 'copy-import-fallback',
    title: 'Copy, by import, fallback',
    group: 'copy',
    what: 'over the bridge for engines without multi-memory',
    program: importedFallback,
    way: 'copy',
  },
  {
    id: 'elements-pointer',
    title: 'Elements, by pointer',
    group: 'elements',
    what: 'an accessor call through the table for each access',
    program: pointerFallback,
    way: 'elements',
  },
  {
    id: 'elements-import',
    title: 'Elements, by import',
    group: 'elements',
    what: 'an accessor call by import for each access',
    program: importedFallback,
    way: 'elements',
  },
  {
    id: 'elements-direct',
    title: 'Elements, inlined',
    group: 'new',
    what: 'plain loads and stores on a second memory, in the file of the access mode DIRECT',
    program: { app: 'sort_direct', prefer: 'direct' },
    way: 'elements',
  },
  {
    id: 'elements-fused',
    title: 'Elements, fused',
    group: 'new',
    what: 'main and side optimised into one file with two memories',
    program: { app: 'sort_direct', prefer: 'fused' },
    way: 'elements',
  },
  {
    id: 'view',
    title: 'wpl::local_view',
    group: 'new',
    what: 'brought over, sorted, written back; the file and the bridge that the loader chooses here',
    program: { app: 'sort_direct' },
    way: 'view',
  },
  csharp(
    'copy-pointer',
    'copy, by pointer',
    "RemoteSpan<T>.ToArray() and CopyFrom(), which call the bridge's functions by pointer",
    'copy',
    'bridge',
  ),
  csharp(
    'copy-pointer-fallback',
    'copy, by pointer, fallback',
    'the same over the fallback bridge',
    'copy',
    'bridge_fb',
  ),
  csharp(
    'elements-pointer',
    'elements, by pointer',
    'RemoteSpan<T>, a checked accessor call for each access',
    'elements',
  ),
  csharp('view', 'local view', 'RemoteSpan<T>.ToLocal(): brought over, sorted, written back', 'view'),
  csharpByImport('copy-import', 'copy, by import'),
  csharpByImport('copy-import-fallback', 'copy, by import, fallback'),
  csharpByImport('elements-import', 'elements, by import'),
  {
    id: 'wrong',
    title: 'Wrong on purpose',
    group: 'limit',
    what: 'leaves the last array unsorted: shows that results are checked',
    program: importedFallback,
    way: 'local',
    wrong: true,
  },
];

export const variantOf = (id: string): Variant | undefined => VARIANTS.find((variant) => variant.id === id);

/** Takes seconds for a sort of the usual length: left to who chooses it. */
const SLOW = new Set(['net-elements-pointer']);

/** What a run measures unless it is told otherwise. */
export const DEFAULT_VARIANTS = VARIANTS.filter(({ id, program, wrong }) => program && !wrong && !SLOW.has(id)).map(
  ({ id }) => id,
);
