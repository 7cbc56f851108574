// Every header compiles alone, twice over, without a warning: as C++20 without exceptions and RTTI, and the C headers
// also as C99 and C++11; all of them together also in each kind of module. WPL_ONLY_C: the compiler has no standard
// library of C++.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { compile, include } from './compiler.mjs';

const strict = ['-Wall', '-Wextra', '-Wconversion', '-Wpedantic', '-Wshadow', '-Werror', '-fsyntax-only'];
const apiHeader = 'sorter_api.h'; // includes all of the C headers, or the C++ headers
const headers = readdirSync(include, { recursive: true })
  .filter((name) => /\.(h|hpp)$/.test(name))
  .concat(apiHeader);

const standards = [
  { name: 'C99', language: 'c', options: ['-std=c99'], files: /\.h$/ },
  { name: 'C++11', language: 'c++', options: ['-std=c++11'], files: /\.h$/ },
];
if (!process.env.WPL_ONLY_C) {
  standards.push({
    name: 'C++20',
    language: 'c++',
    options: ['-std=c++20', '-fno-exceptions', '-fno-rtti'],
    files: /./,
  });
}

// Kinds of modules by the definitions that they are compiled with; `library` is a static library of several modules.
const kinds = {
  library: [],
  main: ['-DWPL_MAIN_MODULE=1', '-DWPL_MODULE_NAME="app"'],
  test: ['-DWPL_TESTING=1'],
  'test inside': ['-DWPL_TESTING=1', '-Dsorter_EXPORTS'],
};
for (const access of ['DIRECT', 'IMPORT', 'ACCESSOR', 'POINTER', 'NONE']) {
  kinds[access] = [`-DWPL_ACCESS_${access}=1`, '-Dsorter_EXPORTS', '-DWPL_MODULE_NAME="sorter"'];
  kinds[`other ${access}`] = [`-DWPL_ACCESS_${access}=1`, '-Dother_EXPORTS', '-DWPL_MODULE_NAME="other"'];
}

function accepts({ language, options }, header, definitions) {
  const source = `#include <${header}>\n#include <${header}>\ntypedef int nothing_else_here;\n`;
  const { accepted, messages } = compile(
    language,
    [...options, ...strict, ...definitions, '-x', language, '-'],
    source,
  );
  assert.ok(accepted, messages);
}

for (const standard of standards) {
  for (const header of headers.filter((name) => standard.files.test(name))) {
    test(`${header} as ${standard.name}`, () => accepts(standard, header, kinds.main));
  }
  for (const [kind, definitions] of Object.entries(kinds)) {
    test(`${apiHeader} as ${standard.name} in ${kind}`, () => accepts(standard, apiHeader, definitions));
  }
}
