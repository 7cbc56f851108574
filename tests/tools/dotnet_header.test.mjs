// The headers of a C# side, made from what its assembly tells.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiHeader, importsHeader } from '../../js/tools/dotnet/dotnet_header.mjs';

const config = { name: 'script', prefix: 'SCRIPT' };
const nothing = { assembly: 'Script', exports: [], imports: [], exportTypes: [], importTypes: [] };
const imported = (module, name, declaration, summary) => ({ module, name, signature: '', declaration, summary });
const header = (api) => importsHeader('@WPL_DECLARATIONS@', config, { ...nothing, ...api });

test('exports are declared once, with what their types need', () => {
  const point = { cpp: 'point', size: 8, header: 'point.hpp' };
  const text = apiHeader('@WPL_DECLARATIONS@', config, {
    ...nothing,
    exports: [{ name: 'f', signature: 'vj', declaration: 'void(point p)', summary: 'Ends */ here.' }],
    exportTypes: [point],
    importTypes: [{ cpp: 'other', size: 4, header: 'other.hpp' }],
  });
  assert.equal(
    text,
    `
#include "point.hpp"

static_assert(sizeof(point) == 8, "point has another size in C#: lay both out alike");

/** Ends * / here. */
SCRIPT_FUNCTION(f, void(point p));
`,
  );
});

test('imports are declared for the module that has them', () => {
  const text = header({
    imports: [
      imported('main', 'report', 'void(wpl::string_view<wpl::modules::@SIDE@> text)', 'Says it.'),
      imported('sorter', 'twice', 'int(int n)'),
    ],
    importTypes: [{ cpp: 'other', size: 4, header: 'other.hpp' }],
  });
  assert.equal(
    text,
    `
#include "other.hpp"

static_assert(sizeof(other) == 4, "other has another size in C#: lay both out alike");

#if !defined(__wasm__) || defined(WPL_MAIN_MODULE)
#if !defined(SCRIPT_OMIT_IMPORT_report)
/** Says it. */
SCRIPT_IMPORT_FUNCTION(main, report, void(wpl::string_view<wpl::modules::script> text));
#endif
#endif

#if !defined(__wasm__) || defined(sorter_EXPORTS)
#include "sorter_api.h"

#if !defined(SCRIPT_OMIT_IMPORT_twice)
SCRIPT_IMPORT_FUNCTION(sorter, twice, int(int n));
#endif
#endif
`,
  );
});

test('what has no one C++ type is left to the user', () => {
  const text = header({
    imports: [
      imported('main', 'f', 'void(int n)'),
      imported('main', 'f', 'void(unsigned n)'),
      imported('a-b', 'g', 'void()'),
    ],
  });
  assert.match(text, /f is imported with several types.*\n \* {3}void\(int n\)\n \* {3}void\(unsigned n\)\n \*\/\n/);
  assert.doesNotMatch(text, /IMPORT_FUNCTION|a-b/);
});
