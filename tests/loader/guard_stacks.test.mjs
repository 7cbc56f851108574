// Which stack pointers a guarded call saves, and that a failed one puts back all that its frames have sunk. Here stacks
// are read by guarded calls: a module whose own functions JavaScript has taken is saved by every call.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { guardCalls } from '../../js/loader/guard/guard_calls.mjs';
import { StackKeeper } from '../../js/loader/guard/stack_keeper.mjs';
import { entryOf, makeApp } from './support/app.mjs';
import { C } from './support/c.mjs';
import { makeDotnetApp } from './support/fake_dotnet.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const WAYS = {
  trap: 0,
  'C++ exception, -fexceptions': 1,
  'JavaScript error': 2,
  exit: 3,
  'wasm exception': 4,
  longjmp: 5,
};

const readStack = (handle) => handle.exports.emscripten_stack_get_current();
const stacksOf = (app) => Object.values(app.modules).map(readStack);

/** Functions of a module that keeps 48 bytes while it calls another one, and 64 when it fails. */
const functions = ({ imports = '', body = '' } = {}) => ({
  imports,
  body: `(tag $cpp (export "cpp") (param i32))
  (func $fail_by (export "fail_by") (param $way i32) (result i32) (call $enter (i32.const 64))
    (if (i32.eq (local.get $way) (i32.const 1)) (then (call $throw_cpp (i32.const 320))))
    (if (i32.eq (local.get $way) (i32.const 2)) (then (call $throw_js (i32.const 340))))
    (if (i32.eq (local.get $way) (i32.const 3)) (then (call $exit (i32.const 3))))
    (if (i32.eq (local.get $way) (i32.const 4)) (then (throw $cpp (i32.const 320))))
    (if (i32.eq (local.get $way) (i32.const 5)) (then (drop (call $host (i32.const 0) (i32.const 0)))))
    (unreachable))
  (func (export "through") (param $pointer i32) (param $argument i32) (result i32) (local $result i32)
    (call $enter (i32.const 48))
    (local.set $result (call_indirect (type $t_ii) (local.get $argument) (local.get $pointer)))
    (call $enter (i32.const -48)) (local.get $result))
  (func (export "to_host") (param $a i32) (result i32) (local $result i32) (call $enter (i32.const 112))
    (local.set $result (call $host (local.get $a) (i32.const 0)))
    (call $enter (i32.const -112)) (local.get $result))
  (func $bound (param i32 i32) (result i32) (call $fail_by (local.get 1)))
  (elem (table $table) (i32.const 4) func $fail_by $bound)
  ${body}`,
});

/** Their indices in the table of their module. */
const [FAIL_BY, BOUND] = [4, 5];

const side = (name, { imports, body, ...rest } = {}) => sideModule(name, { ...functions({ imports, body }), ...rest });

const main = ({ imports = '', body = '', ...rest } = {}) =>
  mainModule({
    ...functions({
      imports: `(import "env" "exit" (func $exit (param i32)))
      (import "env" "throw_cpp" (func $throw_cpp (param i32)))
      (import "env" "throw_js" (func $throw_js (param i32)))
      (import "env" "host" (func $host (param i32 i32) (result i32)))
      ${imports}`,
      body,
    }),
    ...rest,
  });

/** Exports `pass`, which calls a function of the next module directly. */
const passing = (next, field = 'fail_by') => ({
  imports: `(import "${next}" "${field}" (func $next (param i32) (result i32)))`,
  body: `(func (export "pass") (param i32) (result i32) (local $result i32) (call $enter (i32.const 96))
    (local.set $result (call $next (local.get 0))) (call $enter (i32.const -96)) (local.get $result))`,
});

/** Exports `twofold`, which calls a function that lends it another one, and then that one. */
const twofold = (name) =>
  side(name, {
    body: `(func (export "twofold") (param $lender i32) (result i32) (local $lent i32) (call $enter (i32.const 16))
      (local.set $lent (call_indirect (type $t_ii) (i32.const 0) (local.get $lender)))
      (call_indirect (type $t_ii) (i32.const 0) (local.get $lent)))`,
  });

/** Exports `lend`, which lends fail_by by the pointer that lend_by was given, with a frame on the stack. */
const lending = (name) =>
  side(name, {
    body: `(global $lend (mut i32) (i32.const 0))
    (func (export "lend_by") (param i32) (global.set $lend (local.get 0)))
    (func (export "lend") (param i32) (result i32) (local $lent i32) (call $enter (i32.const 240))
      (local.set $lent (call_indirect (type $t_ii) (i32.const ${FAIL_BY}) (global.get $lend)))
      (call $enter (i32.const -240)) (local.get $lent))`,
  });

