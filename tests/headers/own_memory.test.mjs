// Copies of a constant number of bytes to this module's memory write nothing where they would leave it.
//
// WPL_APP is the folder of the app headers_code.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const { default: createApp } = await import(pathToFileURL(join(process.env.WPL_APP, 'code.mjs')));

for (const prefer of ['direct', 'portable']) {
  const app = await createApp({ prefer });
  const { code, code_side: side } = app.modules;
  test(`of a side, from main's (${prefer})`, () => {
    assert.equal(side.variant, prefer);
    const source = 1024;
    new Uint8Array(code.memory.buffer).fill(0xee, source, source + 32);
    const end = side.memory.buffer.byteLength;
    const last = new Uint8Array(side.memory.buffer, end - 32).fill(0);
    for (let n = 1; n <= 17; n += 1) {
      for (let inside = 1; inside < n; inside += 1) {
        assert.throws(() => side.exports[`here_${n}`](source, end - inside), { code: 'GUARDED_CALL_FAILED' });
        assert.deepEqual([...last], Array(32).fill(0), `${n} bytes, ${inside} of them inside`);
      }
      side.exports[`here_${n}`](source, end - n);
      assert.deepEqual([...last], [...Array(32 - n).fill(0), ...Array(n).fill(0xee)]);
      last.fill(0);
    }
  });
}
