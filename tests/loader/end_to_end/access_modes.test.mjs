// Access modes: the same side in each of them, in one program; and both ways in which a side comes to its functions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MainDriver, readManifest, readWasmFile, start, wordsOf } from './support.mjs';

const MODES = ['direct', 'import', 'accessor', 'pointer'];

/** An app with main's block of numbers, and each side's init called the way its mode wants it. */
async function startProbes(options) {
  const { app } = await start('app', options);
  const main = new MainDriver(app);
  const block = app.main.exports.main_malloc(4096);
  wordsOf(app.main, block, 16).set(Array.from({ length: 16 }, (_, index) => (index + 1) * 1000));
  return { app, main, block };
}

/** Way 1: main lends the side its own rbBridge and hands it to init. */
function initByPointer({ app, main }, side) {
  const handle = main.open(side);
  const bridge = app.main.exports.bridge_for(handle);
  assert.ok(bridge, main.error());
  return [main.call(side, 'init', bridge), handle, bridge];
}

function exercise({ app, main, block }, side) {
  assert.equal(main.call(side, 'sum', block, 16), 136000);
  main.callVoid(side, 'fill', block + 64, 4, -7);
  assert.deepEqual(
    [...wordsOf(app.main, block + 48, 9)],
    [13000, 14000, 15000, 16000, -7, -7, -7, -7, wordsOf(app.main, block + 80, 1)[0]],
  );
  assert.equal(main.call(side, 'check_all_functions', block + 1024), 0);

  const own = main.call(side, 'own_malloc', 64);
  main.callVoid(side, 'copy_in', own, block, 64);
  assert.equal(main.call(side, 'own_sum', own, 16), 136000);
  assert.deepEqual([...wordsOf(app.modules[side], own, 2)], [1000, 2000]);
  wordsOf(app.modules[side], own, 1)[0] = 5;
  main.callVoid(side, 'copy_out', block + 512, own, 8);
  assert.deepEqual([...wordsOf(app.main, block + 512, 2)], [5, 2000]);

  const lent = main.find(main.open(side), 'lend_triple:i');
  const triple = main.exports.call_i(lent);
  assert.equal(main.exports.call_ii(triple, 14), 42);
  assert.equal(main.call(side, 'take_triple_back', triple), 0);
}

for (const mode of MODES) {
  test(`${mode.toUpperCase()}: accessor, bridge and function pointers from one source`, async () => {
    const probes = await startProbes();
    if (mode === 'pointer') initByPointer(probes, 'probe_pointer');
    exercise(probes, `probe_${mode}`);
  });
}

test('way 1: everything is looked up through the rbBridge handed to init, in each mode', async () => {
  const probes = await startProbes();
  for (const mode of MODES) {
    const side = `probe_${mode}`;
    const [answered, handle, bridge] = initByPointer(probes, side);
    assert.equal(answered, handle, `${mode}: rb_self()`);
    assert.equal(probes.main.call(side, 'sum_by_given_bridge', probes.block, 16), 136000, mode);
    exercise(probes, side);
    assert.equal(probes.app.main.exports.take_back(handle, bridge), 0);
  }
});

test('POINTER: without rbBridge the side finds nothing, and says what is missing', async () => {
  const { main } = await startProbes();
  assert.equal(main.call('probe_pointer', 'init', 0), 0);
});

test('POINTER: its wasm imports nothing of another module', () => {
  assert.deepEqual(foreignImports('probe_pointer'), []);
});

test('IMPORT and DIRECT: accessor, bridge and rbBridge are wasm imports, the memory is imported', () => {
  for (const side of ['probe_import', 'probe_direct']) {
    const names = foreignImports(side);
    for (const name of [
      'env.main_getI32',
      'env.main_setF64',
      'env.main_mts_memcpy',
      'env.main_stm_addFnPtr',
      'env.rbBridge',
    ])
      assert.ok(names.includes(name), `${side} lacks ${name}: ${names}`);
    assert.ok(importedMemories(side).length === 1 && entryOf(side).memory.imported, side);
  }
});