/** A module that calls its host before its stack pointer is put back. */
const restoring = (module) => ({
  ...module,
  text: module.text.replace(
    '(func (export "_emscripten_stack_restore") (param i32) (global.set $sp (local.get 0)))',
    `(func (export "_emscripten_stack_restore") (param i32)
      (drop (call $host (i32.const 0) (i32.const 0))) (global.set $sp (local.get 0)))`,
  ),
});

/** Its host, which fails the first time. */
const failOnce = () => {
  const host = () => {
    host.calls += 1;
    if (host.calls === 1) throw new RangeError('Maximum call stack size exceeded');
    return 0;
  };
  return Object.assign(host, { calls: 0 });
};

const longjmp = () => {
  throw 'longjmp'; // as the glue of these tests does
};

async function start(t, sides, { host = longjmp, hosts = {}, mainParts } = {}) {
  const names = ['app', ...sides.map(({ name }) => name)];
  const modules = Object.fromEntries(names.map((name) => [name, { host: hosts[name] ?? host }]));
  const app = await (await makeApp(t, main(mainParts), sides)).load({ modules });
  const c = Object.fromEntries(Object.entries(app.modules).map(([name, handle]) => [name, new C(handle)]));
  return { ...app.modules, app, c };
}

/** Runs a call that fails, twice: all stack pointers are then what they were. */
function failsAndRestores(app, call) {
  const before = stacksOf(app);
  for (let time = 0; time < 2; time += 1) {
    assert.throws(call);
    assert.deepEqual(stacksOf(app), before);
  }
}

describe('modules that the called one enters without a guard', () => {
  for (const [what, way] of Object.entries(WAYS))
    test(`by imports: ${what}`, async (t) => {
      const { app, a } = await start(t, [side('c'), side('b', passing('c')), side('a', passing('b', 'pass'))]);
      if (what !== 'exit') return failsAndRestores(app, () => a.exports.pass(way));
      const before = stacksOf(app);
      assert.throws(() => a.exports.pass(way));
      assert.equal(a.state, 'failed');
      const after = Object.values(app.modules).map(({ module }) => module.asm.emscripten_stack_get_current());
      assert.deepEqual(after, before);
    });

  test('by a pointer that was looked up', async (t) => {
    const { app, a, c } = await start(t, [side('a'), side('b', passing('c')), side('c')]);
    const pointer = c.a.dlsym(c.a.dlopen('b'), 'pass');
    for (const way of [0, 1, 4, 5]) failsAndRestores(app, () => a.exports.through(pointer, way));
  });

  test('by functions of main that were lent: a callback that enters a further module', async (t) => {
    const { app, a, c } = await start(t, [side('b'), side('a')], { mainParts: passing('b') });
    const handle = c.app.dlopen('a');
    const inMain = c.app.dlsym(c.app.dlopen('app'), 'pass');
    assert.ok(inMain > 0);
    const lent = c.app.call('ii', c.app.ask(handle, 'mts_addFnPtr'), inMain);
    assert.ok(lent > 0);
    failsAndRestores(app, () => a.exports.through(lent, 0));
  });

  test('by a function with a context, and by one that is lent further', async (t) => {
    const { app, a, b, c } = await start(t, [side('a'), side('b'), side('c')]);
    const lend = c.c.ask(0, 'rb_lend_bound');
    const inA = c.c.call('iiiii', lend, c.c.dlopen('a'), BOUND, 7, c.c.string('ii'));
    failsAndRestores(app, () => a.exports.through(inA, 0));
    const inB = c.a.call('ii', c.a.ask(c.a.dlopen('b'), 'mts_addFnPtr'), inA);
    assert.ok(inB > 0);
    failsAndRestores(app, () => b.exports.through(inB, 0));
  });

  test('a lazy module that was closed and opened again', async (t) => {
    const sides = [side('b', { lazy: true }), side('a', { lazy: true, ...passing('b') })];
    const { app } = await start(t, sides);
    for (let time = 0; time < 2; time += 1) {
      await app.open('a');
      const { a, b } = app.modules;
      const before = [a, b].map(readStack);
      assert.throws(() => a.exports.pass(0));
      assert.deepEqual([a, b].map(readStack), before);
      assert.equal(app.close('a'), true);
    }
  });

  test('from the event loop', async (t) => {
    let own;
    const hosts = { a: (_, __, Module) => ((own = Module), 0) };
    const { app, a } = await start(t, [side('b'), side('a', passing('b'))], { hosts });
    a.exports.to_host(0);
    failsAndRestores(app, () => own.wasmPseudoLink.enter(() => own.asm.pass(0)));
  });
});

