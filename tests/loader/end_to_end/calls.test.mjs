// Calls between modules: API headers, rb_dlopen and its family, callbacks, C++.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MainDriver, bytesOf, readManifest, readWasmFile, scratchText, start, textAt } from './support.mjs';

test("main calls a side through its API header, with arguments and main()'s output", async () => {
  const { app, printed } = await start('app', { modules: { app: { arguments: ['x'] } } });
  assert.deepEqual(printed, ['app started with 1 arguments: x']);
  app.main.exports.init_both(100, 2);
  assert.equal(app.main.exports.add_direct(5), 105);
  assert.equal(app.main.exports.add_direct(-10), 95);
});

test("the API header makes it a direct wasm import: main gets the side's own export", async () => {
  const seen = {};
  const spy = (name) => (imports, done) => {
    seen[name] = { imports };
    WebAssembly.instantiate(wasm[name], imports).then((instance) => {
      seen[name].exports = instance.exports;
      done(instance);
    });
  };
  const wasm = Object.fromEntries(
    ['app', 'counter', 'doubler'].map((name) => [name, new WebAssembly.Module(readWasmFile(name))]),
  );
  const modules = Object.fromEntries(Object.keys(wasm).map((name) => [name, { instantiateWasm: spy(name) }]));
  const { app } = await start('app', { modules });
  assert.equal(seen.app.imports.counter.counter_add, seen.counter.exports.counter_add);
  assert.equal(seen.doubler.imports.counter.counter_add, seen.counter.exports.counter_add);
  assert.equal(seen.app.imports.doubler.doubler_add, seen.doubler.exports.doubler_add);
  const imported = WebAssembly.Module.imports(wasm.app).map(({ module, name }) => `${module}.${name}`);
  assert.ok(imported.includes('counter.counter_add') && imported.includes('doubler.init'), imported.join(' '));
  app.main.exports.init_both(1, 3);
  assert.equal(app.main.exports.add_through_doubler(1), 4);
});

test("a side calls another side's API header", async () => {
  const { app } = await start('app');
  app.main.exports.init_both(0, 3);
  assert.equal(app.main.exports.add_through_doubler(7), 21);
  assert.equal(app.main.exports.add_direct(1), 22);
  const doubler = readManifest('app').modules.find(({ name }) => name === 'doubler');
  assert.deepEqual(doubler.imports, { counter: { counter_add: 'ii' }, main: { app_answer: 'ii' } });
});

test("a side calls main's API header, also in its constructor", async () => {
  const { app } = await start('app');
  app.main.exports.init_both(0, 3);
  assert.equal(app.main.exports.ask_through_doubler(8), 150);
  assert.equal(app.modules.doubler.exports.doubler_ask(0), 126);
  assert.equal(app.main.exports.first_answer(), 42);
});

test('two sides both export init, and main calls each', async () => {
  const { app } = await start('app');
  app.main.exports.init_both(1000, 5);
  assert.equal(app.main.exports.add_through_doubler(1), 1005);
  for (const side of ['counter', 'doubler']) {
    const { api } = readManifest('app').modules.find(({ name }) => name === side);
    assert.ok(api.includes('init') && !api.includes(`${side}_init`), `${side}: ${api}`);
  }
});

test('rb_dlopen, rb_dlsym, rb_dlclose, rb_dlerror and rb_bridge in C99, in main and in a side', async () => {
  const { app } = await start('app');
  for (const where of ['main', 'side']) {
    assert.equal(
      app.main.exports[`check_rb_in_${where}`](),
      0,
      `rb_checks.h:${app.main.exports[`check_rb_in_${where}`]()} in ${where}`,
    );
  }
});

