// From which size on copies go by memory.copy: what the loader takes, and what an option makes of it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { usualMemoryCopyFrom } from '../../js/loader/memory/memory_copy.mjs';
import { hasMultiMemory, makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const NEVER = 0xffffffff;

const multiMemory = { skip: !hasMultiMemory && 'this engine has no multi-memory' };

describe('app.memoryCopyFrom', () => {
  const build = (t) => makeApp(t, mainModule(), [sideModule('sorter')]);

  test('is 512 in V8, whose memory.copy is a memmove', multiMemory, async (t) => {
    assert.equal((await (await build(t)).load()).memoryCopyFrom, 512);
  });

  test('is the loop alone in SpiderMonkey', (t) => {
    t.after(() => delete Error.prototype.columnNumber);
    Error.prototype.columnNumber = 1;
    assert.equal(usualMemoryCopyFrom(), NEVER);
  });

  test('is what the option says', multiMemory, async (t) => {
    const built = await build(t);
    for (const memoryCopyFrom of [0, 1, 512, NEVER]) {
      assert.equal((await built.load({ memoryCopyFrom })).memoryCopyFrom, memoryCopyFrom);
    }
  });

  test('is null with bridge_fb, which has no use for the option', async (t) => {
    const app = await (await build(t)).load({ bridge: 'bridge_fb', memoryCopyFrom: 512 });
    assert.equal(app.memoryCopyFrom, null);
  });
});

test('an engine without SIMD is told so', async (t) => {
  const built = await makeApp(t, mainModule());
  t.mock.method(WebAssembly, 'validate', () => false);
  await assert.rejects(built.load(), hasCode('ENGINE_TOO_OLD', 'no WebAssembly SIMD', 'Safari 16.4'));
});
