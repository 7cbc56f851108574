// Each case of misuse.cpp is refused with the text after `expect:`; without a case the file is accepted, in each kind
// of module.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { compile } from './compiler.mjs';

const file = join(import.meta.dirname, 'misuse.cpp');
const source = readFileSync(file, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'wpl-misuse-'));
after(() => rmSync(folder, { recursive: true }));

const check = (options) => compile('c++', ['-std=c++20', ...options, '-fsyntax-only', file]);

for (const kind of ['NO_MODULE', 'MAIN_MODULE', 'ACCESS_DIRECT', 'ACCESS_ACCESSOR', 'ACCESS_POINTER', 'ACCESS_NONE']) {
  test(`right use, WPL_${kind}`, () => {
    const { accepted, messages } = check([`-DWPL_${kind}`]);
    assert.ok(accepted, messages);
  });
}

const cases = [...source.matchAll(/^#ifdef MISUSE_(\w+)\n(?:\/\/ with: (.+)\n)?(?:\/\/ expect: (.+)\n)?/gm)].map(
  ([, name, options = '', expected]) => ({ name, options, expected }),
);

// The headers at the file's head, precompiled for options that several cases share: a case takes a tenth of the time.
const prelude = join(folder, 'prelude.hpp');
writeFileSync(
  prelude,
  source
    .slice(0, source.indexOf('#ifdef MISUSE_'))
    .match(/^#include.*$/gm)
    .join('\n'),
);
const preludes = new Map();
function withPrelude(options) {
  if (cases.filter((other) => other.options === options).length < 4) return [];
  if (!preludes.has(options)) {
    const copy = join(folder, `prelude${preludes.size}.hpp`);
    writeFileSync(copy, readFileSync(prelude));
    const made = compile('c++', [
      '-std=c++20',
      ...options.split(' ').filter(Boolean),
      '-x',
      'c++-header',
      copy,
      '-o',
      `${copy}.gch`,
    ]);
    assert.ok(made.accepted, made.messages);
    preludes.set(options, ['-include', copy]);
  }
  return preludes.get(options);
}

for (const { name, options, expected } of cases) {
  test(name, () => {
    assert.ok(expected, `after \`#ifdef MISUSE_${name}\` there is no line \`// expect: <text>\``);
    const { accepted, messages } = check([
      ...withPrelude(options),
      ...options.split(' ').filter(Boolean),
      `-DMISUSE_${name}`,
    ]);
    assert.ok(!accepted, 'accepted');
    assert.ok(messages.includes(expected), `refused without the text\n  ${expected}\nbut with\n${messages}`);
  });
}
