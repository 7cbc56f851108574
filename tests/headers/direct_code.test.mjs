// In direct files the functions of code.cpp call nothing for a copy of up to 16 bytes: what reaches the other module's
// memory are loads and stores. A larger copy is one call in the file, to a function that has memory.copy and a loop.
//
// WPL_APP is the folder of the app headers_code, WPL_WASM_DIS binaryen's wasm-dis.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const { WPL_APP, WPL_WASM_DIS } = process.env;

/** @param {string} module @param {string} other whose memory it reaches @returns {(name: string) => string[]} */
function codeOf(module, other) {
  const file = join(WPL_APP, `${module}.direct.wasm`);
  const text = execFileSync(WPL_WASM_DIS, ['-all', file], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const memory = new RegExp(String.raw`\(import "wpl:memory" "${other}" \(memory (\S+)`).exec(text)[1];
  const functions = new Map(
    text
      .split(/^ \(func /m)
      .slice(1)
      .map((body) => [body.split(' ', 1)[0], body]),
  );
  return (name) => {
    const id = new RegExp(String.raw`\(export "${name}" \(func ([^)]+)\)\)`).exec(text)?.[1];
    assert.ok(functions.has(id), `${module}: no function ${name}`);
    const copies = (called) => ['(memory.copy ', '(v128.load '].every((word) => functions.get(called)?.includes(word));
    // Calls, and what is done with the other memory, in the order of the text.
    const found = functions
      .get(id)
      .matchAll(/\((call(?:_indirect)?|[if]\d\d\.(?:load|store)\w*|memory\.\w+)( [^\n)]*)/g);
    return [...found]
      .filter(([, instruction, rest]) => instruction.startsWith('call') || rest.split(' ').includes(memory))
      .map(([, instruction, rest]) => (copies(rest.trim()) ? 'copy' : instruction.replace(/_[su]$/, '')));
  };
}

const sizes = { 1: 'i32.VERB8', 2: 'i32.VERB16', 4: 'i32.VERB', 8: 'i64.VERB' };

/** @param {string} verb load or store @param {number} n bytes, 1 to 16 */
function partsOf(verb, n) {
  const size = [8, 4, 2, 1].find((part) => part <= n);
  return Array(n === size ? 1 : 2).fill(sizes[size].replace('VERB', verb));
}

for (const [module, other] of [
  ['code_side', 'main'],
  ['code', 'code_side'],
]) {
  test(`copies and elements in ${module}, which reaches ${other}`, () => {
    const code = codeOf(module, other);
    const expect = (name, expected) => assert.deepEqual(code(name), expected, `${module}: ${name}`);
    expect('read_one', ['i32.load16']);
    expect('write_one', ['i32.store16']);
    expect('add_one', ['i32.store16', 'i32.load16']); // a store's text goes round that of its value
    expect('read_vector', partsOf('load', 12));
    expect('write_vector', partsOf('store', 12));
    expect('read_member', ['f64.load']);
    expect('write_member', ['f64.store']);
    expect('read_base_member', ['i32.load']);
    expect('read_array_member', ['i32.load16']);
    expect('read_nested_member', ['f32.load']);
    for (const name of ['to_base', 'to_derived', 'read_own_member', 'read_own_view']) expect(name, []);
    for (let n = 1; n <= 16; n += 1) {
      expect(`there_${n}`, partsOf('store', n));
      expect(`here_${n}`, partsOf('load', n));
      assert.deepEqual(code(`within_${n}`).sort(), [...partsOf('load', n), ...partsOf('store', n)].sort());
    }
    expect('there_17', ['copy']);
    expect('here_17', ['copy']);
    expect('copy_there', ['copy']);
    expect('copy_here', ['copy']);
    const accessesOf = (name) => code(name).filter((instruction) => !instruction.startsWith('call'));
    assert.deepEqual(accessesOf('max_view'), ['copy'], module);
    assert.deepEqual(accessesOf('fill_view'), ['i32.load8', 'copy'], module);
  });
}
