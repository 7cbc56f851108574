// The rooms of js/loader and js/tools: which folder may import which. A room imports from itself and from the rooms below it.

/** Rooms from the top down. */
const LOADER = [
  'load',
  'plugins',
  'adapters',
  'rb',
  'app',
  'functions',
  'guard',
  'manifest',
  'files',
  'memory',
  'wasm',
  'base',
];

/** The same; rooms of one floor may not import from each other. The scripts beside the rooms stand above all. */
const TOOLS = [['app'], ['plugins'], ['variants', 'emscripten', 'prebuilt', 'dotnet'], ['wasm'], ['common']];

const anyOf = (rooms) => (rooms.length === 1 ? rooms[0] : `(?:${rooms.join('|')})`);

/** One rule per floor of a house: nothing below imports from it. */
function upwardRules(house, floors) {
  return floors.slice(0, -1).map((rooms, index) => ({
    name: `${house}-upward-import-of-${rooms.join('-')}`,
    comment: `Only rooms above ${rooms.join(', ')} import from it; the order is: ${floors.flat().join(', ')}.`,
    severity: 'error',
    from: { path: `^js/${house}/${anyOf(floors.slice(index + 1).flat())}/` },
    to: { path: `^js/${house}/${anyOf(rooms)}/` },
  }));
}

module.exports = {
  forbidden: [
    ...upwardRules(
      'loader',
      LOADER.map((room) => [room]),
    ),
    ...upwardRules('tools', TOOLS),
    {
      name: 'loader-in-its-rooms',
      comment: 'A file of the loader is in one of its rooms, or is index.mjs, which no other file imports.',
      severity: 'error',
      from: { path: '^js/(loader|tools)/' },
      to: { path: '^js/loader/', pathNot: `^js/loader/${anyOf(LOADER)}/` },
    },
    {
      name: 'loader-without-dependencies',
      comment: 'app.mjs runs in pages: the loader imports its own files and nothing else.',
      severity: 'error',
      from: { path: '^js/loader/' },
      to: { pathNot: '^js/loader/' },
    },
    {
      name: 'no-circular',
      comment: 'Files that import each other in a cycle cannot be understood apart.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is no longer used.',
      severity: 'error',
      from: { orphan: true, pathNot: '^js/tools/[^/]+[.]mjs$' },
      to: {},
    },
    {
      name: 'unresolved',
      comment: 'The file does not exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: { doNotFollow: { path: 'node_modules' } },
};
