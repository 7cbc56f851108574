// C# sides of an app without any Emscripten: main is JavaScript or plain wasm, another side plain wasm; on the real
// runtime.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasCode } from '../../loader/support/assertions.mjs';
import { plainModule, reaching } from '../../loader/support/plain.mjs';
import { makeDotnetApp } from './support/app.mjs';

const MAINS = {
  JavaScript: { kind: 'javascript' },
  wasm: plainModule('app', { memory: '(import "env" "memory" (memory $memory 2))' }),
};

for (const [title, main] of Object.entries(MAINS)) {
  describe(`${title} as main`, () => {
    const open = async (t, lazy) => {
      const app = await (await makeDotnetApp(t, { main, calls: { lazy }, sides: [reaching('plain')] })).load();
      if (lazy) await app.open('calls');
      return { app, calls: app.modules.calls, plain: app.modules.plain };
    };

    for (const lazy of [false, true]) {
      test(`calls a ${lazy ? 'lazy' : 'static'} side, which works on main's memory`, async (t) => {
        const { app, calls } = await open(t, lazy);
        assert.equal(calls.exports.twice(21), 42);
        assert.equal(calls.exports.mixed(5_000_000_000n, 0.5, 0.25, -7), 4_999_999_993.75);
        app.main.views.int32.set([5, -3, 9, 0], 256);
        calls.exports.sort(1024, 4);
        assert.deepEqual([...app.main.views.int32.subarray(256, 260)], [-3, 0, 5, 9]);
        assert.throws(
          () => calls.exports.fail(3),
          hasCode('GUARDED_CALL_FAILED', 'InvalidOperationException', 'no 3 today'),
        );
        assert.equal(app.main.state, 'ready');
        if (lazy) assert.equal(app.close('calls'), true);
      });
    }

    test('lends C# functions of JavaScript', async (t) => {
      const { calls } = await open(t, false);
      const pointer = calls.addFunction((a) => a * 3, 'ii');
      assert.equal(calls.getFunction(pointer)(14), 42);
      assert.equal(calls.exports.call_back(pointer, 5), 15);
      assert.equal(calls.removeFunction(pointer), true);
    });

    test('C# and a side of plain wasm call each other', async (t) => {
      const { plain } = await open(t, false);
      const ask = (handle, name) => plain.exports.ask(handle, plain.views.writeText(1000, 40, name) && 1000);
      const handle = plain.exports.call_ii(ask(0, 'rb_dlopen'), plain.views.writeText(1000, 40, 'calls') && 1000);
      assert.equal(plain.exports.call_ii(ask(handle, 'twice:ii'), 8), 16);
    });
  });
}