describe('links that are made while the call runs', () => {
  test('the called module looks a function up and calls it', async (t) => {
    const looking = side('a', {
      body: `(func (export "look_up_and_call") (param $dlsym i32) (param $handle i32) (param $name i32) (result i32)
        (call $enter (i32.const 16))
        (call_indirect (type $t_ii) (i32.const 0)
          (call_indirect (type $t_iii) (local.get $handle) (local.get $name) (local.get $dlsym))))`,
    });
    const { app, a, c } = await start(t, [looking, side('c'), side('b', passing('c'))]);
    const given = [c.a.ask(0, 'rb_dlsym'), c.a.dlopen('b'), c.a.string('pass')];
    failsAndRestores(app, () => a.exports.look_up_and_call(...given));
  });

  /**
   * JavaScript calls a, a calls c guarded, and c, with a frame on its stack, lends its own function to a; a then calls
   * that without a guard, and it traps.
   */
  test("an outer call gets the stack pointer that the inner one has saved, not that of the module's own frame", async (t) => {
    const { app, a, c } = await start(t, [twofold('a'), lending('c')]);
    app.modules.c.exports.lend_by(c.c.ask(c.c.dlopen('a'), 'mts_addFnPtr'));
    const lender = c.a.dlsymGuarded(c.a.dlopen('c'), 'lend');
    failsAndRestores(app, () => a.exports.twofold(lender));
  });
});

describe('nested guarded calls', () => {
  test('inner failures are caught, and the outer call fails as well', async (t) => {
    const outer = side('a', {
      ...passing('d'),
      body: `${passing('d').body}
      (func (export "both") (param $inner i32) (result i32) (call $enter (i32.const 16))
        (drop (call_indirect (type $t_ii) (i32.const 0) (local.get $inner)))
        (drop (call_indirect (type $t_ii) (i32.const 1) (local.get $inner)))
        (call $next (i32.const 0)))`,
    });
    const { app, a, c } = await start(t, [side('d'), side('c'), outer, side('b', passing('c'))]);
    const inner = c.a.dlsymGuarded(c.a.dlopen('b'), 'pass');
    failsAndRestores(app, () => a.exports.both(inner));
    const before = stacksOf(app);
    assert.equal(c.a.call('ii', inner, 0), 0);
    assert.deepEqual(stacksOf(app), before);
  });

  test('a GUARDED side fails in a call of a side that goes on', async (t) => {
    const { app, a } = await start(t, [side('b', { guarded: true }), side('a', passing('b'))]);
    const before = stacksOf(app);
    for (const way of [0, 1, 4]) assert.equal(a.exports.pass(way), 0);
    assert.deepEqual(stacksOf(app), before);
  });

  test('an error handler that fails is in the module that has it, whoever made the call', async (t) => {
    const { app, a, c } = await start(t, [side('a'), side('b')], {
      mainParts: {
        body: '(func $handler (param i32) (call $enter (i32.const 80)) (unreachable)) (elem (table $table) (i32.const 6) func $handler)',
      },
    });
    c.app.service('vii', 'rb_on_call_error', 6, 0);
    const guarded = c.app.dlsymGuarded(c.app.dlopen('b'), 'fail_by');
    const lent = c.app.call('ii', c.app.ask(c.app.dlopen('a'), 'mts_addFnPtr'), guarded);
    assert.ok(lent > 0);
    failsAndRestores(app, () => a.exports.through(lent, 0));
  });
});

