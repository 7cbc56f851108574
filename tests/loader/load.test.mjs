// load(): the plain way through, order, progress, abort, main's status, and that failures leave nothing behind.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { entryOf, hasMultiMemory, helpers, instantiateFrom, makeApp, rewriteGlue } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const CALL_SORTER = '(import "sorter" "twice" (func $sorter_twice (param i32) (result i32)))';
const callingMain = (extra = {}) =>
  mainModule({
    imports: `${CALL_SORTER}
  (import "env" "sorter_getI32" (func $sorter_getI32 (param i32) (result i32)))
  (import "env" "sorter_mts_memcpy" (func $mts_memcpy (param i32 i32 i32)))`,
    body: `(func (export "via_side") (param i32) (result i32) (call $sorter_twice (local.get 0)))
  (func (export "peek_side") (param i32) (result i32) (call $sorter_getI32 (local.get 0)))
  (func (export "send") (param i32 i32 i32) (call $mts_memcpy (local.get 0) (local.get 1) (local.get 2)))`,
    ...extra,
    glue: {
      links: [
        ['sorter', 'getI32'],
        ['sorter', 'mts_memcpy'],
      ],
      ...extra.glue,
    },
  });
const sorter = (extra = {}) =>
  sideModule('sorter', {
    imports: `(import "env" "main_getI32" (func $main_getI32 (param i32) (result i32)))
  (import "env" "main_setI32" (func $main_setI32 (param i32 i32)))
  (import "env" "main_stm_memcpy" (func $stm_memcpy (param i32 i32 i32)))`,
    body: `(func (export "peek_main") (param i32) (result i32) (call $main_getI32 (local.get 0)))
  (func (export "poke_main") (param i32 i32) (call $main_setI32 (local.get 0) (local.get 1)))
  (func (export "fetch_main") (param i32 i32 i32) (call $stm_memcpy (local.get 0) (local.get 1) (local.get 2)))`,
    ...extra,
    glue: {
      links: [
        ['main', 'getI32'],
        ['main', 'setI32'],
        ['main', 'stm_memcpy'],
      ],
      ...extra.glue,
    },
  });

for (const bridge of hasMultiMemory ? ['bridge', 'bridge_fb'] : ['bridge_fb']) {
  test(`main and side call each other and reach each other's memory (${bridge})`, async (t) => {
    const built = await makeApp(t, callingMain(), [sorter()]);
    const app = await built.load({ bridge });
    assert.equal(app.bridge, bridge);
    assert.equal(app.variant, 'portable');
    assert.equal(app.main.state, 'ready');
    assert.equal(app.main.exports.via_side(21), 42);
    const { sorter: side } = app.modules;
    const mainInts = new Int32Array(app.main.memory.buffer);
    const sideInts = new Int32Array(side.memory.buffer);
    sideInts[1000] = 77;
    assert.equal(app.main.exports.peek_side(4000), 77);
    mainInts[1000] = 99;
    assert.equal(side.exports.peek_main(4000), 99);
    side.exports.poke_main(4004, -5);
    assert.equal(mainInts[1001], -5);
    app.main.exports.send(8000, 4000, 8); // main -> side
    assert.deepEqual([...sideInts.slice(2000, 2002)], [99, -5]);
    side.exports.fetch_main(8000, 4000, 4); // side -> main: "stm" seen from main, dest in main
    assert.equal(mainInts[2000], 77);
  });
}

test('without the option the engine decides which bridge runs', async (t) => {
  const app = await (await makeApp(t, callingMain(), [sorter()])).load();
  assert.equal(app.bridge, hasMultiMemory ? 'bridge' : 'bridge_fb');
});

test(
  'forcing the bridge where there is no multi-memory is an error',
  { skip: hasMultiMemory && 'this engine has multi-memory' },
  async (t) => {
    const built = await makeApp(t, callingMain(), [sorter()]);
    await assert.rejects(built.load({ bridge: 'bridge' }), hasCode('ENGINE_TOO_OLD', 'multi-memory'));
  },
);

