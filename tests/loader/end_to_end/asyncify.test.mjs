// A main module that suspends (ASYNCIFY).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start, startFails } from './support.mjs';

test('load() waits for a main() that suspends and calls sides in between', async () => {
  const { app, printed } = await start('sleeper');
  assert.deepEqual(printed, ['slept twice']);
  assert.equal(app.main.exports.get_progress(), 112);
});

test('the status of a main() that suspended is what load() rejects with', async () => {
  const error = await startFails('sleeper', { modules: { main: { arguments: ['x'] } } });
  assert.deepEqual([error.code, error.status], ['MAIN_EXITED', 5]);
  assert.equal(process.exitCode, undefined);
});

test("a suspend while a side's frame is on the stack is an error", async () => {
  const { app } = await start('sleeper');
  assert.throws(
    () => app.main.exports.sleep_under_side(),
    (error) => {
      assert.equal(error.code, 'UNGUARDED_CALL_FAILED', error.stack);
      return /suspended \(ASYNCIFY\) while a frame of another module is on the stack/.test(error.message);
    },
  );
  assert.equal(app.main.state, 'failed');
});
