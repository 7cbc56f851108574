// A module's own stack overflows: it traps, and the static data are as they were.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from './support.mjs';

/** In Debug emcc itself looks for overflows (-sSTACK_OVERFLOW_CHECK): its glue calls abort(), which ends the side. */
const isChecked = process.env.WPL_CONFIG === 'Debug';
const kind = isChecked ? 'abort' : 'trap';

test('in a side: the guarded call ends, and the side goes on', async () => {
  const { app } = await start('fragile');
  const { exports } = app.modules.fragile_side;
  for (let n = 0; n < 10; n += 1) {
    assert.throws(exports.fragile_overflow, { code: 'GUARDED_CALL_FAILED', kind });
    if (isChecked) return;
    assert.equal(exports.fragile_damaged(), 0);
  }
  assert.equal(exports.fragile_value(), 42);
});

test('in main', async () => {
  const { app } = await start('fragile');
  assert.equal(app.main.exports.damaged(), 0);
  assert.throws(app.main.exports.overflow, { code: 'UNGUARDED_CALL_FAILED', kind });
});