describe('memories', () => {
  for (const memory of ['before', 'after']) {
    test(`a glue that makes its own memory ${memory} the postset`, async (t) => {
      const built = await makeApp(t, callingMain({ glue: { memory } }), [sorter({ glue: { memory } })]);
      const app = await built.load({ modules: { app: { wasmMemory: null }, sorter: { wasmMemory: null } } });
      new Int32Array(app.modules.sorter.memory.buffer)[1000] = 5;
      assert.equal(app.main.exports.peek_side(4000), 5);
      new Int32Array(app.main.memory.buffer)[1000] = 6;
      assert.equal(app.modules.sorter.exports.peek_main(4000), 6);
    });
  }

  test('a memory from outside is used', async (t) => {
    const wasmMemory = new WebAssembly.Memory({ initial: 3, maximum: 32768 });
    const app = await (await makeApp(t, callingMain(), [sorter()])).load({ modules: { sorter: { wasmMemory } } });
    assert.equal(app.modules.sorter.memory, wasmMemory);
    new Int32Array(wasmMemory.buffer)[1000] = 8;
    assert.equal(app.main.exports.peek_side(4000), 8);
  });

  test('a memory from outside with wrong limits is refused by the engine, and the module is named', async (t) => {
    const wasmMemory = new WebAssembly.Memory({ initial: 1 });
    const built = await makeApp(t, callingMain(), [sorter()]);
    await assert.rejects(
      built.load({ modules: { sorter: { wasmMemory } } }),
      hasCode('LINK_FAILED', 'sorter: ', 'memory'),
    );
  });

  test('the limits are exactly those of the manifest', async (t) => {
    const built = await makeApp(t, callingMain(), [sorter()]);
    const real = WebAssembly.Memory;
    const made = [];
    t.after(() => {
      WebAssembly.Memory = real;
    });
    WebAssembly.Memory = class extends real {
      constructor(limits) {
        super(limits);
        made.push(limits);
      }
    };
    await built.load();
    assert.deepEqual(made, [
      { initial: 2, maximum: 32768 },
      { initial: 2, maximum: 32768 },
    ]);
  });

  test("a side that exports its memory is reached by main's accessor", async (t) => {
    const side = sideModule('sorter', {
      memory: 'export',
      access: 'ACCESSOR',
      imports: '(import "env" "main_getI32" (func $main_getI32 (param i32) (result i32)))',
      body: '(func (export "peek_main") (param i32) (result i32) (call $main_getI32 (local.get 0)))',
      glue: { links: [['main', 'getI32']] },
    });
    const app = await (await makeApp(t, callingMain(), [side])).load();
    new Int32Array(app.modules.sorter.memory.buffer)[1000] = 11;
    assert.equal(app.main.exports.peek_side(4000), 11);
    new Int32Array(app.main.memory.buffer)[1000] = 12;
    assert.equal(app.modules.sorter.exports.peek_main(4000), 12);
  });

  test('an engine out of memories is an error with its own code', async (t) => {
    const built = await makeApp(t, callingMain(), [sorter()]);
    const real = WebAssembly.Memory;
    t.after(() => {
      WebAssembly.Memory = real;
    });
    WebAssembly.Memory = class {
      constructor() {
        throw new RangeError('WebAssembly.Memory(): could not allocate memory');
      }
    };
    await assert.rejects(built.load(), hasCode('OUT_OF_MEMORIES', 'sorter: ', 'close modules'));
  });
});