describe('C# sides', () => {
  /** C# with a frame of 48 bytes, in which it calls `pass` or `lend` of a, guarded or by a bare pointer. */
  const exports = `...(() => {
    const text = (value) => {
      new Uint8Array(memory.buffer).set(new TextEncoder().encode(value + '\\0'), 2048);
      return 2048;
    };
    const ask = (name) => table.get(table.get(rbBridge)(0, text(name)));
    const find = (by, name) => table.get(ask(by)(ask('rb_find')(text('a')), text(name)));
    const within = (work) => (view, block) => {
      stack -= 48;
      view.setInt32(block + 8, work(view), true);
      stack += 48;
    };
    // A wasm function of the runtime: what is imported as h.f is exported as e.
    const asWasm = (f) => {
      const [types, imports] = [[1, 6, 1, 96, 1, 127, 1, 127], [2, 7, 1, 1, 104, 1, 102, 0, 0]];
      const bytes = [0, 97, 115, 109, 1, 0, 0, 0, ...types, ...imports, 7, 5, 1, 1, 101, 0, 0];
      return new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), { h: { f } }).exports.e;
    };
    let given = 0;
    const calling = () => {
      stack -= 48;
      return table.get(given)(0);
    };
    const guarded = (name) => (view) => find('rb_block', name)(3072) ? -1 : view.getInt32(3072, true);
    return {
      own_stack: ['ii', within(() => stack)],
      sink: ['ii', within(() => { throw new Error('in C#'); })],
      to_host_guarded: ['ii', within(guarded('to_host'))],
      take: ['ii', (view, block) => { given = view.getInt32(block + 8, true); }],
      lend_calling: ['ii', within(() => {
        table.set(1, asWasm(calling));
        return table.get(table.get(rbBridge)(ask('rb_find')(text('d')), text('mts_addFnPtr')))(1);
      })],
      pass: ['ii', within(() => find('rb_dlsym', 'pass')(0))],
      pass_guarded: ['ii', within(guarded('pass'))],
      look_up_guarded: ['ii', within(guarded('look_up'))],
      lend_guarded: ['ii', within(guarded('lend'))],
    };
  })()`;
  const names = [
    'own_stack',
    'sink',
    'to_host_guarded',
    'take',
    'lend_calling',
    'pass',
    'pass_guarded',
    'look_up_guarded',
    'lend_guarded',
  ];
  const signatures = Object.fromEntries(names.map((name) => [name, 'ii']));

  const options = { runtime: { exports }, side: { exports: signatures, api: names }, main: main() };

  async function startDotnet(t, sides, hosts = {}) {
    const given = Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, { host }]));
    const app = await (await makeDotnetApp(t, { ...options, sides })).load({ modules: given });
    const { script, ...modules } = app.modules;
    const stacks = () => [script.exports.own_stack(0), ...Object.values(modules).map(readStack)];
    const c = Object.fromEntries(Object.entries(modules).map(([name, handle]) => [name, new C(handle)]));
    return { app, ...modules, script, c, stacks };
  }

  test('C# calls a module that enters a further one, guarded', async (t) => {
    const { script, stacks } = await startDotnet(t, [side('b'), side('a', passing('b'))]);
    const before = stacks();
    for (let time = 0; time < 2; time += 1) {
      assert.equal(script.exports.pass_guarded(0), -1);
      assert.deepEqual(stacks(), before);
    }
  });

  test('the same, and the called module looks that one up meanwhile', async (t) => {
    const looking = side('a', {
      body: `(global $dlsym (mut i32) (i32.const 0)) (global $handle (mut i32) (i32.const 0))
      (func (export "prepare") (param i32 i32) (global.set $dlsym (local.get 0)) (global.set $handle (local.get 1)))
      (func (export "look_up") (param i32) (result i32) (call $enter (i32.const 16))
        (call_indirect (type $t_ii) (i32.const 0)
          (call_indirect (type $t_iii) (global.get $handle) (i32.const 1024) (global.get $dlsym))))`,
    });
    const { script, a, c, stacks } = await startDotnet(t, [looking, side('d'), side('b', passing('d'))]);
    a.exports.prepare(c.a.ask(0, 'rb_dlsym'), c.a.dlopen('b'));
    c.a.string('pass');
    const before = stacks();
    assert.equal(script.exports.look_up_guarded(0), -1);
    assert.deepEqual(stacks(), before);
  });

  test('C# calls it by a bare pointer, called by JavaScript or by a module', async (t) => {
    const { script, d, c, stacks } = await startDotnet(t, [side('b'), side('a', passing('b')), side('d')]);
    const inD = c.d.dlsym(c.d.dlopen('script'), 'pass');
    const before = stacks();
    for (const call of [() => script.exports.pass(0), () => d.exports.through(inD, 0)]) {
      assert.throws(call);
      assert.deepEqual(stacks(), before);
    }
  });

  test('C# calls a function that it was lent, in one that it has lent', async (t) => {
    const { script, a, d, c, stacks } = await startDotnet(t, [side('b'), lending('a'), side('d')]);
    const inScript = c.a.call('ii', c.a.ask(c.a.dlopen('script'), 'mts_addFnPtr'), FAIL_BY);
    script.exports.take(inScript);
    const inD = script.exports.lend_calling(0);
    assert.ok(inScript > 0 && inD > 0);
    const before = stacks();
    assert.throws(() => d.exports.through(inD, 0));
    assert.deepEqual(stacks(), before);
    assert.equal(a.state, 'ready');
  });

  test('the first side has no way to other modules, and a later one has', async (t) => {
    const built = await makeDotnetApp(t, { ...options, side: { ...options.side, access: 'NONE' } });
    built.manifest.modules.push({ ...entryOf(built.manifest, 'script'), name: 'second', access: 'IMPORT', lazy: true });
    const app = await built.load();
    const { exports: first } = app.modules.script;
    const before = first.own_stack(0);
    await app.open('second');
    assert.throws(() => first.sink(0), /in C#/);
    assert.equal(first.own_stack(0), before);
  });

  test('a guarded call inside that could not put back what it had saved', async (t) => {
    const hosts = { a: () => d.exports.pass(0), d: failOnce() };
    const { script, d, stacks } = await startDotnet(t, [side('a'), restoring(side('d', passing('a')))], hosts);
    const before = stacks();
    assert.equal(script.exports.to_host_guarded(0), -1);
    assert.equal(hosts.d.calls, 2);
    assert.deepEqual(stacks(), before);
  });

  test('a module that C# has called lends its caller a function: the stack pointer is in the block', async (t) => {
    const { a, d, c, stacks } = await startDotnet(t, [lending('a'), twofold('d')]);
    a.exports.lend_by(c.a.ask(c.a.dlopen('d'), 'mts_addFnPtr'));
    const lender = c.d.dlsym(c.d.dlopen('script'), 'lend_guarded');
    const before = stacks();
    for (let time = 0; time < 2; time += 1) {
      assert.throws(() => d.exports.twofold(lender));
      assert.deepEqual(stacks(), before);
    }
  });
});

