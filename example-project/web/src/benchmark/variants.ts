// What the benchmark compares: ways in which a side sorts data that lie in main's memory.

/** Which built app is loaded, and what is forced when it is. */
export interface Program {
  readonly app: 'sort_pointer' | 'sort_import' | 'sort_direct';
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
  readonly program?: Program;
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

const pointer: Program = { app: 'sort_pointer', prefer: 'portable', bridge: 'bridge' };
const pointerFallback: Program = { app: 'sort_pointer', prefer: 'portable', bridge: 'bridge_fb' };
const imported: Program = { app: 'sort_import', prefer: 'portable', bridge: 'bridge' };
const importedFallback: Program = { app: 'sort_import', prefer: 'portable', bridge: 'bridge_fb' };

const NEEDS_DOTNET = 'needs the C# side, which is not part of this build';

const dotnet = (id: string, title: string, what: string): Variant => ({
  id: `net-${id}`,
  title: `C#: ${title}`,
  group: 'dotnet',
  what,
  missing: NEEDS_DOTNET,
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
  dotnet('copy-pointer', 'copy, by pointer', 'by a looked-up function pointer'),
  dotnet('copy-import', 'copy, by import', 'by DllImport'),
  dotnet('copy-pointer-fallback', 'copy, by pointer, fallback', 'over the fallback bridge'),
  dotnet('copy-import-fallback', 'copy, by import, fallback', 'over the fallback bridge'),
  dotnet('elements-pointer', 'elements, by pointer', 'an accessor call through a pointer for each access'),
  dotnet('elements-import', 'elements, by import', 'an accessor call by DllImport for each access'),
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

/** What a run measures unless it is told otherwise. */
export const DEFAULT_VARIANTS = VARIANTS.filter(({ program, wrong }) => program && !wrong).map(({ id }) => id);