describe('order and progress', () => {
  test('instantiate all, constructors of main, of the sides, then main()', async (t) => {
    const log = [];
    const ctor = (who) => `(func (export "__wasm_call_ctors") (drop (call $host (i32.const ${who}) (i32.const 0))))`;
    const main = mainModule({
      imports: `(import "env" "host" (func $host (param i32 i32) (result i32))) ${CALL_SORTER}`,
      body: ctor(1),
    });
    main.text = main.text.replace(
      '(result i32) (i32.const 0))',
      '(result i32) (drop (call $host (i32.const 9) (local.get 0))) (i32.const 0))',
    );
    const stats = sideModule('stats', { body: ctor(3) });
    const usesStats = sideModule('sorter', {
      imports: '(import "stats" "twice" (func $t (param i32) (result i32)))',
      body: `${ctor(2)} (func (export "four") (param i32) (result i32) (call $t (call $t (local.get 0))))`,
    });
    const built = await makeApp(t, main, [usesStats, stats]);
    const host = (who, n) => {
      log.push(who === 9 ? `main ${n}` : ['', 'app', 'sorter', 'stats'][who]);
      return 0;
    };
    const stages = [];
    const args = { host, arguments: ['a', 'b'] };
    const app = await built.load({
      modules: { app: args, sorter: { host }, stats: { host } },
      onProgress: (event) => stages.push(event),
    });
    assert.deepEqual(log, ['app', 'stats', 'sorter', 'main 2']);
    assert.equal(app.modules.sorter.exports.four(3), 12);
    const order = stages
      .map(({ stage, module }) => `${stage} ${module}`)
      .filter((line) => !/^(fetch|compile)/.test(line));
    assert.deepEqual(order, [
      'instantiate stats',
      'instantiate sorter',
      'instantiate app',
      'constructors app',
      'constructors stats',
      'constructors sorter',
      'main app',
      'ready app',
    ]);
    const total = built.manifest.modules.reduce(
      (sum, entry) => sum + entry.glue.bytes + entry.variants[0].wasm.bytes,
      0,
    );
    assert.ok(
      stages.every((event) => event.totalBytes === total),
      'the total is known from the start',
    );
    assert.equal(stages.at(-1).loadedBytes, total);
    assert.deepEqual(args.arguments, ['a', 'b'], "the caller's array is not changed");
  });

  test('noInitialRun leaves main() to the user', async (t) => {
    const app = await (await makeApp(t, mainModule({ status: 5 }))).load({ modules: { app: { noInitialRun: true } } });
    assert.equal(app.main.exports.main(0, 0), 5);
  });

  test('an error in onProgress is reported as uncaught and does not disturb loading', async (t) => {
    const seen = [];
    const real = globalThis.queueMicrotask;
    t.after(() => {
      globalThis.queueMicrotask = real;
    });
    globalThis.queueMicrotask = (work) => {
      try {
        work();
      } catch (error) {
        seen.push(error.message);
      }
    };
    const app = await (
      await makeApp(t, mainModule())
    ).load({
      onProgress: ({ stage }) => {
        if (stage === 'ready') throw new Error('mine');
      },
    });
    assert.equal(app.main.state, 'ready');
    assert.deepEqual(seen, ['mine']);
  });
});

describe('abort', () => {
  for (const stage of ['fetch', 'compile', 'instantiate', 'constructors']) {
    test(`during ${stage}`, async (t) => {
      const controller = new AbortController();
      const built = await makeApp(t, callingMain(), [sorter()]);
      const listeners = [];
      const { signal } = controller;
      const add = signal.addEventListener.bind(signal);
      const remove = signal.removeEventListener.bind(signal);
      signal.addEventListener = (type, listener, options) => {
        listeners.push(listener);
        add(type, listener, options);
      };
      signal.removeEventListener = (type, listener) => {
        listeners.splice(listeners.indexOf(listener), 1);
        remove(type, listener);
      };
      const stages = [];
      const loading = built.load({
        signal,
        onProgress: (event) => {
          stages.push(event.stage);
          if (event.stage === stage) controller.abort(new Error('changed my mind'));
        },
      });
      await assert.rejects(loading, hasCode('ABORTED', 'changed my mind'));
      assert.ok(!stages.includes('main'));
      assert.equal(listeners.length, 0, 'no listener is left');
    });
  }

  test('before load() begins', async (t) => {
    const built = await makeApp(t, mainModule());
    await assert.rejects(built.load({ signal: AbortSignal.abort() }), hasCode('ABORTED'));
  });

  test('after main has started the signal does nothing', async (t) => {
    const controller = new AbortController();
    const built = await makeApp(t, mainModule());
    const app = await built.load({
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage === 'main') controller.abort();
      },
    });
    controller.abort();
    assert.equal(app.main.exports.add_one(1), 2);
  });

  test('while a factory hangs', async (t) => {
    const controller = new AbortController();
    const built = await makeApp(t, mainModule({ glue: { extra: 'await new Promise(() => {});' } }));
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(built.load({ signal: controller.signal }), hasCode('ABORTED'));
    assert.equal(timers(), before, 'no timer is left, which would keep Node running until the time limit');
  });
});

