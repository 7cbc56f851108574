// load() that fails with real glue: hooks, constructors and main(). It rejects each time, leaves process.exitCode to
// the caller and nothing half-wired: the same app loads right after.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { FAILURES, collectGarbage, readWasmFile, start, startFails } from './support.mjs';

const MODULES = ['fragile', 'fragile_side', 'counter'];

beforeEach(() => {
  process.exitCode = undefined;
});

afterEach(async () => {
  assert.equal(process.exitCode, undefined, "process.exitCode is the caller's");
  const { app, printed } = await start('fragile');
  assert.deepEqual(printed, ['main(0)']);
  assert.equal(app.main.exports.value(), 42);
  assert.equal(app.modules.fragile_side.exports.fragile_value(), 42);
});

function instantiate(module, imports) {
  return WebAssembly.instantiate(new WebAssembly.Module(readWasmFile(module)), imports);
}

const HOOKS = {
  throws: [
    () => () => {
      throw new Error('no luck');
    },
    /threw no luck/,
  ],
  rejects: [
    () => async () => {
      throw new Error('no luck');
    },
    /rejected with no luck/,
  ],
  'never calls back': [() => () => ({}), /did not call done within 200 ms/],
  'resolves without calling back': [() => async () => {}, /resolved without calling done/],
  'calls back with null': [
    () => (imports, done) => {
      done(null);
      return {};
    },
    /called done with null/,
  ],
  'calls back with an instance of another module': [
    () => (imports, done) => {
      const other = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
      done(other);
      return {};
    },
    /gave an instance without the exports/,
  ],
};

for (const module of MODULES) {
  for (const [what, [hook, says]] of Object.entries(HOOKS)) {
    test(`the hook of ${module} ${what}`, async () => {
      const error = await startFails('fragile', {
        hookTimeout: what.startsWith('resolves') ? 2000 : 200,
        modules: { [module]: { instantiateWasm: hook() } },
      });
      assert.deepEqual(
        [error.name, error.code, error.module],
        ['WasmPseudoLinkError', 'HOOK_FAILED', module],
        error.stack,
      );
      assert.match(error.message, says);
    });
  }

  test(`the hook of ${module} calls back late, and twice: works`, async () => {
    const instantiateWasm = (imports, done) => {
      setTimeout(async () => {
        const instance = await instantiate(module, imports);
        done(instance);
        done(instance);
      }, 20);
      return {};
    };
    const { app } = await start('fragile', { modules: { [module]: { instantiateWasm } } });
    assert.equal(app.main.exports.value(), 42);
  });
}

for (const module of ['fragile', 'fragile_side']) {
  for (const [what, failure] of Object.entries(FAILURES)) {
    test(`a constructor of ${module} fails: ${what}`, async () => {
      const error = await startFails('fragile', { modules: { [module]: { failing: failure.kind } } });
      assert.deepEqual([error.code, error.module], ['CONSTRUCTOR_FAILED', module], error.stack);
      // A side without exception handling says so in its own words.
      const unsupported = module === 'fragile_side' && /runtime_error|thrown_int/.test(what);
      assert.match(
        error.message,
        unsupported ? /called abort\(\)|trapped: unreachable|threw number/ : failure.says(module),
      );
    });
  }

  test(`preRun, preInit and onRuntimeInitialized of ${module} throw`, async () => {
    for (const hook of ['preRun', 'preInit', 'onRuntimeInitialized']) {
      const error = await startFails('fragile', {
        modules: {
          [module]: {
            [hook]: () => {
              throw new Error('no luck');
            },
          },
        },
      });
      assert.match(error.code, /^(CONSTRUCTOR_FAILED|GLUE_FAILED)$/, `${hook}: ${error.stack}`);
      assert.equal(error.module, module);
      assert.match(error.message, /no luck/);
    }
  });
}

