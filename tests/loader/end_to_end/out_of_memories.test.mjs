// An engine that has no more memories to give: an error with its own code, and everything open goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectGarbage, start, startFails } from './support.mjs';

/** Takes memories until the engine refuses; V8 has room for some 10,000 of them in the address space of a process. */
function takeAllMemories() {
  const memories = [];
  for (;;) {
    try {
      memories.push(new WebAssembly.Memory({ initial: 1 }));
    } catch (error) {
      assert.ok(error instanceof RangeError, error.stack);
      return memories;
    }
  }
}

/** An engine that reclaims unused memories when it needs one: what is left of it must fail twice. */
async function exhaust() {
  await collectGarbage();
  const memories = takeAllMemories();
  await collectGarbage();
  memories.push(...takeAllMemories());
  return memories;
}

async function releaseAll(memories, count = memories.length) {
  memories.length -= count;
  await collectGarbage();
}

test('apps are opened until it happens; all that are open go on', { timeout: 120000 }, async (t) => {
  const taken = await exhaust();
  t.diagnostic(`${taken.length} memories`);
  assert.ok(taken.length > 100);
  await releaseAll(taken, 60);
  const apps = [];
  let failure;
  while (!failure && apps.length < 100) {
    await start('cpp').then(
      ({ app }) => apps.push(app),
      (error) => (failure = error),
    );
  }
  assert.deepEqual([failure.name, failure.code], ['WasmPseudoLinkError', 'OUT_OF_MEMORIES'], failure.stack);
  assert.match(failure.message, /the engine cannot create another wasm memory .*; close modules that are not needed/);
  assert.ok(['cpp', 'shapes', 'counter'].includes(failure.module), failure.module);
  assert.ok(apps.length >= 2, `${apps.length} apps`);
  for (const app of apps) {
    assert.equal(app.main.exports.check_side_works_on_my_memory(), 0);
    assert.equal(app.main.exports.check_i_work_on_side_memory(), 0);
  }
  await releaseAll(taken);
  const { app } = await start('cpp');
  assert.equal(app.main.exports.check_side_works_on_my_memory(), 0);
});

test(
  'a lazy side that gets no memory: its opening is refused, in JavaScript and in C, and works again later',
  { timeout: 120000 },
  async () => {
    const { app } = await start('app');
    const { exports } = app.main;
    const taken = await exhaust();
    for (let round = 0; round < 3; round += 1) {
      await assert.rejects(app.open('plugin'), {
        name: 'WasmPseudoLinkError',
        code: 'OUT_OF_MEMORIES',
        module: 'plugin',
      });
    }
    assert.equal(app.modules.plugin.state, 'closed');
    exports.init_both(1, 1);
    assert.equal(exports.add_through_doubler(4), 5);
    assert.equal(exports.recurse(5), 5);

    const name = exports.main_malloc(16);
    new Uint8Array(app.main.memory.buffer, name, 7).set(Buffer.from('plugin\0'));
    exports.open_async(name);
    while (exports.answers() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(exports.answered_handle(), 0);

    await releaseAll(taken);
    const plugin = await app.open('plugin');
    assert.equal(plugin.exports.plugin_value(), 7);
  },
);

test(
  'a side that makes its memory itself (ACCESSOR, no imported memory), and a glue that does, say the same',
  { timeout: 120000 },
  async () => {
    const taken = await exhaust();
    const error = await startFails('app', { modules: { counter: { wasmMemory: null } } });
    assert.equal(error.code, 'OUT_OF_MEMORIES', error.stack);
    await releaseAll(taken);
  },
);
