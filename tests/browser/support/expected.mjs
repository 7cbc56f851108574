// What pages/use_app.mjs must return, computed without WebAssembly.
import assert from 'node:assert/strict';

function sortedValues() {
  const values = [];
  let state = 1;
  for (let i = 0; i < 1000; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values.push((state >>> 8) - 8000000);
  }
  return values.sort((a, b) => a - b);
}

/**
 * @param {object} result what useApp returned
 * @param {'bridge' | 'bridge_fb'} bridge the way of copying that must have run
 */
export function assertRight(result, bridge) {
  assert.equal(result?.error, undefined, result?.error);
  const { lazy, values: sorted, ...rest } = result;
  const values = sortedValues();
  assert.ok(sorted.join() === values.join(), "the values in main's memory are those of JavaScript, sorted");
  assert.deepEqual(rest, {
    printed: ['argument one', 'argument two words', 'blocks 16, copies 544'],
    total: `bigint ${values.reduce((sum, value) => sum + value, 0)}`,
    sorterRuns: 1,
    doubled: true,
    states: { web_app: 'ready', sorter: 'ready', stats: 'ready', web_plugin: 'closed' },
    bridge,
  });
  assertLazySide(lazy);
}

function assertLazySide({ trap, before, ...rest }) {
  assert.deepEqual(rest, { counts: [1, 2, 3], state: 'ready', closed: true, after: 'closed' });
  assert.equal(before.state, 'closed');
  assert.equal(before.call.code, 'MODULE_CLOSED');
  assert.equal(trap.code, 'GUARDED_CALL_FAILED');
  assert.equal(trap.module, 'web_plugin');
  assert.match(trap.message, /^web_plugin: web_plugin\.plugin_trap .*unreachable/i);
}
