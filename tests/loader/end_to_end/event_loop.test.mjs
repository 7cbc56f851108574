// Calls that come from the event loop, with real glue: a failure marks its module, exit() ends Node with its status.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { FAILURES, folder } from './support.mjs';

const main = join(folder, 'fragile.mjs');
const node = (...args) => spawnSync(process.execPath, args, { cwd: tmpdir(), encoding: 'utf8' });
const { exit, unreachable, runtime_error: thrown } = FAILURES;

/** Runs the app in a program of its own, which prints each uncaught error and what became of the modules. */
function startElsewhere(args, work = '') {
  const program = `
    globalThis.requestAnimationFrame = (callback) => setTimeout(() => callback(performance.now()), 1);
    const { default: createApp } = await import(${JSON.stringify(pathToFileURL(main))});
    const app = await createApp({ modules: { main: { arguments: ${JSON.stringify(args)} } } });
    process.on('uncaughtException', ({ code, message }) => {
      process.exitCode = 0;
      console.log(JSON.stringify({ code, message, main: app.main.state, side: app.modules.fragile_side.state }));
    });
    ${work}`;
  const { stdout, stderr } = node('--input-type=module', '-e', program);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  assert.equal(lines.length, 1, `${stdout}${stderr}`);
  return JSON.parse(lines[0]);
}

for (const when of ['timer', 'frame', 'opened'])
  test(`a trap and an exception of main in a call of kind "${when}"`, () => {
    for (const { kind, says } of [unreachable, thrown]) {
      const seen = startElsewhere([String(kind), when]);
      assert.deepEqual([seen.code, seen.main, seen.side], ['UNGUARDED_CALL_FAILED', 'failed', 'ready']);
      assert.match(seen.message, says('fragile'));
    }
  });

test('a trap in a timer of a side: the side stays usable', () => {
  const seen = startElsewhere([], `app.modules.fragile_side.exports.fragile_fail_later(${unreachable.kind})`);
  assert.deepEqual([seen.code, seen.main, seen.side], ['GUARDED_CALL_FAILED', 'ready', 'ready']);
  assert.match(seen.message, /fragile_side.callback from the event loop trapped: unreachable/);
});

/** Emscripten's own warning, in Debug. */
const WARNING = /^program exited \(with status: \d+\), but keepRuntimeAlive\(\) is set .*\n/;

for (const when of ['timer', 'opened'])
  test(`exit() in a call of kind "${when}" ends Node with its status, and nothing more is said`, () => {
    const { status, stderr } = node(main, String(exit.kind), when);
    assert.equal(status, 3);
    assert.equal(stderr.replace(WARNING, ''), '');
  });

test('main() returns a status while a side is being opened', () => {
  const { status, stderr } = node(main, '105', 'pending');
  assert.deepEqual([status, stderr], [5, '']);
});
