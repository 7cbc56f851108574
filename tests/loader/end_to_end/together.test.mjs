// Several modules at once: sides that reach sides, several mains in one process, each reaching the other's memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MainDriver, bytesOf, lastingText, readManifest, start, wordsOf } from './support.mjs';

const PROBES = ['probe_direct', 'probe_import', 'probe_accessor', 'probe_pointer', 'probe_none'];

async function startProbes() {
  const { app } = await start('app');
  const main = new MainDriver(app);
  main.call('probe_pointer', 'init', app.main.exports.bridge_for(main.open('probe_pointer')));
  return { app, main };
}

test('seven sides at once, each with a memory and a table of its own', async () => {
  const { app, main } = await startProbes();
  const sides = readManifest('app')
    .modules.filter(({ role, lazy }) => role === 'side' && !lazy)
    .map(({ name }) => name);
  assert.equal(sides.length, 7);
  const memories = new Set([app.main, ...sides.map((side) => app.modules[side])].map(({ memory }) => memory));
  assert.equal(memories.size, 8);
  assert.equal(new Set(['main', ...sides].map((name) => main.open(name))).size, 8);
  for (const probe of PROBES) assert.equal(main.call(probe, 'add', 1, 2), 3);
  const address = main.call('probe_none', 'own_malloc', 4);
  wordsOf(app.modules.probe_none, address, 1)[0] = 123456;
  for (const side of sides.filter((name) => name !== 'probe_none'))
    assert.notEqual(wordsOf(app.modules[side], address, 1)[0], 123456, side);
});

test('a side reaches every other side: memory, functions, and a callback lent to it', async () => {
  const { app, main } = await startProbes();
  for (const from of PROBES.filter((name) => name !== 'probe_none')) {
    for (const to of PROBES.filter((name) => name !== from)) {
      const line = main.call(from, 'check_other_side', lastingText(app, to), to.length);
      assert.equal(line, 0, `probe.c:${line}, ${from} to ${to}`);
    }
  }
});

test('a side uses the rbBridge that belongs to another side: its names, its table', async () => {
  const { app, main } = await startProbes();
  const other = main.open('probe_accessor');
  const name = main.call('probe_accessor', 'own_malloc', 64);
  bytesOf(app.modules.probe_accessor, name, 16).set(Buffer.from('counter_add:ii\0\0'));
  const counter = main.open('counter');
  const { find_through_other: find } = app.modules.probe_direct.exports;
  // An address in probe_accessor's memory, an index of probe_accessor's table.
  const found = find(other, counter, name);
  assert.notEqual(found, 0);
  main.exports.init_both(100, 1);
  assert.equal(app.modules.probe_accessor.exports.call(found, 11), 111);

  bytesOf(app.modules.probe_accessor, name, 16).set(Buffer.from('rb_self\0'));
  assert.notEqual(find(other, 0, name), 0);
  // What went wrong there is said there, not here.
  bytesOf(app.modules.probe_accessor, name, 16).set(Buffer.from('missing\0'));
  assert.equal(find(other, counter, name), 0);
  assert.equal(main.error(), '');
});

test("main reaches a side's memory by the API header's functions, and the side main's", async () => {
  const { app, main } = await startProbes();
  const { counter } = app.modules;
  const address = counter.memory.buffer.byteLength - 4;
  wordsOf(counter, address, 1)[0] = 0x12345678;
  assert.equal(app.main.exports.counter_memory_word(address), 0x12345678);
  const block = app.main.exports.main_malloc(16);
  wordsOf(app.main, block, 4).set([1, 2, 3, 4]);
  assert.equal(main.call('probe_direct', 'sum', block, 4), 10);
});

test("two mains in one process share a side's files and nothing else", async () => {
  const [{ app }, { app: cpp }] = await Promise.all([start('app'), start('cpp')]);
  app.main.exports.init_both(500, 1);
  assert.equal(cpp.main.exports.add(1), 1);
  assert.equal(app.main.exports.add_direct(1), 501);
  assert.equal(cpp.main.exports.add(1), 2);
  assert.notEqual(app.modules.counter.memory, cpp.modules.counter.memory);
  assert.equal(cpp.main.exports.check_side_works_on_my_memory(), 0);
});

test('the same app many times in one process, started at once: each has its own state', async () => {
  const apps = await Promise.all(Array.from({ length: 5 }, () => start('app')));
  apps.forEach(({ app }, index) => app.main.exports.init_both(index * 1000, index));
  apps.forEach(({ app }, index) => assert.equal(app.main.exports.add_through_doubler(2), index * 1000 + index * 2));
  await apps[0].app.open('plugin');
  assert.equal(apps[0].app.modules.plugin.state, 'ready');
  assert.equal(apps[1].app.modules.plugin.state, 'closed');
});

test('a failure in one app leaves its twin alone', async () => {
  const [{ app: one }, { app: two }] = await Promise.all([start('app'), start('app')]);
  assert.throws(() => one.main.exports.call_ii(0x7ffffff, 1), { code: 'UNGUARDED_CALL_FAILED' });
  assert.equal(one.main.state, 'failed');
  assert.throws(() => one.main.exports.add_direct(1), { code: 'MODULE_FAILED' });
  assert.equal(two.main.state, 'ready');
  two.main.exports.init_both(1, 1);
  assert.equal(two.main.exports.add_direct(1), 2);
});
