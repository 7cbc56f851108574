// Whatever JavaScript passes to the public surface, and whatever a manifest says: it works, or the loader's own error
// says what was given.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { after, describe, test } from 'node:test';
import { ADAPTERS } from '../../js/loader/adapters/adapters.mjs';
import { WasmPseudoLinkError, textOf } from '../../js/loader/base/errors.mjs';
import { shown } from '../../js/loader/base/kinds.mjs';
import { load } from '../../js/loader/load/load.mjs';
import { checkManifest } from '../../js/loader/manifest/manifest.mjs';
import { helpers, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { plainModule, reaching } from './support/plain.mjs';

const throwing = () => {
  throw new Error('a trap of a Proxy');
};
const everyTrap = new Proxy({}, { get: () => throwing });
const revoked = (() => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
})();
const deep = JSON.parse('{"a":'.repeat(5000) + '0' + '}'.repeat(5000));
const cyclic = { list: [] };
cyclic.list.push(cyclic, cyclic);
const getter = Object.defineProperty({}, 'name', { enumerable: true, get: throwing });

/** Values that break code which trusts its arguments. */
const HOSTILE = [
  { toString: null },
  { toString: throwing, valueOf: throwing },
  { [Symbol.toPrimitive]: throwing },
  Object.create(null),
  new Proxy({}, everyTrap),
  new Proxy([], everyTrap),
  new Proxy(() => {}, everyTrap),
  revoked,
  getter,
  deep,
  cyclic,
  new Array(1000),
  Symbol('s'),
  5n,
  NaN,
  -1,
  2 ** 53,
  'constructor',
  '__proto__',
  'http://[',
  '\ud800',
  '',
  null,
  true,
  'app',
  'side',
  'i64',
];
/** In a function, since fast-check itself asks a value for what a revoked Proxy throws at. */
const value = fc.oneof(
  { weight: 3, arbitrary: fc.nat(HOSTILE.length - 1).map((index) => ({ index, get: () => HOSTILE[index] })) },
  {
    weight: 2,
    arbitrary: fc
      .anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true })
      .map((given) => ({ given, get: () => given })),
  },
);
const one = (given) => ({ get: () => given });
/** What a listener throws is the page's to catch (progress.mjs), so none that throws. */
const progress = ({ get }) => ({ get: () => (typeof get() === 'function' ? () => {} : get()) });

/** Runs work that may fail with the loader's own error only; returns that, or null. */
async function ownErrorOf(work) {
  try {
    await work();
    return null;
  } catch (error) {
    assert.ok(error instanceof WasmPseudoLinkError, `not the loader's error: ${error?.stack ?? textOf(error)}`);
    assert.match(error.message, /.; ./, 'the message says what to do');
    assert.ok(error.message.length < 4000, 'the message is short');
    return error;
  }
}

const check = (property, numRuns = 150) => fc.assert(property, { numRuns, seed: 15 });

const main = { name: 'app', kind: 'javascript', initial: 2, maximum: 10 };
const built = await makeApp({ after }, main, [reaching('side'), plainModule('lazy', { lazy: true })]);
const app = await built.load();

test('a text for any value, which asks it for nothing', () => {
  check(
    fc.property(value, ({ get }) => {
      assert.ok(shown(get()).length < 600);
      assert.equal(typeof textOf(get()), 'string');
    }),
  );
  assert.equal(textOf(Object.assign(new Error(), { message: { toString: null } })), 'a value that has no text');
  assert.deepEqual([{ toString: null }, [], () => {}, 'a', 5n, undefined].map(shown), [
    'an object',
    'an array',
    'a function',
    '"a"',
    '5',
    'undefined',
  ]);
});

