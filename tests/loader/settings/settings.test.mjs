// Settings of emcc that docs/settings.md says to work: apps whose modules are linked with them, tests/apps/settings.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { appsOf, lines } from './support.mjs';

const { prepare, start } = appsOf('settings');

const APPS = [
  ['memory', 1],
  ['growth', 0],
  ['own_malloc', 1, 40],
  ['exports', 0],
  ['whole_library', 0],
  ['exceptions', 42],
  ['catching_allowed', 42],
  ['new_exceptions', 42],
  ['checks', 0],
  ['asyncify', 0],
  ['files', 42],
  ['packed_files', 42],
  ['wasmfs', 42],
  ['embind', 0],
  ['small', 0],
  ['undefined', 0],
];
for (const [name, special, blocks] of APPS)
  test(name, async () => assert.deepEqual((await start(name)).printed, lines(special, blocks)));

test('memory: its size, its maximum and where the stack and the data lie', async () => {
  const { main, side } = await start('memory');
  for (const { memory } of [main, side]) {
    assert.ok(memory.buffer.byteLength >= 8 << 20);
    assert.throws(() => memory.grow(1024), RangeError); // 64 MB at most
  }
});

test('fixed_memory: the side gets what is there, and malloc says so', async () => {
  const { main, side, printed } = await start('fixed_memory');
  const [, blocks] = /^blocks: (\d+)$/.exec(printed[2]);
  assert.deepEqual(printed, lines(1, blocks));
  assert.ok(blocks > 100 && blocks < 256, blocks);
  for (const { memory } of [main, side]) assert.equal(memory.buffer.byteLength, 16 << 20);
});

test('exports: what the lists name is on the handles, and main has exited', async () => {
  const { main, side } = await start('exports');
  assert.equal(main.state, 'exited');
  assert.equal(typeof main.module.UTF8ToString, 'function');
  assert.equal(typeof main.module.ccall, 'function');
  assert.equal(side.exports.take_blocks(3), 3);
  assert.equal(side.module.ccall('take_blocks', 'number', ['number'], [2]), 2);
});

test('not_run: main() waits until it is called', async () => {
  const { main, printed } = await start('not_run');
  assert.deepEqual(printed, []);
  main.module.callMain();
  assert.deepEqual(printed, lines(0));
});

test('embind: functions and types of both modules, and their declarations', async () => {
  const { main, side } = await start('embind');
  for (const { module } of [main, side]) {
    assert.equal(module.greet('Ümit'), 'hello, Ümit');
    assert.deepEqual(module.origin(), { x: 3, y: 4 });
  }
  assert.match(
    readFileSync(join(process.env.WPL_APPS, 'settings_embind_glue.d.ts'), 'utf8'),
    /greet\(_0: EmbindString\): string;/,
  );
});

test('undefined: each module reports its own, and goes on', async () => {
  const { main, side, printed } = await start('undefined');
  for (const { exports } of [main, side]) {
    printed.length = 0;
    assert.equal(exports.overflow(1), -(2 ** 31));
    assert.match(printed.join('\n'), /signed integer overflow: 1 \+ 2147483647/);
  }
});

test('leak: main reports what it has lost when it exits', async () => {
  const { started, printed } = prepare('leak');
  await assert.rejects(started, { code: 'MAIN_EXITED', status: 23 });
  assert.match(printed.join('\n'), /LeakSanitizer: detected memory leaks/);
});

test('one_leak: a side reports what it has lost when it is asked', async () => {
  const { side, printed } = await start('one_leak');
  printed.length = 0;
  assert.equal(side.exports.find_leaks(), 1);
  assert.match(printed.join('\n'), /1234 byte\(s\)/);
});
