// Plain pointers in declarations with <SIDE>_API: which are warned of, where, and which are right.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { warnOfPointers } from '../../js/tools/emscripten/api_pointers.mjs';

/** The warnings for a header that the side's source includes. */
function warningsOf(t, header, source = '#include "sorter.h"\n') {
  const folder = mkdtempSync(join(tmpdir(), 'wpl pointers-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'include'));
  writeFileSync(join(folder, 'sorter.cpp'), source);
  writeFileSync(join(folder, 'include', 'sorter.h'), header);
  const warnings = warnOfPointers({
    name: 'sorter',
    prefix: 'SORTER',
    sources: ['sorter.cpp', 'gone.cpp', 'sorter.o'],
    sourceFolders: [folder, join(folder, 'build')],
    includes: [join(folder, 'include')],
  });
  return warnings.map((warning) => warning.replace(`${folder}/`, ''));
}

const WRONG = [
  'int f(int *p)',
  'void f(const char *text, size_t n)',
  'const char *f(void)',
  'void f(void *data)',
  'void f(const uint8_t* p, int n)',
  'int f(int values[4])',
  'void f(const std::string &text)',
  'void f(int (*compare)(int, int))',
  'int f(struct handle **made)',
  'void f(struct point *p)',
  'void f(named *p)',
  'void f(WPL_PTR(int, main) p, int n, float *out)',
];
const RIGHT = [
  'int f(int n)',
  'int f(WPL_PTR(int, main) p)',
  'WPL_PTR(const char, sorter) f(void)',
  'void f(wpl::ptr<const int, wpl::main> p, wpl::ptr<wpl::ptr<int, wpl::main>, wpl::main> q)',
  'struct handle *f(void)',
  'void f(sqlite3 *base)',
  '[[nodiscard]] int f(int n)',
];
const TYPES =
  'struct point { int x; };\ntypedef struct { int x; } named;\ntypedef struct sqlite3 sqlite3;\nstruct handle;\n';

for (const declaration of WRONG) {
  test(`warned of: ${declaration}`, (t) => {
    const [warning, ...more] = warningsOf(t, `${TYPES}extern "C" SORTER_API ${declaration};\n`);
    assert.deepEqual(more, []);
    assert.ok(
      warning?.startsWith(`include/sorter.h:5: warning: WasmPseudoLink: \`${declaration}\` passes a plain pointer`),
    );
    assert.match(warning, /Write WPL_PTR\(int, main\) .* WPL_PTR\(int, sorter\) .* SORTER_FUNCTION, which refuses/);
  });
}

for (const declaration of RIGHT) {
  test(`right: ${declaration}`, (t) => {
    assert.deepEqual(warningsOf(t, `${TYPES}extern "C" SORTER_API ${declaration};\n`), []);
  });
}

test('comments, macros, other functions and other sides do not count', (t) => {
  const header = `// SORTER_API int f(int *p);
/* SORTER_API int f(int *p); */
#define MINE SORTER_API int *
void local(int *p);
OTHER_API int f(int *p);
const char *text = "SORTER_API int f(int *p);";
`;
  assert.deepEqual(warningsOf(t, header), []);
});

test('by another wasm name, over lines, and in the source itself', (t) => {
  const warnings = warningsOf(
    t,
    'SORTER_API_AS(init)\nint sorter_init(\n  char *text);\n',
    '#include "sorter.h"\n\nSORTER_API int *g(void) {}\n',
  );
  assert.deepEqual(
    warnings.map((warning) => warning.slice(0, warning.indexOf(' passes'))),
    [
      'sorter.cpp:3: warning: WasmPseudoLink: `int *g(void)`',
      'include/sorter.h:1: warning: WasmPseudoLink: `int sorter_init( char *text)`',
    ],
  );
});