describe('arguments', () => {
  test('options as a whole', async () => {
    await check(
      fc.asyncProperty(value, async ({ get }) => {
        await ownErrorOf(() => load(built.manifest, get(), built.options()));
      }),
    );
  });

  const OPTIONS = `onProgress signal modules prefer bridge memoryCopyFrom baseUrl helpers manifestIntegrity
    hookTimeout`.split(/\s+/);
  test('each option', async () => {
    const entry = fc.tuple(fc.constantFrom(...OPTIONS), value);
    await check(
      fc.asyncProperty(entry, async ([name, given]) => {
        const { get } = name === 'onProgress' ? progress(given) : given;
        const error = await ownErrorOf(() => load(built.manifest, { [name]: get() }, built.options()));
        if (error?.code === 'BAD_OPTION') assert.ok(error.message.includes(name), error.message);
      }),
    );
  });

  const ARGUMENTS = `arguments noInitialRun wasmMemory instantiateWasm functions print printErr locateFile preRun
    preInit postRun onExit onAbort env files stdin`.split(/\s+/);
  test('each module argument', async () => {
    const entry = fc.tuple(fc.constantFrom('main', 'side'), fc.constantFrom(...ARGUMENTS), value);
    await check(
      fc.asyncProperty(entry, async ([module, name, { get }]) => {
        await ownErrorOf(() => built.load({ modules: { [module]: { [name]: get() } } }));
      }),
    );
  });

  test('module arguments as a whole', async () => {
    await check(
      fc.asyncProperty(fc.constantFrom('main', 'side', 'constructor', '__proto__'), value, async (module, { get }) => {
        await ownErrorOf(() => built.load({ modules: Object.fromEntries([[module, get()]]) }));
      }),
    );
  });

  test('open() and close()', async () => {
    const name = fc.oneof(value, fc.constantFrom('lazy', 'side', 'toString').map(one));
    const options = fc.oneof(
      value,
      value.map(({ get }) => ({ get: () => ({ signal: get() }) })),
      value.map(progress).map(({ get }) => ({ get: () => ({ onProgress: get() }) })),
    );
    await check(
      fc.asyncProperty(name, options, async (given, more) => {
        if ((await ownErrorOf(() => app.open(given.get(), more.get()))) === null) assert.equal(app.close('lazy'), true);
        await ownErrorOf(() => app.close(given.get()));
      }),
    );
    await assert.rejects(app.open({}), hasCode('BAD_OPTION', 'an object was given as the name for open()'));
    await assert.rejects(app.open(), hasCode('BAD_OPTION', 'undefined was given'));
    await assert.rejects(app.open('lazy', { sgnal: 1 }), hasCode('BAD_OPTION', 'did you mean "signal"?'));
    assert.throws(() => app.close({ toString: null }), hasCode('BAD_OPTION', 'the name for close()'));
  });

  test('methods of handles', async () => {
    const handle = app.main;
    const { views } = handle;
    const methods = [
      [views, 'bytes'],
      [views, 'readText'],
      [views, 'writeText'],
      [handle, 'addFunction'],
      [handle, 'removeFunction'],
      [handle, 'getFunction'],
    ];
    const given = fc.array(fc.oneof(value, fc.constantFrom(0, 16, 'ii').map(one)), { maxLength: 3 });
    await check(
      fc.asyncProperty(fc.nat(methods.length - 1), given, async (index, values) => {
        const [object, method] = methods[index];
        await ownErrorOf(() => object[method](...values.map(({ get }) => get())));
      }),
      400,
    );
    assert.throws(() => views.writeText(0, 10, 5), hasCode('BAD_OPTION', 'app: 5 was given as the text'));
    assert.throws(() => handle.removeFunction(1n), hasCode('BAD_POINTER', '1 is not a function pointer'));
  });

  test('what an own instantiateWasm gives back', async () => {
    await check(
      fc.asyncProperty(value, async ({ get }) => {
        const instantiateWasm = (imports, done) => done(get());
        const error = await ownErrorOf(() => built.load({ modules: { side: { instantiateWasm } } }));
        assert.equal(error.code, 'HOOK_FAILED');
      }),
    );
  });

  test('what a JavaScript function throws into wasm', async () => {
    const { side } = app.modules;
    await check(
      fc.asyncProperty(value, async ({ get }) => {
        const pointer = side.addFunction(() => {
          throw get();
        }, 'ii');
        const error = await ownErrorOf(() => side.exports.call_ii(pointer, 1));
        assert.equal(error.code, 'GUARDED_CALL_FAILED');
        assert.equal(side.removeFunction(pointer), true);
      }),
    );
    assert.equal(side.exports.twice(2), 4);
  });

  test('undefined is the default, everywhere', async () => {
    const nothing = Object.fromEntries(OPTIONS.map((name) => [name, undefined]));
    const args = Object.fromEntries(ARGUMENTS.map((name) => [name, undefined]));
    const all = { ...nothing, modules: { main: args, side: undefined, app: undefined } };
    const opened = await load(built.manifest, all, built.options());
    assert.equal(opened.main.state, 'ready');
    const lazy = await opened.open('lazy', { signal: undefined, onProgress: undefined });
    assert.equal(lazy.state, 'ready');
    assert.equal(opened.close('lazy'), true);
    assert.equal((await load(built.manifest, undefined, built.options())).main.state, 'ready');
  });
});

