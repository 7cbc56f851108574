// The direct and fused files of tests/apps/direct: what is in them, and that they give the results of the portable
// files.
//
// Reads: WPL_APPS (the folder of the built app), WPL_CONFIG, WPL_WASM_DIS.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const { WPL_APPS: folder, WPL_CONFIG: config, WPL_WASM_DIS: wasmDis } = process.env;
const hasMultiMemory = Number(process.versions.node.split('.')[0]) >= 22;
const { default: createApp, manifest } = await import(pathToFileURL(join(folder, 'direct_app.mjs')));
const SIDES = ['reader', 'checked', 'suspending', 'lazy_reader'];
const ACCESSOR = /^(main|reader|checked|suspending)_((get|set)[IF]\d+|(mts|stm)_memcpy\d?)$/;

const entryOf = (name) => manifest.modules.find((module) => module.name === name);
const variantOf = (name, variant) => entryOf(name).variants.find((item) => item.variant === variant);

function disassemble(name, variant = 'direct') {
  const run = spawnSync(wasmDis, ['-all', join(folder, variantOf(name, variant).wasm.url)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

const importsOf = (text) =>
  [...text.matchAll(/^ \(import "([^"]+)" "([^"]+)" \((\w+) (\S+)/gm)].map(([, module, name, kind, id]) => ({
    module,
    name,
    kind,
    id,
  }));

/** The text of an exported function. */
function bodyOf(text, name) {
  const [, id] = new RegExp(String.raw`\(export "${name}" \(func (\S+)\)\)`).exec(text);
  return text.split(`(func ${id} `)[1].split('\n (func ')[0];
}

describe('the direct file', () => {
  for (const name of [...SIDES, 'direct_app']) {
    test(`${name} imports memories instead of accessor functions, its own first`, () => {
      const text = disassemble(name);
      const imports = importsOf(text);
      assert.deepEqual(
        imports.filter((item) => item.kind === 'func' && ACCESSOR.test(item.name)),
        [],
      );
      const memories = imports.filter((item) => item.kind === 'memory').map((item) => `${item.module}.${item.name}`);
      assert.deepEqual(memories, ['env.memory', name === 'direct_app' ? 'wpl:memory.reader' : 'wpl:memory.main']);
      assert.deepEqual(variantOf(name, 'direct').memories, [name === 'direct_app' ? 'reader' : 'main']);
      assert.match(text, /load|store/);
    });

    test(`${name} exports what the portable file does`, () => {
      const exportsOf = (variant) =>
        WebAssembly.Module.exports(
          new WebAssembly.Module(readFileSync(join(folder, variantOf(name, variant).wasm.url))),
        )
          .map((item) => item.name)
          .sort();
      if (hasMultiMemory) assert.deepEqual(exportsOf('direct'), exportsOf('portable'));
    });
  }

  test('every accessor call is a load or a store, unless the link was not optimised', () => {
    const text = disassemble('reader');
    const { id } = importsOf(text).find((item) => item.module === 'wpl:memory');
    const accesses = text.split(`$${id.slice(1)}`).length - 1;
    const helpers = [...text.matchAll(/^ \(func \$main_(get|set|mts|stm)/gm)].length;
    assert.ok(accesses > 20, `${accesses} accesses`);
    if (config === 'Debug') assert.ok(helpers > 0, 'merged only');
    else assert.equal(helpers, 0);
  });

  test('copies of any size are two functions that are called, not inlined, and all that needs SIMD', () => {
    const text = disassemble('reader');
    const functions = text.split('\n (func ').slice(1);
    const copies = functions.filter((body) => body.includes('v128.load'));
    assert.equal(copies.length, 2, copies.map((body) => body.slice(0, 80)).join());
    for (const body of copies) assert.match(body, /\(memory\.copy \S+ \S+/);
    for (const body of functions) if (!copies.includes(body)) assert.doesNotMatch(body, /v128/);
    const globals = importsOf(text).filter((item) => item.kind === 'global' && item.module === 'wpl:host');
    assert.deepEqual(
      globals.map((item) => item.name),
      ['memory_copy_from'],
    );
  });

  test('names survive where the link keeps them', () => {
    assert.match(disassemble('checked'), /\(func \$sum_while_growing/);
  });

  test('only DIRECT sides have one', () => {
    assert.equal(variantOf('imported', 'direct'), undefined);
    assert.equal(existsSync(join(folder, 'imported.direct.wasm')), false);
  });
});

describe('the fused file', () => {
  test('holds main and the sides that can be fused, the one that FUSE_FIRST names with memory 0', () => {
    const { modules } = variantOf('direct_app', 'fused');
    assert.deepEqual(modules, ['reader', 'direct_app', 'checked', 'imported', 'inner']);
    const memories = importsOf(disassemble('direct_app', 'fused'))
      .filter((item) => item.kind === 'memory')
      .map((item) => `${item.module}.${item.name}`);
    assert.deepEqual(
      memories,
      modules.map((name) => `${name}:env.memory`),
    );
  });

  test('imports nothing from what is in it, and what other sides have', () => {
    const functions = importsOf(disassemble('direct_app', 'fused'))
      .filter((item) => item.kind === 'func')
      .map(({ module, name }) => `${module}.${name}`);
    assert.deepEqual(
      functions.filter((name) => ACCESSOR.test(name.replace(/^.*\./, ''))),
      [],
    );
    assert.ok(functions.includes('direct_app:isolated.isolated_twice'));
    assert.ok(!functions.includes('direct_app:reader.sum'));
  });

  test("exports each module's own under its name", () => {
    if (!hasMultiMemory) return;
    const exportsOf = (name, variant) =>
      WebAssembly.Module.exports(
        new WebAssembly.Module(readFileSync(join(folder, variantOf(name, variant).wasm.url))),
      ).map((item) => item.name);
    const kept = (name) => exportsOf(name, 'portable').filter((item) => !entryOf(name).internal?.includes(item));
    const expected = variantOf('direct_app', 'fused').modules.flatMap((name) =>
      kept(name).map((item) => `${name}:${item}`),
    );
    assert.deepEqual(exportsOf('direct_app', 'fused').sort(), expected.sort());
  });

  test('has no internal function that was inlined everywhere, unless the link was not optimised', () => {
    assert.deepEqual(entryOf('inner').internal, ['inner_negative', 'inner_triple']);
    const text = disassemble('direct_app', 'fused');
    assert.doesNotMatch(text, /export "inner:inner_/);
    assert.equal(/i32\.mul/.test(bodyOf(text, 'direct_app:by_inner')), config !== 'Debug');
  });

  test('calls between modules are inlined, unless the link was not optimised', () => {
    const text = bodyOf(disassemble('direct_app', 'fused'), 'direct_app:side_get');
    assert.equal(/\(call /.test(text), config === 'Debug', text);
  });
});

const AT = 0x200000;

/** Calls everything and notes what came out. */
async function observe(options) {
  const app = await createApp(options);
  await app.open('lazy_reader');
  const { main } = app;
  const bytes = () => new Uint8Array(main.memory.buffer);
  const seen = {};
  const note = (name, value) => (seen[name] = typeof value === 'bigint' ? `${value}n` : value);
  const outcome = (call) => {
    try {
      return call();
    } catch (error) {
      return `${error.code} ${error.kind}`;
    }
  };
  for (const side of [...SIDES, 'imported']) {
    const { exports } = app.modules[side];
    const prepare = () =>
      bytes().set(
        Array.from({ length: 64 }, (_, index) => (index * 37 + 129) % 256),
        AT,
      );
    for (const type of ['I8', 'I16', 'I32', 'I64', 'F32', 'F64']) {
      const value = type === 'I64' ? -0x123456789abcdefn : type.startsWith('F') ? -1.5 : -1234567;
      prepare();
      for (const offset of [0, 1, 3, 7]) note(`${side} ${type} +${offset}`, exports[`get_${type}`](AT + offset));
      exports[`set_${type}`](AT + 5, value);
      note(`${side} set ${type}`, [...bytes().slice(AT, AT + 16)].join());
      const end = main.memory.buffer.byteLength;
      const size = Number(type.slice(1)) / 8;
      note(`${side} ${type} last`, String(exports[`get_${type}`](end - size)));
      note(
        `${side} ${type} beyond`,
        outcome(() => exports[`get_${type}`](end - size + 1)),
      );
      note(
        `${side} set ${type} beyond`,
        outcome(() => exports[`set_${type}`](end - size + 1, value)),
      );
      note(
        `${side} ${type} highest`,
        outcome(() => exports[`get_${type}`](-1)),
      );
    }
    prepare();
    exports.relay(AT + 100, AT + 1);
    exports.relay_back(AT + 200, AT + 2);
    note(`${side} relay`, [...bytes().slice(AT + 100, AT + 220)].join());
    note(
      `${side} relay beyond`,
      outcome(() => exports.relay(AT, -20)),
    );
    const pattern = Array.from({ length: 5000 }, (_, index) => (index * 89 + (index >> 8) * 7 + 3) % 256);
    for (const size of [0, 1, 15, 16, 17, 63, 64, 65, 127, 511, 512, 513, 2047, 2048, 2049, 5000]) {
      for (const [to, from, offset] of [
        [AT + 8192, AT, 0],
        [AT + 8193, AT + 3, 5],
        [AT + 8199, AT + 1, 64],
      ]) {
        bytes().fill(0x5a, AT + 8190, AT + 16384);
        bytes().set(pattern, from);
        exports.relay_large(to, from, size, offset);
        const expected = [...Array(to - AT - 8190).fill(0x5a), ...pattern.slice(0, size), ...Array(64).fill(0x5a)];
        assert.deepEqual([...bytes().slice(AT + 8190, to + size + 64)], expected, `${side}: ${size} bytes to ${to}`);
      }
      const end = main.memory.buffer.byteLength;
      note(
        `${side} ${size} bytes, read one too far`,
        outcome(() => exports.relay_large(AT, end - size + 1, size, 0)),
      );
      note(
        `${side} ${size} bytes, written one too far`,
        outcome(() => exports.relay_large(end - size + 1, AT, size, 0)),
      );
      note(`${side} ${size} bytes, the last ones`, [...bytes().slice(-size - 2)].join());
    }
    note(`${side} sum`, exports.sum(AT, 16));
    note(`${side} grows`, exports.sum_while_growing(AT, main.exports.grow_pointer()));
  }
  const { reader } = app.modules;
  note('by inner', main.exports.by_inner(14));
  note(
    'inner for JavaScript',
    Object.keys(app.modules.inner.exports)
      .filter((name) => name.startsWith('inner_'))
      .join(),
  );
  note('inner looked up', main.module.UTF8ToString(main.exports.look_up_inner()));
  note('main by side', main.exports.sum_by_side(AT));
  note('main set', main.exports.side_set(AT + 1, 0x01020304));
  note('main get', main.exports.side_get(AT + 2));
  main.exports.side_fetch(AT + 3, AT);
  note('main fetch', [...bytes().slice(AT, AT + 20)].join());
  note('lazy get', main.exports.lazy_get(AT));
  main.memory.grow(33000 - main.memory.buffer.byteLength / 65536);
  const high = 0x80000010;
  new DataView(main.memory.buffer).setInt32(high, 77, true);
  for (const side of [...SIDES, 'imported']) {
    const { exports } = app.modules[side];
    exports.set_I64(high + 8, 5n);
    exports.relay(high + 33, high);
    exports.relay_large(high + 4096, high, 700, 1);
    assert.deepEqual(bytes().slice(high + 4096, high + 4796), bytes().slice(high, high + 700));
    note(
      `${side} above 2 GiB`,
      [exports.get_I32(high), exports.sum(high, 4), ...bytes().slice(high, high + 80)].join(),
    );
  }
  note('reader alive', reader.state);
  return { seen, app };
}

test('gives the results of the portable file', async () => {
  const direct = await observe({ prefer: 'direct' });
  const portable = await observe({ prefer: 'portable' });
  assert.equal(portable.app.variant, 'portable');
  assert.equal(direct.app.variant, hasMultiMemory ? 'direct' : 'portable');
  for (const name of SIDES) {
    assert.equal(direct.app.modules[name].variant, direct.app.variant, name);
    assert.equal(portable.app.modules[name].variant, 'portable', name);
  }
  assert.equal(direct.app.modules.imported.variant, 'portable');
  assert.deepEqual(direct.seen, portable.seen);
  assert.equal(direct.seen['reader I32 beyond'], 'GUARDED_CALL_FAILED trap');
  assert.equal(direct.seen['by inner'], -42);
  assert.equal(direct.seen['inner for JavaScript'], '');
  assert.match(
    direct.seen['inner looked up'],
    /^inner: "inner_triple" is internal: only modules of the fused file call it; leave inner out of FUSE_INTERNAL$/,
  );
});

test('gives them whichever size goes by memory.copy, by the loop only, by memory.copy only', async () => {
  const portable = await observe({ prefer: 'portable' });
  for (const prefer of ['direct', 'fused']) {
    for (const memoryCopyFrom of [0, 100, 0xffffffff]) {
      const { seen, app } = await observe({ prefer, memoryCopyFrom });
      assert.equal(app.memoryCopyFrom, hasMultiMemory ? memoryCopyFrom : null);
      assert.deepEqual(seen, portable.seen);
    }
  }
});

test('the fused file gives the results of the portable files', async () => {
  const fused = await observe({});
  const portable = await observe({ prefer: 'portable' });
  assert.equal(fused.app.variant, hasMultiMemory ? 'fused' : 'portable');
  for (const name of ['direct_app', 'reader', 'checked', 'imported'])
    assert.equal(fused.app.modules[name].variant, fused.app.variant, name);
  assert.equal(fused.app.modules.isolated.variant, 'portable');
  assert.deepEqual(fused.seen, portable.seen);
});

test('takes single files where a module of the fused file is started by a hook', async () => {
  const instantiateWasm = (imports, done) => {
    const bytes = readFileSync(join(folder, variantOf('checked', hasMultiMemory ? 'direct' : 'portable').wasm.url));
    WebAssembly.instantiate(bytes, imports).then(({ instance, module }) => done(instance, module));
    return {};
  };
  const app = await createApp({ modules: { checked: { instantiateWasm } } });
  assert.equal(app.variant, hasMultiMemory ? 'direct' : 'portable');
  assert.equal(app.modules.reader.variant, app.variant);
});

test("takes the portable file where main's JavaScript makes main's memory", async () => {
  const app = await createApp({ modules: { main: { wasmMemory: null } } });
  assert.equal(app.modules.reader.variant, 'portable');
});