describe('modules that JavaScript enters without a guard, inside of a guarded call', () => {
  test('by what their handle has given before', async (t) => {
    const raw = {};
    const { app, a, b } = await start(t, [side('a'), side('b', passing('c')), side('c')], { host: () => raw.pass(0) });
    raw.pass = b.module.asm.pass;
    failsAndRestores(app, () => a.exports.to_host(0));
  });

  test('by what their handle gives meanwhile', async (t) => {
    const host = () => app.modules.b.module.asm.pass(0);
    const { app, a } = await start(t, [side('a'), side('b', passing('c')), side('c')], { host });
    failsAndRestores(app, () => a.exports.to_host(0));
  });

  test('by what a hook was given when they started', async (t) => {
    let raw;
    const modules = {
      a: { host: () => raw.asm.fail_by(0) },
      b: { preRun: (Module) => (raw = Module) },
    };
    const app = await (await makeApp(t, main(), [side('a'), side('b')])).load({ modules });
    failsAndRestores(app, () => app.modules.a.exports.to_host(0));
  });
});

describe('what a call saves', () => {
  /** Counts how often the stack pointer of a module is read. */
  const counted = (module) => ({
    ...module,
    text: module.text.replace(
      '(func (export "emscripten_stack_get_current") (result i32) (global.get $sp))',
      `(func (export "emscripten_stack_get_current") (result i32)
        (drop (call $host (i32.const 0) (i32.const 0))) (global.get $sp))`,
    ),
  });

  async function startCounted(t, sides) {
    const counts = {};
    const modules = Object.fromEntries(
      sides.map(({ name }) => [name, { host: () => ((counts[name] = (counts[name] ?? 0) + 1), 0) }]),
    );
    const app = await (await makeApp(t, mainModule(), sides.map(counted))).load({ modules });
    const countsOf = (call) => {
      for (const name of Object.keys(counts)) delete counts[name];
      call();
      return { ...counts };
    };
    return { app, countsOf };
  }

  test('one stack, whatever else is open', async (t) => {
    const sides = Array.from({ length: 20 }, (_, index) => sideModule(`plugin_${index}`, { lazy: index > 9 }));
    const { app, countsOf } = await startCounted(t, sides);
    for (let index = 10; index < 20; index += 1) await app.open(`plugin_${index}`);
    const { plugin_3: called } = app.modules;
    assert.deepEqual(
      countsOf(() => called.exports.twice(1)),
      { plugin_3: 1 },
    );
    const c = new C(app.main);
    const pointers = [3, 15].map((index) => c.dlsymGuarded(c.dlopen(`plugin_${index}`), 'twice'));
    assert.deepEqual(
      countsOf(() => c.call('ii', pointers[1], 1)),
      { plugin_15: 1 },
      'nor does main reach what it calls guarded',
    );
    app.close('plugin_12');
    assert.deepEqual(
      countsOf(() => c.call('ii', pointers[0], 1)),
      { plugin_3: 1 },
    );
  });

  test('those that can be entered from the called module, from when they can', async (t) => {
    const imports = '(import "b" "twice" (func $next (param i32) (result i32)))';
    const sides = [sideModule('d'), sideModule('b'), sideModule('a', { imports }), sideModule('c')];
    const { app, countsOf } = await startCounted(t, sides);
    const { a } = app.modules;
    const call = () => a.exports.twice(1);
    assert.deepEqual(countsOf(call), { a: 1, b: 1 });
    const s = new C(app.modules.b);
    s.dlsym(s.dlopen('c'), 'twice');
    assert.deepEqual(countsOf(call), { a: 1, b: 1, c: 1 });
    assert.ok(app.modules.d.module);
    assert.deepEqual(countsOf(call), { a: 1, b: 1, c: 1, d: 1 });
  });
});