test("ACCESSOR: accessor and rbBridge are imports, the bridge is not, and the memory is the side's own", () => {
  const names = foreignImports('probe_accessor');
  assert.ok(names.includes('env.main_getI32') && names.includes('env.rbBridge'), names.join(' '));
  assert.deepEqual(
    names.filter((name) => /mts_|stm_/.test(name)),
    [],
  );
  assert.deepEqual(importedMemories('probe_accessor'), []);
  assert.equal(entryOf('probe_accessor').memory.imported, false);
});

test('NONE: the binary imports no memory, no table and no function that reaches another module', () => {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(readWasmFile('probe_none')));
  assert.deepEqual(
    imports.filter(({ kind }) => kind !== 'function'),
    [],
  );
  assert.deepEqual(foreignImports('probe_none'), []);
  const allowed =
    /^(emscripten_resize_heap|_abort_js|abort|__assert_fail|segfault|alignfault|_?emscripten_\w*|__handle_stack_overflow)$|^fd_|^proc_exit$/;
  for (const { module, name } of imports) {
    assert.ok(['env', 'wasi_snapshot_preview1'].includes(module) && allowed.test(name), `${module}.${name}`);
  }
});

test('NONE: main calls it, reaches its memory, and may lend it a function', async () => {
  const { app, main } = await startProbes();
  assert.equal(main.call('probe_none', 'add', 40, 2), 42);
  const handle = main.open('probe_none');
  const own = main.call('probe_none', 'own_malloc', 64);
  wordsOf(app.main, main.exports.scratch(), 4).set([1, 2, 3, 4]);
  const copy = main.findAny(handle, 'mts_memcpy:viii');
  wordsOf(app.main, main.exports.scratch(), 4).set([1, 2, 3, 4]);
  main.exports.call_viii(copy, own, main.exports.scratch(), 16);
  assert.equal(main.call('probe_none', 'own_sum', own, 4), 10);
  const lent = main.exports.lend(handle, main.exports.function_to_lend(1));
  assert.equal(main.call('probe_none', 'call', lent, 9), 81);
  assert.equal(main.exports.take_back(handle, lent), 0);
});

test('NONE: nobody gets an rbBridge of it', async () => {
  const { main } = await startProbes();
  const handle = main.open('probe_none');
  assert.equal(main.findAny(handle, 'rbBridge'), 0);
  assert.match(main.error(), /probe_none: is a side of ACCESS NONE and has no rbBridge/);
  assert.equal(main.exports.bridge_for(handle), 0);
});

for (const [what, memories] of [
  ['made by the loader', () => ({})],
  ['made by the glue', () => null],
  [
    'given from outside',
    (entry) => new WebAssembly.Memory({ initial: entry.memory.initial + 3, maximum: entry.memory.maximum }),
  ],
]) {
  test(`way 2: memories ${what}, all modules`, async () => {
    const modules = {};
    for (const entry of readManifest('app').modules) {
      const memory = entry.memory.imported ? memories(entry) : {};
      modules[entry.name] = memory === null || memory instanceof WebAssembly.Memory ? { wasmMemory: memory } : {};
    }
    const probes = await startProbes({ modules });
    for (const [name, { wasmMemory }] of Object.entries(modules)) {
      if (wasmMemory instanceof WebAssembly.Memory && probes.app.modules[name].state === 'ready')
        assert.equal(probes.app.modules[name].memory, wasmMemory, name);
    }
    initByPointer(probes, 'probe_pointer');
    for (const mode of MODES) exercise(probes, `probe_${mode}`);
    assert.equal(probes.app.main.exports.check_rb_in_side(), 0);
    assert.equal(probes.app.main.exports.recurse(10), 10);
  });
}

function entryOf(side) {
  return readManifest('app').modules.find(({ name }) => name === side);
}

function foreignImports(side) {
  return WebAssembly.Module.imports(new WebAssembly.Module(readWasmFile(side)))
    .filter(({ module, name }) => !['env', 'wasi_snapshot_preview1'].includes(module) || /^main_|rbBridge/.test(name))
    .map(({ module, name }) => `${module}.${name}`);
}

function importedMemories(side) {
  return WebAssembly.Module.imports(new WebAssembly.Module(readWasmFile(side))).filter(({ kind }) => kind === 'memory');
}