describe('how main ends', () => {
  const exitCode = () => {
    const before = process.exitCode;
    return () => assert.equal(process.exitCode, before, "process.exitCode is the caller's");
  };

  test('a status other than 0 rejects with the status', async (t) => {
    const unchanged = exitCode();
    const built = await makeApp(t, mainModule({ status: 3 }));
    await assert.rejects(built.load(), (error) => hasCode('MAIN_EXITED', 'status 3')(error) && error.status === 3);
    unchanged();
  });

  test('a trap names the modules that have failed', async (t) => {
    const unchanged = exitCode();
    const main = callingMain();
    main.text = main.text
      .replace('(result i32) (i32.const 0))', '(result i32) (call $sorter_trap (i32.const 0)))')
      .replace(CALL_SORTER, `${CALL_SORTER} (import "sorter" "trap" (func $sorter_trap (param i32) (result i32)))`);
    const built = await makeApp(t, main, [sorter(), sideModule('other')]);
    await assert.rejects(
      built.load(),
      (error) =>
        hasCode('UNGUARDED_CALL_FAILED', 'app.main trapped: unreachable', 'app, sorter failed')(error) &&
        assert.deepEqual(error.modules, ['app', 'sorter']) === undefined,
    );
    unchanged();
  });

  test('abort() and exit(4) inside main', async (t) => {
    const unchanged = exitCode();
    const ending = (call) => {
      const main = mainModule({
        imports: '(import "env" "exit" (func $exit (param i32))) (import "env" "abort" (func $abort (param i32)))',
        body: '(data (i32.const 300) "on purpose\\00")',
      });
      main.text = main.text.replace('(result i32) (i32.const 0))', `(result i32) ${call} (i32.const 0))`);
      return main;
    };
    await assert.rejects(
      (await makeApp(t, ending('(call $abort (i32.const 300))'))).load(),
      hasCode('UNGUARDED_CALL_FAILED', 'app.main called abort(): on purpose'),
    );
    await assert.rejects(
      (await makeApp(t, ending('(call $exit (i32.const 4))'))).load(),
      (error) => hasCode('MAIN_EXITED')(error) && error.status === 4,
    );
    const app = await (await makeApp(t, ending('(call $exit (i32.const 0))'))).load();
    assert.equal(app.main.state, 'ready', 'exit(0) is a good end');
    unchanged();
  });

  test('a runtime that ends after main takes no calls any more', async (t) => {
    const app = await (await makeApp(t, mainModule({ glue: { exitRuntime: true } }))).load();
    assert.equal(app.main.state, 'exited');
    assert.throws(
      () => app.main.exports.add_one(1),
      hasCode('MODULE_FAILED', 'exited: its runtime has ended with status 0'),
    );
  });
});

