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

const cases = [
  ...source.matchAll(/^#ifdef MISUSE_(\w+)\n(?:\/\/ with: (.+)\n)?(?:\/\/ expect: (.+)\n)?([^]*?)^#endif$/gm),
].map(({ 0: text, 1: name, 2: options = '', 3: expected, 4: code, index }) => {
  const first = source.slice(0, index).split('\n').length;
  return { name, options, expected, code, first, end: first + text.split('\n').length };
});

/**
 * What the compiler says of each case when all are compiled together, each in a namespace of its own: half of them are
 * refused there with the same text as alone, in a hundredth of the time.
 * @returns {Map<string, string>} the messages by the case's name
 */
function compileTogether() {
  const file = join(folder, 'together.cpp');
  const parts = cases
    .filter(({ options, code }) => options === '' && !/^#/m.test(code))
    .map(({ name, code, end }) => {
      const line = end - code.split('\n').length;
      return `namespace MISUSE_${name} {\n#line ${line} "misuse"\n${code}\n}\n`;
    });
  writeFileSync(file, source.slice(0, source.indexOf('#ifdef MISUSE_')) + parts.join(''));
  const { messages } = compile('c++', ['-std=c++20', '-fsyntax-only', file]);
  const found = new Map();
  let current;
  for (const message of messages.split('\n')) {
    const at = Number(/(?:^|[ (])misuse:(\d+)/.exec(message)?.[1]);
    current = cases.find(({ first, end }) => at >= first && at < end)?.name ?? current;
    if (current) found.set(current, `${found.get(current) ?? ''}${message}\n`);
  }
  return found;
}

const together = compileTogether();

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
    if (together.get(name)?.includes(expected)) return;
    const { accepted, messages } = check([
      ...withPrelude(options),
      ...options.split(' ').filter(Boolean),
      `-DMISUSE_${name}`,
    ]);
    assert.ok(!accepted, 'accepted');
    assert.ok(messages.includes(expected), `refused without the text\n  ${expected}\nbut with\n${messages}`);
  });
}
