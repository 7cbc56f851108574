// Sides that import functions of main: static ones, which are instantiated before main, and such as are opened later.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { entryOf, makeApp, rewriteWasm } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule, sideModule } from './support/modules.mjs';
import { assemble } from './support/wat.mjs';

const MAIN = mainModule({
  body: `(func (export "m_add") (param i32 i64) (result i32) (i32.add (local.get 0) (i32.wrap_i64 (local.get 1))))
  (func (export "m_half") (param f64) (result f64) (f64.div (local.get 0) (f64.const 2)))
  (func (export "m_fail") unreachable)`,
});
const asker = (name, extra = {}) =>
  sideModule(name, {
    imports: `(import "main" "m_add" (func $add (param i32 i64) (result i32)))
  (import "main" "m_half" (func $half (param f64) (result f64)))
  (import "main" "m_fail" (func $fail))`,
    body: `(func (export "ask_main") (param i32) (result f64)
      (call $half (f64.convert_i32_s (call $add (local.get 0) (i64.const 40)))))
  (func (export "ask_failing") (call $fail))`,
    ...extra,
  });

describe('a side calls main', () => {
  test('static, and opened later', async (t) => {
    const built = await makeApp(t, MAIN, [asker('early'), asker('late', { lazy: true })]);
    const app = await built.load();
    assert.equal(app.modules.early.exports.ask_main(2), 21);
    const late = await app.open('late');
    assert.equal(late.exports.ask_main(4), 22);
    app.close('late');
    await app.open('late');
    assert.equal(late.exports.ask_main(6), 23);
  });

  test('two apps of one manifest each call their own main', async (t) => {
    const main = mainModule({
      body: `(global $calls (mut i32) (i32.const 0))
  (func (export "m_count") (result i32) (global.set $calls (i32.add (global.get $calls) (i32.const 1))) (global.get $calls))`,
    });
    const side = sideModule('side', {
      imports: '(import "main" "m_count" (func $count (result i32)))',
      body: '(func (export "ask_main") (result i32) (call $count))',
    });
    const built = await makeApp(t, main, [side]);
    const [one, two] = await Promise.all([built.load(), built.load()]);
    assert.deepEqual(
      [1, 2, 3].map(() => one.modules.side.exports.ask_main()),
      [1, 2, 3],
    );
    assert.equal(two.modules.side.exports.ask_main(), 1);
  });

  test('200 functions, and one of 150 parameters', async (t) => {
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const types = `(param ${'i32 '.repeat(150)}) (result i32)`;
    const main = mainModule({
      body: `${numbers.map((n) => `(func (export "f${n}") (result i32) (i32.const ${n}))`).join('\n')}
  (func (export "m_last") ${types} (local.get 149))`,
    });
    const side = sideModule('side', {
      imports: `${numbers.map((n) => `(import "main" "f${n}" (func $f${n} (result i32)))`).join('\n')}
  (import "main" "m_last" (func $last ${types}))`,
      body: `${numbers.map((n) => `(func (export "g${n}") (result i32) (call $f${n}))`).join('\n')}
  (func (export "h") (result i32) (call $last ${numbers
    .slice(0, 150)
    .map((n) => `(i32.const ${n})`)
    .join(' ')}))`,
    });
    const app = await (await makeApp(t, main, [side])).load();
    for (const n of numbers) assert.equal(app.modules.side.exports[`g${n}`](), n);
    assert.equal(app.modules.side.exports.h(), 149);
  });

  test('a file that has the calls in itself brings their table', async (t) => {
    const built = await makeApp(t, MAIN, [asker('early'), asker('late', { lazy: true })]);
    const text = asker('early')
      .text.replaceAll(/\(import "main" "(\w+)" \(func \$(\w+)( [^\n]*)?\)\)\n/g, '')
      .replace(
        /\(func \(export "ask_main"\)/,
        `(table $slots (export "wpl:main") 3 3 funcref)
  (func $add (param i32 i64) (result i32)
    (call_indirect $slots (param i32 i64) (result i32) (local.get 0) (local.get 1) (i32.const 0)))
  (func $half (param f64) (result f64) (call_indirect $slots (param f64) (result f64) (local.get 0) (i32.const 1)))
  (func $fail (call_indirect $slots (i32.const 2)))
  (func (export "ask_main")`,
      );
    for (const name of ['early', 'late']) await rewriteWasm(built, name, assemble(text));
    const app = await built.load();
    assert.equal(app.modules.early.exports.ask_main(2), 21);
    assert.equal((await app.open('late')).exports.ask_main(4), 22);
  });

  test('a failure of main in such a call is an error of the call', async (t) => {
    const app = await (await makeApp(t, MAIN, [asker('early')])).load();
    assert.throws(() => app.modules.early.exports.ask_failing(), hasCode('GUARDED_CALL_FAILED', 'unreachable'));
  });
});

describe('what main does not have', () => {
  const cases = {
    'a function': [
      '(func (export "m_add") (param i32 i64) (result i32) (i32.const 0))',
      'imports main.m_half, which main does not export',
    ],
    'its types': [
      `(func (export "m_add") (param i32) (result i32) (i32.const 0)) (func (export "m_half") (param f64) (result f64) (local.get 0))
  (func (export "m_fail"))`,
      'imports main.m_add as iij, but main exports it as ii',
    ],
  };
  for (const [title, [body, text]] of Object.entries(cases)) {
    test(title, async (t) => {
      const built = await makeApp(t, mainModule({ body }), [asker('early')]);
      await assert.rejects(built.load(), hasCode('IMPORTS_UNRESOLVED', text));
    });
  }

  test('types without letters', async (t) => {
    const built = await makeApp(t, MAIN, [asker('early')]);
    entryOf(built.manifest, 'early').imports.main.m_add = null;
    await assert.rejects(
      built.load(),
      hasCode('MANIFEST_INVALID', '"imports.main" has a function whose types have no letters'),
    );
  });
});