describe('failures leave nothing behind', () => {
  const withCtor = (statement, imports = '') =>
    sideModule('sorter', { imports, body: `(func (export "__wasm_call_ctors") ${statement})` });

  test('a constructor traps, throws, exits', async (t) => {
    const before = process.exitCode;
    for (const [statement, text] of [
      ['(unreachable)', 'unreachable'],
      ['(call $throw_js (i32.const 340))', 'from js'],
      ['(call $exit (i32.const 7))', 'exit(7)'],
      ['(call $abort (i32.const 300))', 'native code'],
    ]) {
      const built = await makeApp(t, mainModule(), [withCtor(statement)]);
      await assert.rejects(built.load(), hasCode('CONSTRUCTOR_FAILED', 'sorter: ', text));
    }
    assert.equal(process.exitCode, before);
  });

  test('a glue without a default export, with a syntax error, or with a factory that fails', async (t) => {
    const cases = [
      ['export const nothing = 1;', 'default export'],
      ['export default {', 'cannot be imported'],
      ['export default async () => { throw new Error("no luck"); }', 'no luck'],
      ['export default async () => ({})', 'never asked'],
    ];
    for (const [source, text] of cases) {
      const built = await makeApp(t, mainModule());
      await rewriteGlue(built, 'app', source);
      await assert.rejects(built.load(), hasCode('GLUE_FAILED', 'app: ', text));
    }
  });

  test('no handle of the process stays open', async (t) => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const built = await makeApp(t, mainModule(), [sideModule('sorter'), withName('stats')]);
    const hooks = {
      sorter: {
        instantiateWasm: () => {
          throw new Error('no');
        },
      },
      stats: { instantiateWasm: () => {} },
    };
    await assert.rejects(built.load({ modules: hooks }), hasCode('HOOK_FAILED', 'sorter: '));
    assert.equal(timers(), before);
  });

  const withName = (name) => sideModule(name);
});

describe("a user's own instantiateWasm", () => {
  const load1 = async (t, instantiateWasm, extra = {}) =>
    (await makeApp(t, callingMain(), [sorter()])).load({ modules: { app: { instantiateWasm } }, ...extra });

  test('is called with complete imports', async (t) => {
    const built = await makeApp(t, callingMain(), [sorter()]);
    const app = await built.load({
      modules: {
        app: {
          instantiateWasm: (imports, done) => {
            assert.equal(typeof imports.sorter.twice, 'function');
            instantiateFrom(built, 'app', imports).then(({ instance }) => done(instance));
            return {};
          },
        },
      },
    });
    assert.equal(app.main.exports.via_side(4), 8);
  });

  test('may be async', async (t) => {
    const built = await makeApp(t, callingMain(), [sorter()]);
    const app = await built.load({
      modules: {
        app: {
          instantiateWasm: async (imports, done) => done((await instantiateFrom(built, 'app', imports)).instance),
        },
      },
    });
    assert.equal(app.main.exports.via_side(4), 8);
  });

  const cases = {
    throws: [
      () => {
        throw new Error('mine');
      },
      'threw mine',
    ],
    rejects: [() => Promise.reject(new Error('mine')), 'rejected with mine'],
    'resolves without done': [async () => {}, 'resolved without calling done'],
    'gives null': [(imports, done) => done(null), 'null'],
    'gives something else': [
      (imports, done) => done({ exports: {} }),
      'an object, which is not a WebAssembly.Instance',
    ],
    'gives another module': [
      (imports, done) =>
        done(
          new WebAssembly.Instance(new WebAssembly.Module(helpers.accessor), {
            module: { memory: new WebAssembly.Memory({ initial: 1 }) },
            host: { rbBridge: () => 0 },
          }),
        ),
      'without the exports',
    ],
  };
  for (const [name, [hook, text]] of Object.entries(cases)) {
    test(name, async (t) => assert.rejects(load1(t, hook), hasCode('HOOK_FAILED', 'app: ', text)));
  }

  test('never calls back', async (t) =>
    assert.rejects(
      load1(t, () => ({}), { hookTimeout: 50 }),
      hasCode('HOOK_FAILED', 'within 50 ms'),
    ));

  test('is given up when the signal fires', async (t) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    await assert.rejects(
      load1(t, () => ({}), { signal: controller.signal }),
      hasCode('ABORTED'),
    );
  });
});