test("rb_dlerror cuts a long text at a character's border", async () => {
  const { app } = await start('app');
  const main = new MainDriver(app);
  const name = 'ä'.repeat(1500);
  assert.equal(main.find(main.open('counter'), name), 0);
  const text = main.error();
  assert.ok(!text.includes('\ufffd') && text.endsWith('ä'), text.slice(-20));
  assert.ok(Buffer.byteLength(text) >= 1021 && Buffer.byteLength(text) <= 1023);
  // Not terminated: refused instead of read to the end of memory.
  const address = app.main.exports.main_malloc(8192);
  bytesOf(app.main, address, 8192).fill(65);
  assert.equal(app.main.exports.open_by_name(address), 0);
  assert.match(main.error(), /has no end within 4096 bytes/);
  assert.equal(app.main.exports.open_by_name(0x7fffffff), 0);
  assert.match(main.error(), /outside the memory/);
});

test("rb_dlsym_guarded without a failure gives the function's result", async () => {
  const { app } = await start('app');
  const main = new MainDriver(app);
  app.main.exports.init_both(10, 1);
  const add = main.findGuarded(main.open('counter'), 'counter_add:ii');
  assert.equal(main.exports.call_ii(add, 32), 42);
  assert.equal(main.callError(), '');
});

test('callbacks from a side into main and back are re-entrant', async () => {
  const { app } = await start('app');
  for (const depth of [0, 1, 2, 100]) assert.equal(app.main.exports.recurse(depth), depth);
  const before = [app.main.exports.stack_pointer(), app.modules.counter.exports.stack_pointer()];
  assert.equal(app.main.exports.recurse(50), 50);
  assert.deepEqual([app.main.exports.stack_pointer(), app.modules.counter.exports.stack_pointer()], before);
});

test('rb_dlopen_async opens a lazy side, and answers from the event loop', async () => {
  const { app } = await start('app');
  const main = new MainDriver(app);
  const answered = async (count) => {
    for (let turn = 0; app.main.exports.answers() < count && turn < 1000; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(app.main.exports.answers(), count);
  };
  assert.equal(main.open('plugin'), 0);
  assert.match(main.error(), /plugin: is a lazy side that is not open; open it with rb_dlopen_async/);
  assert.equal(app.main.exports.open_async(scratchText(app, 'plugin')), 0);
  assert.equal(main.open('plugin'), 0, 'not before it is there');
  await answered(1);
  const handle = app.main.exports.answered_handle();
  assert.ok(handle > 1);
  assert.equal(
    textAt(app.main, app.main.exports.answered_error()),
    'plugin: is a lazy side that is not open; open it with rb_dlopen_async() or app.open() first',
  );
  assert.equal(main.open('plugin'), handle);
  assert.equal(main.call('plugin', 'plugin_value'), 7);

  assert.equal(app.main.exports.open_async(scratchText(app, 'no_such_side')), 0);
  await answered(2);
  assert.equal(app.main.exports.answered_handle(), 0);
  assert.match(textAt(app.main, app.main.exports.answered_error()), /no module "no_such_side"/);

  app.main.exports.open_async(scratchText(app, 'counter'));
  await answered(3);
  assert.equal(app.main.exports.answered_handle(), main.open('counter'));
});

test('C++: wpl::ptr, wpl::remote_ptr, wpl::copy and wpl::local_view on both sides', async () => {
  const { app, printed } = await start('cpp');
  assert.deepEqual(printed, ['cpp started']);
  assert.equal(app.main.exports.check_side_works_on_my_memory(), 0);
  assert.equal(app.main.exports.check_i_work_on_side_memory(), 0);
});

test("C++: a copy beyond the end of the side's memory traps before its first byte", async () => {
  const { app } = await start('cpp');
  const side = app.modules.shapes.memory.buffer.byteLength;
  const address = app.main.exports.untouched_bytes();
  assert.throws(() => app.main.exports.copy_from_side_address(side - 10, 11), { code: 'UNGUARDED_CALL_FAILED' });
  assert.deepEqual([...bytesOf(app.main, address, 64)], Array(64).fill(0xa5));
});
