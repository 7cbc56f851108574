// The JavaScript stack runs out at any place of a guarded call. Other engines than V8 have a larger stack, and take
// minutes to fill it some hundred times.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeApp } from './support/app.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

/** By a guarded call: what JavaScript could enter without a guard, each call would save. */
const stackOf = (handle) => handle.exports.emscripten_stack_get_current();

const ignoring = (work) => {
  try {
    work();
  } catch {
    // what is thrown where the stack runs out is not the point
  }
};

/** Runs work where only a few more frames and `words` values fit onto the JavaScript stack. */
function nearTheEnd(frames, words, work) {
  let left = frames;
  const dive = () => {
    try {
      dive();
    } catch (error) {
      left -= 1;
      if (left > 0) throw error;
      ignoring(() => work.apply(null, Array(words)));
    }
  };
  dive();
}

/** Calls visit with functions that run work ever farther from the end of the stack. V8 keeps about 40 kB for itself. */
async function atEveryPlace(visit, places = 80) {
  for (let place = 0; place < places; place += 1) {
    const [frames, words] = [1 + Math.floor((place * 640) / places), place % 24];
    await visit((work) => nearTheEnd(frames, words, work), `${frames} frames and ${words} words before the end`);
  }
}

describe('the JavaScript stack runs out at any place of a guarded call', () => {
  const ways = {
    'that returns': ({ twice }) => twice(1),
    'that traps': ({ trap }) => trap(1),
    'that throws': ({ throw_cpp: throwCpp }) => throwCpp(1),
    'with another one inside': ({ call_host: callHost }) => callHost(0, 0),
  };
  for (const [what, call] of Object.entries(ways)) {
    test(`${what}: its stack pointer returns, and the side closes`, async (t) => {
      const built = await makeApp(t, mainModule(), [sideModule('plugin', { lazy: true })]);
      const inner = () => app.modules.plugin.exports.trap(1);
      const app = await built.load({ modules: { plugin: { host: inner } } });
      await atEveryPlace(async (deep, place) => {
        await app.open('plugin');
        const { plugin } = app.modules;
        const before = stackOf(plugin);
        deep(() => call(plugin.exports));
        assert.equal(plugin.exports.twice(2), 4);
        assert.equal(stackOf(plugin), before, place);
        assert.equal(app.close('plugin'), true);
      });
    });
  }

  test('one of another module inside, whose stack the outer one does not save', async (t) => {
    const built = await makeApp(t, mainModule(), [sideModule('plugin'), sideModule('other')]);
    const host = () => app.modules.other.exports.trap(1);
    const app = await built.load({ modules: { plugin: { host } } });
    const { plugin, other } = app.modules;
    const before = [plugin, other].map(stackOf);
    await atEveryPlace((deep, place) => {
      deep(() => plugin.exports.call_host(0, 0));
      assert.equal(plugin.exports.twice(2), 4);
      assert.deepEqual([plugin, other].map(stackOf), before, place);
    });
  });

  test('guarded calls of a module into another one', async (t) => {
    const built = await makeApp(t, mainModule(), [sideModule('sorter'), sideModule('plugin', { lazy: true })]);
    const app = await built.load();
    await app.open('plugin');
    const s = new C(app.modules.sorter);
    const handle = s.dlopen('plugin');
    const [twice, trap] = ['twice', 'trap'].map((name) => s.dlsymGuarded(handle, name));
    const before = [app.main, app.modules.sorter, app.modules.plugin].map(stackOf);
    await atEveryPlace((deep, place) => {
      for (const pointer of [twice, trap]) deep(() => s.call('ii', pointer, 1));
      assert.equal(s.call('ii', twice, 2), 4);
      assert.deepEqual([app.main, app.modules.sorter, app.modules.plugin].map(stackOf), before, place);
    });
    s.dlclose(handle);
    assert.equal(app.close('plugin'), true);
  });

  test('main, once it was entered, has failed', async (t) => {
    const main = mainModule({
      imports: '(import "env" "host" (func $host (param i32 i32) (result i32)))',
      body: `(func (export "enter_and_fail") (result i32)
        (drop (call $host (i32.const 0) (i32.const 0))) (call $enter (i32.const 64)) (unreachable))`,
    });
    const built = await makeApp(t, main, []);
    const states = new Set();
    let entered;
    const host = () => {
      entered += 1;
      return 0;
    };
    await atEveryPlace(async (deep, place) => {
      const app = await built.load({ modules: { main: { host } } });
      entered = 0;
      deep(() => app.main.exports.enter_and_fail());
      ignoring(() => app.main.exports.add_one(1)); // by now at the latest
      if (entered > 0) assert.equal(app.main.state, 'failed', place);
      states.add(app.main.state);
    });
    assert.deepEqual(
      states,
      new Set(['ready', 'failed']),
      'it fails to enter main at some places, and in it at others',
    );
  });
});
