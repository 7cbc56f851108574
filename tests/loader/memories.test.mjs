// Engines out of memories: opened until it really happens; everything that is open goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

/** Takes memories until the engine has only a few left. */
function hoard(left) {
  const memories = [];
  try {
    for (;;) memories.push(new WebAssembly.Memory({ initial: 0, maximum: 32768 }));
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error));
  }
  memories.length -= left;
  return memories;
}

test('lazy sides are opened until the engine has no memory left', { timeout: 240000 }, async (t) => {
  const names = Array.from({ length: 60 }, (_, n) => `side${n}`);
  const built = await makeApp(
    t,
    mainModule(),
    names.map((name) => sideModule(name, { lazy: true })),
  );
  const memories = hoard(20);
  t.diagnostic(`this engine has about ${memories.length + 20} memories`);
  const app = await built.load();
  const opened = [];
  let failure;
  for (const name of names) {
    await app.open(name).then(
      () => opened.push(name),
      (error) => {
        failure = error;
      },
    );
    if (failure) break;
  }
  assert.ok(opened.length > 0 && failure, `${opened.length} opened`);
  hasCode(
    'OUT_OF_MEMORIES',
    `side${opened.length}: the engine cannot create another wasm memory`,
    'close modules',
  )(failure);

  // Everything that is open goes on. Closing makes room; several, since Linux counts mappings and V8 needs some itself.
  assert.equal(app.main.exports.add_one(1), 2);
  for (const name of opened) assert.equal(app.modules[name].exports.twice(4), 8);
  const c = new C(app.main);
  assert.equal(c.call('ii', c.dlsym(c.dlopen(opened.at(-1)), 'twice'), 3), 6);
  for (const name of opened.slice(0, 10)) app.close(name);
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  await app.open(names.at(-1));
  assert.equal(app.modules[names.at(-1)].exports.twice(5), 10);
  memories.length = 0;
});
