// A side's glue started without the loader: what the injected js-libraries ask of whoever starts them, and when. The
// link object here is a small stand-in for the loader's, over the helpers as built.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { largeCopies } from '../../../js/loader/memory/large_copies.mjs';
import {
  emscripten,
  folder,
  hasMultiMemory,
  readHelper,
  readManifest,
  readWasmFile as readWasm,
  start,
} from './support.mjs';

/** Emscripten 3.1 makes the memory before the postset of the js-libraries, 6.0 after it. */
const memoryComesFirst = emscripten.startsWith('3.');

async function factoryOf(side) {
  return (await import(pathToFileURL(join(folder, `${side}.mjs`)).href)).default;
}

function instantiate(helper, imports) {
  return new WebAssembly.Instance(new WebAssembly.Module(readHelper(helper)), imports).exports;
}

/** A stand-in for the loader: main is a bare memory. Notes what is asked for, in order. */
class HandMadeLink {
  constructor() {
    this.main = new WebAssembly.Memory({ initial: 1 });
    this.mainAccessor = instantiate('accessor', { module: { memory: this.main }, host: { rbBridge: () => 0 } });
    this.asked = [];
    this.services = null;
    this.bridge = null;
    this.abi = 1;
  }

  runtime(services) {
    this.services = services;
  }

  foreignDepth() {
    return 0;
  }

  import(module, field, memory) {
    this.asked.push({ name: module ? `${module}_${field}` : field, memory });
    if (module === '') return () => 0;
    if (Object.hasOwn(this.mainAccessor, field)) return this.mainAccessor[field];
    if (!memory) return undefined;
    this.bridge ??= this.makeBridge(memory);
    return this.bridge[field];
  }

  makeBridge(memory) {
    const nothing = () => 0;
    const host = { mts_addFnPtr: nothing, stm_addFnPtr: nothing, mts_removeFnPtr: nothing, stm_removeFnPtr: nothing };
    const limit = { 'wpl:host': { memory_copy_from: 512 } };
    if (hasMultiMemory) return instantiate('bridge', { main: { memory: this.main }, side: { memory }, host, ...limit });
    const accessor = instantiate('accessor', { module: { memory }, host: { rbBridge: nothing } });
    const blocks = [this.main, memory].map((one) => instantiate('blocks', { module: { memory: one } }));
    return instantiate('bridge_fb', {
      main: { ...this.mainAccessor, ...blocks[0] },
      side: { ...accessor, ...blocks[1] },
      host: { ...host, ...largeCopies(this.main, memory) },
    });
  }

  asksFor(name) {
    return this.asked.filter((request) => request.name === name);
  }
}

/** Starts a side's glue with the link; its exports are taken where the glue takes them. */
async function startByHand(side, link, args = {}) {
  const factory = await factoryOf(side);
  let exports;
  await factory({
    ...args,
    wasmPseudoLink: link,
    instantiateWasm: (imports, done) => {
      const compiled = new WebAssembly.Module(readWasm(side));
      const instance = new WebAssembly.Instance(compiled, imports);
      ({ exports } = instance);
      link.imports = imports;
      done(instance, compiled);
      return instance.exports;
    },
  });
  return exports;
}

function exercise(link, side) {
  new Int32Array(link.main.buffer, 64, 4).set([1, 20, 300, 4000]);
  assert.equal(side.sum(64, 4), 4321);
  side.fill(80, 2, 9);
  assert.deepEqual([...new Int32Array(link.main.buffer, 76, 4)], [4000, 9, 9, 0]);
}

function exerciseBridge(link, side) {
  const own = side.own_malloc(16);
  side.copy_in(own, 64, 16);
  assert.equal(side.own_sum(own, 4), 4321);
  side.copy_out(1000, own, 16);
  assert.deepEqual([...new Int32Array(link.main.buffer, 1000, 4)], [1, 20, 300, 4000]);
  assert.equal(side.check_all_functions(2000), 0);
}