describe('imports between modules', () => {
  test('one error lists everything that is missing or mistyped, before any code runs', async (t) => {
    const main = mainModule({
      imports: `(import "sorter" "twice" (func $a (param i32) (result f64)))
      (import "sorter" "thrice" (func $b (param i32) (result i32)))
      (import "stats" "quantile" (func $c (param i32)))`,
      glue: { extra: 'throw new Error("code ran");' },
    });
    const built = await makeApp(t, main, [sideModule('sorter'), sideModule('stats')]);
    await assert.rejects(built.load(), (error) => {
      hasCode(
        'IMPORTS_UNRESOLVED',
        'app imports sorter.twice as di, but sorter exports it as ii',
        'sorter.thrice, which sorter does not export',
        'stats.quantile',
      )(error);
      assert.equal(error.faults.length, 3);
      return true;
    });
  });

  test('a direct import from a lazy side', async (t) => {
    const built = await makeApp(t, mainModule({ imports: CALL_SORTER }), [sideModule('sorter', { lazy: true })]);
    await assert.rejects(built.load(), hasCode('IMPORTS_UNRESOLVED', 'sorter, a lazy side'));
  });

  test('a file that imports or exports other names than its manifest entry', async (t) => {
    const built = await makeApp(t, mainModule({ imports: CALL_SORTER }), [sideModule('sorter')]);
    entryOf(built.manifest, 'app').imports = {};
    entryOf(built.manifest, 'app').exports.ghost = 'v';
    await assert.rejects(
      built.load(),
      hasCode('IMPORTS_UNRESOLVED', 'sorter.twice, which its manifest entry does not list', 'export ghost'),
    );
  });

  test('an import that the glue does not provide', async (t) => {
    const built = await makeApp(t, mainModule({ imports: '(import "env" "unheard" (func))' }));
    await assert.rejects(built.load(), hasCode('IMPORTS_UNRESOLVED', 'app imports the function env.unheard'));
  });

  test('a cycle', async (t) => {
    const a = sideModule('a', { imports: '(import "b" "twice" (func (param i32) (result i32)))' });
    const b = sideModule('b', { imports: '(import "a" "twice" (func (param i32) (result i32)))' });
    await assert.rejects((await makeApp(t, mainModule(), [a, b])).load(), hasCode('MANIFEST_INVALID', 'a -> b -> a'));
  });

  test('two sides that export the same name', async (t) => {
    const main = mainModule({
      imports: '(import "a" "init" (func $a (result i32))) (import "b" "init" (func $b (result i32)))',
      body: '(func (export "both") (result i32) (i32.add (call $a) (i32.mul (i32.const 10) (call $b))))',
    });
    const side = (name, value) =>
      sideModule(name, { body: `(func (export "init") (result i32) (i32.const ${value}))` });
    const app = await (await makeApp(t, main, [side('a', 1), side('b', 2)])).load();
    assert.equal(app.main.exports.both(), 21);
  });
});

test('an ABI mismatch is refused before any code runs or any file is read', async (t) => {
  const built = await makeApp(t, mainModule({ glue: { extra: 'throw new Error("code ran");' } }), [
    sideModule('sorter'),
  ]);
  entryOf(built.manifest, 'sorter').abi = 2;
  await assert.rejects(
    built.load({ baseUrl: 'file:///nowhere/' }),
    (error) => hasCode('ABI_MISMATCH', 'sorter: ', 'ABI version 2', 'ABI version 1')(error) && error.actual === 2,
  );
  built.manifest.abi = 0;
  await assert.rejects(built.load(), hasCode('ABI_MISMATCH', 'the manifest'));
});

test('two apps in one process share nothing', async (t) => {
  const built = await makeApp(t, callingMain(), [sorter()]);
  const [one, two] = await Promise.all([built.load(), built.load()]);
  new Int32Array(one.modules.sorter.memory.buffer)[1000] = 1;
  new Int32Array(two.modules.sorter.memory.buffer)[1000] = 2;
  assert.equal(one.main.exports.peek_side(4000), 1);
  assert.equal(two.main.exports.peek_side(4000), 2);
  assert.throws(() => one.main.exports.fail(0), hasCode('UNGUARDED_CALL_FAILED'));
  assert.equal(one.main.state, 'failed');
  assert.equal(two.main.state, 'ready');
  assert.equal(two.main.exports.via_side(2), 4);
});

test('no listener is added to the process', async (t) => {
  const count = () => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  const before = count();
  await (await makeApp(t, callingMain(), [sorter()])).load();
  assert.equal(count(), before);
});