describe('what calls owe that had no JavaScript stack left to put it back', () => {
  class Owner {
    state = 'ready';
    pointer = 100;
    entered = 0;
    stackSave = () => this.pointer;
    runtime = { stackRestore: (pointer) => (this.pointer = pointer) };
  }

  /** A guarded call of work, which saves the stacks of owners; one that cannot do more after a failure than end. */
  const guarded = (stacks, owners, work, failed = () => 'failed') =>
    guardCalls(work, {
      stacks,
      target: new Owner(),
      failsMain: false,
      enter: () => stacks.enter(owners),
      leave: () => stacks.owed && stacks.settle(),
      failed,
      refused: assert.fail,
    });
  const atTheEnd = (thrown) => {
    throw thrown;
  };
  const fail = (...owners) => {
    for (const owner of owners) owner.pointer -= 10;
    throw new RangeError('Maximum call stack size exceeded');
  };

  test('the outermost call that fails puts back what it has saved, and what inner ones have', () => {
    const stacks = new StackKeeper(assert.fail);
    const [a, b, c] = [new Owner(), new Owner(), new Owner()];
    const innermost = guarded(stacks, [b, c], () => fail(a, b, c), atTheEnd);
    const middle = guarded(stacks, [a, b], () => ((a.pointer -= 10), (b.pointer -= 10), innermost()), atTheEnd);
    const outer = guarded(
      stacks,
      [a],
      () => ((a.pointer -= 10), middle()),
      () => {
        stacks.forgetEnded();
        stacks.settle();
        return 'failed';
      },
    );
    assert.equal(outer(), 'failed');
    assert.deepEqual([a.pointer, b.pointer, c.pointer], [100, 100, 100]);
  });

  test('it is done before a running call saves more', () => {
    const stacks = new StackKeeper(assert.fail);
    const [a, b] = [new Owner(), new Owner()];
    const inner = guarded(stacks, [b], () => fail(b), atTheEnd);
    const outer = guarded(
      stacks,
      [a],
      () => {
        assert.throws(inner);
        stacks.add([b]);
        fail(a, b);
      },
      () => stacks.settle(),
    );
    outer();
    assert.deepEqual([a.pointer, b.pointer], [100, 100]);
  });

  test('main has returned, and goes on later with what it has on its stack', async (t) => {
    const { text, ...rest } = main(passing('a'));
    const returned = '(param i32 i32) (result i32) (i32.const 0))';
    const parts = {
      ...rest,
      text: text.replace(
        returned,
        returned.replace('(i32.const 0)', '(call $enter (i32.const 64)) (call $host (i32.const 0) (i32.const 0))'),
      ),
    };
    const host = (_, __, Module) => {
      assert.throws(() => Module.asm.pass(0), RangeError);
      return 0;
    };
    const built = await makeApp(t, parts, [restoring(side('a', { guarded: true }))]);
    const hosts = { main: { host }, a: { host: failOnce() } };
    const app = await built.load({ modules: hosts });
    const inHost = 96; // what `pass` had when the error came over it
    assert.deepEqual(stacksOf(app), [65536 - 64 - inHost, 65536]);
    assert.equal(hosts.a.host.calls, 2);
  });
});