for (const [what, failure] of Object.entries(FAILURES)) {
  test(`main() fails: ${what}`, async () => {
    const error = await startFails('fragile', { modules: { fragile: { arguments: [String(failure.kind)] } } });
    assert.deepEqual(
      [error.code, error.module],
      [what === 'exit' ? 'MAIN_EXITED' : 'UNGUARDED_CALL_FAILED', 'fragile'],
      error.stack,
    );
    if (what === 'exit') assert.equal(error.status, 3);
    else assert.match(error.message, failure.says('fragile'));
  });
}

test('main() returns other than 0', async () => {
  for (const status of [1, 7, 255]) {
    const error = await startFails('fragile', { modules: { main: { arguments: [String(100 + status)] } } });
    assert.deepEqual([error.code, error.module, error.status], ['MAIN_EXITED', 'fragile', status]);
  }
});

test('JavaScript that main() calls throws', async () => {
  const error = await startFails('fragile', { modules: { main: { arguments: ['100'] } } });
  assert.deepEqual([error.code, error.cause?.name], ['UNGUARDED_CALL_FAILED', 'TypeError']);
  assert.match(error.message, /main's JavaScript failed/);
});

test('a status that the caller has set stays, too', async () => {
  process.exitCode = 42;
  try {
    await startFails('fragile', { modules: { main: { arguments: ['107'] } } });
    await startFails('fragile', { modules: { main: { arguments: [String(FAILURES.exit.kind)] } } });
    await startFails('fragile', { modules: { fragile_side: { failing: FAILURES.exit.kind } } });
    assert.equal(process.exitCode, 42);
  } finally {
    process.exitCode = undefined;
  }
});

test("a lazy side's constructor fails: open() rejects, main goes on, and it opens later", async () => {
  const args = { failing: FAILURES.unreachable.kind };
  const { app } = await start('fragile', { modules: { fragile_lazy: args } });
  for (const failing of [FAILURES.unreachable.kind, FAILURES.abort.kind, FAILURES.exit.kind]) {
    Object.assign(args, { failing });
    const error = await app.open('fragile_lazy').then(
      () => null,
      (reason) => reason,
    );
    if (error === null) {
      // The arguments were taken when the app was loaded.
      assert.fail('opened although its constructor fails');
    }
    assert.deepEqual([error.code, error.module], ['CONSTRUCTOR_FAILED', 'fragile_lazy'], error.stack);
    assert.equal(app.modules.fragile_lazy.state, 'closed');
    assert.equal(app.main.exports.value(), 42);
  }
});

test('AbortSignal: before the start, and while a hook waits', async () => {
  const early = new AbortController();
  early.abort(new Error('not wanted'));
  const error = await startFails('fragile', { signal: early.signal });
  assert.deepEqual([error.code, error.cause?.message], ['ABORTED', 'not wanted']);
  const late = new AbortController();
  const waiting = startFails('fragile', {
    signal: late.signal,
    modules: { fragile_side: { instantiateWasm: () => ({}) } },
  });
  setTimeout(() => late.abort(), 50);
  assert.equal((await waiting).code, 'ABORTED');
});

test('200 failed loads leave nothing behind', { timeout: 120000 }, async (t) => {
  const fail = async (count) => {
    for (let round = 0; round < count; round += 1) {
      const kinds = [
        { fragile_side: { failing: 3 } },
        { fragile: { failing: 3 } },
        { fragile: { arguments: ['3'] } },
        {
          fragile: {
            instantiateWasm: () => {
              throw new Error();
            },
          },
        },
      ];
      await startFails('fragile', { modules: kinds[round % kinds.length] });
    }
    await collectGarbage();
    return process.memoryUsage();
  };
  const before = await fail(40);
  const after = await fail(200);
  t.diagnostic(
    `heap ${after.heapUsed - before.heapUsed}, rss ${after.rss - before.rss}, memories ${after.arrayBuffers - before.arrayBuffers}`,
  );
  assert.ok(after.heapUsed - before.heapUsed < 3e6, `JavaScript heap grew by ${after.heapUsed - before.heapUsed}`);
  assert.ok(after.external - before.external < 20e6, `memories grew by ${after.external - before.external}`);
});