describe('manifests', () => {
  const kinds = Object.keys(ADAPTERS);
  const placesOf = (node, path = [], out = []) => {
    for (const key of Object.keys(node)) {
      out.push([...path, key]);
      if (typeof node[key] === 'object' && node[key] !== null) placesOf(node[key], [...path, key], out);
    }
    return out;
  };
  const changed = (path, given) => {
    const manifest = structuredClone(built.manifest);
    path.slice(0, -1).reduce((node, key) => node[key], manifest)[path.at(-1)] = given;
    return manifest;
  };

  test('of any kind', async () => {
    await check(
      fc.asyncProperty(value, async ({ get }) => {
        assert.ok(await ownErrorOf(() => load(get(), { helpers, baseUrl: built.options().baseUrl })));
      }),
    );
  });

  test('with any value in any place', async () => {
    const places = placesOf(built.manifest);
    await check(
      fc.asyncProperty(fc.constantFrom(...places), value, async (path, { get }) => {
        const error = await ownErrorOf(() => checkManifest(changed(path, get()), kinds, ADAPTERS));
        if (error) assert.ok(['MANIFEST_INVALID', 'ABI_MISMATCH'].includes(error.code));
        else await ownErrorOf(() => load(changed(path, get()), built.options()));
      }),
      600,
    );
  });

  test('what was checked is what is used: a getter is asked once', () => {
    const manifest = structuredClone(built.manifest);
    const { modules } = manifest;
    let asked = 0;
    Object.defineProperty(manifest, 'modules', { enumerable: true, get: () => (asked++ === 0 ? modules : 'others') });
    assert.equal(checkManifest(manifest, kinds, ADAPTERS).modules.length, modules.length);
    assert.equal(asked, 1);
  });

  for (const [title, path, given, text] of [
    ['a malformed address', ['modules', 1, 'variants', 0, 'wasm', 'url'], 'http://[', '"http://["'],
    ['an object without text', ['modules', 1, 'exports', 'x'], { toString: null }, '"exports.x" must be a signature'],
    ['deep nesting', ['modules', 1, 'other'], deep, 'nested more than 32 levels deep'],
    ['a cycle', ['modules', 1, 'other'], cyclic, 'nested more than'],
    ['a getter that throws', ['modules', 1, 'other'], getter, 'it cannot be read (a trap of a Proxy)'],
    [
      'a name for an object',
      ['modules', 1, 'name'],
      { toString: null },
      '"name" must be a C identifier, but is an object',
    ],
    ['a main without text', ['main'], { toString: null }, '"main" must be a text, but is an object'],
  ])
    test(title, () => {
      assert.throws(() => checkManifest(changed(path, given), kinds, ADAPTERS), hasCode('MANIFEST_INVALID', text));
    });
});
