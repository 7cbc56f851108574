// Memory of main seen from C#, and memory of C# seen from main.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasCode } from '../../loader/support/assertions.mjs';
import { makeDotnetApp, runInCsharp } from './support/app.mjs';

const AT = 8192;
const start = async (t, options) => (await makeDotnetApp(t)).load(options);
const ints = (app, address, count) => new Int32Array(app.main.memory.buffer, address, count);

for (const bridge of [undefined, 'bridge_fb']) {
  describe(`memories${bridge ? ` by ${bridge}` : ''}`, () => {
    test('a span of main is sorted by C#', async (t) => {
      const app = await start(t, { bridge });
      ints(app, AT, 5).set([5, -1, 4, 2, 3]);
      app.modules.calls.exports.sort(AT, 5);
      assert.deepEqual([...ints(app, AT, 5)], [-1, 2, 3, 4, 5]);
      assert.equal(runInCsharp(app, 'Accessor', AT), 4);
      assert.equal(ints(app, AT, 1)[0], 4);
    });

    test('a span outside of main is an exception in C#, and nothing more', async (t) => {
      const app = await start(t, { bridge });
      assert.throws(
        () => app.modules.calls.exports.sort(1 << 30, 4),
        hasCode('GUARDED_CALL_FAILED', /app\.\w+_memcpy trapped/),
      );
      assert.throws(() => runInCsharp(app, 'Accessor', -2), hasCode('GUARDED_CALL_FAILED', 'trapped'));
      assert.equal(app.modules.calls.exports.twice(2), 4);
    });

    test('strings go both ways as UTF-8', async (t) => {
      const app = await start(t, { bridge });
      const name = new TextEncoder().encode('J\u00fcrgen \u20ac \u{1f600}');
      new Uint8Array(app.main.memory.buffer).set(name, AT);
      const result = app.modules.calls.exports.greet(AT, name.length);
      const [address, size] = [Number(result & 0xffffffffn), Number(result >> 32n)];
      const text = new TextDecoder().decode(new Uint8Array(app.modules.calls.memory.buffer, address, size));
      assert.equal(text, 'Hello J\u00fcrgen \u20ac \u{1f600}');
    });

    test('both memories grow between two copies', async (t) => {
      const app = await start(t, { bridge });
      const [own, other] = [app.modules.calls.memory.buffer, app.main.memory.buffer];
      ints(app, AT, 1000).forEach((_, index, all) => (all[index] = index * 7));
      assert.equal(runInCsharp(app, 'CopyAcrossGrowth', AT, 1000), 999 * 7);
      assert.notEqual(app.modules.calls.memory.buffer, own);
      assert.notEqual(app.main.memory.buffer, other);
      assert.equal(app.main.exports.via_twice(4), 8);
      assert.equal(runInCsharp(app, 'SumOfMain', AT, 1000), (999 * 1000 * 7) / 2);
    });
  });
}

test('arrays move while main writes into pinned ones', async (t) => {
  const app = await start(t);
  assert.ok(runInCsharp(app, 'Collect', 30) > 0, 'an array that is not pinned was moved');
});

test('10,000 copies in and out, with the garbage that they make', async (t) => {
  const app = await start(t);
  ints(app, AT, 1000).fill(3);
  assert.equal(runInCsharp(app, 'Collections', AT, 10_000), 3);
});