for (const side of ['probe_import', 'probe_direct']) {
  test(`${side}: the memory that the glue makes comes ${memoryComesFirst ? 'before' : 'after'} the postset`, async () => {
    const link = new HandMadeLink();
    const exports = await startByHand(side, link);
    const copies = link.asksFor('main_mts_memcpy');
    assert.deepEqual(
      copies.map(({ memory }) => memory instanceof WebAssembly.Memory),
      memoryComesFirst ? [true] : [false, true],
    );
    assert.equal(link.asksFor('main_getI32').length, 1, 'an accessor function is there at the first time of asking');
    assert.equal(copies.at(-1).memory, link.imports.env.memory);
    exercise(link, exports);
    exerciseBridge(link, exports);
  });

  test(`${side}: a Module.wasmMemory from outside is there before the postset`, async () => {
    const { memory } = readManifest('app').modules.find(({ name }) => name === side);
    const given = new WebAssembly.Memory({ initial: memory.initial, maximum: memory.maximum });
    const link = new HandMadeLink();
    const exports = await startByHand(side, link, { wasmMemory: given });
    assert.deepEqual(
      link.asksFor('main_mts_memcpy').map(({ memory: asked }) => asked === given),
      [true],
    );
    assert.equal(link.imports.env.memory, given);
    exercise(link, exports);
    exerciseBridge(link, exports);
  });

  test(`${side}: a user's own preInit, function or list, still runs`, async () => {
    for (const wrap of [(hook) => hook, (hook) => [hook]]) {
      const link = new HandMadeLink();
      let ran = 0;
      const exports = await startByHand(side, link, { preInit: wrap(() => (ran += 1)) });
      assert.equal(ran, 1);
      exercise(link, exports);
      exerciseBridge(link, exports);
    }
  });
}

test("probe_accessor: asks for main's accessor and rbBridge only, with no memory of its own to show", async () => {
  const link = new HandMadeLink();
  const exports = await startByHand('probe_accessor', link);
  const names = link.asked.map(({ name }) => name);
  assert.ok(names.includes('main_getI32') && names.includes('rbBridge'), names.join(' '));
  assert.deepEqual(
    names.filter((name) => /mts_|stm_/.test(name)),
    [],
  );
  exercise(link, exports);
});

test('probe_pointer and probe_none: ask for nothing', async () => {
  for (const side of ['probe_pointer', 'probe_none']) {
    const link = new HandMadeLink();
    const exports = await startByHand(side, link);
    assert.deepEqual(link.asked, [], side);
    assert.equal(exports.add(40, 2), 42);
  }
});

test('the runtime hands over its own functions before the module is instantiated', async () => {
  const link = new HandMadeLink();
  const exports = await startByHand('probe_import', link);
  const { stackSave, stackRestore, table, callMain } = link.services;
  assert.equal(table(), exports.__indirect_function_table);
  assert.equal(callMain, null);
  const here = stackSave();
  stackRestore(here - 64);
  assert.equal(stackSave(), here - 64);
  stackRestore(here);
});

test('without a link the side starts, and its dummy functions say what to do', async () => {
  const factory = await factoryOf('probe_import');
  let exports;
  await factory({
    printErr: () => {},
    instantiateWasm: (imports, done) => {
      const compiled = new WebAssembly.Module(readWasm('probe_import'));
      const instance = new WebAssembly.Instance(compiled, imports);
      ({ exports } = instance);
      done(instance, compiled);
      return instance.exports;
    },
  });
  assert.equal(exports.add(1, 2), 3);
  assert.throws(() => exports.sum(0, 1), /not started by the loader\. Start it through app\.mjs/);
});

test('the loader itself takes both timings', async () => {
  for (const wasmMemory of [undefined, null]) {
    const { app } = await start('app', { modules: { probe_import: { wasmMemory }, counter: { wasmMemory } } });
    assert.equal(app.main.exports.check_rb_in_side(), 0);
  }
});
