// `node app.mjs arguments`: output, exit code and what is said of failures.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FAILURES, folder, isDebug } from './support.mjs';

function run(app, ...args) {
  // Another working directory: nothing may depend on it.
  return spawnSync(process.execPath, [join(folder, `${app}.mjs`), ...args], { cwd: tmpdir(), encoding: 'utf8' });
}

test("main()'s output, arguments and status", () => {
  for (const [args, status, output] of [
    [[], 0, 'app started with 0 arguments:\n'],
    [['a b', '0'], 0, 'app started with 2 arguments: a b 0\n'],
    [['x', '7'], 7, 'app started with 2 arguments: x 7\n'],
    [['ü', '255'], 255, 'app started with 2 arguments: ü 255\n'],
  ]) {
    const result = run('app', ...args);
    assert.deepEqual([result.status, result.stdout, result.stderr], [status, output, ''], args.join(' '));
  }
});

test('exit(3) ends Node with 3', () => {
  const result = run('fragile', String(FAILURES.exit.kind));
  assert.equal(result.status, 3);
  if (!isDebug) assert.equal(result.stderr, ''); // else emcc's advice
});

test('a trap, an exception or abort() in main() ends Node with 1 and says what happened', () => {
  for (const what of ['unreachable', 'runtime_error', 'abort', 'divide']) {
    const result = run('fragile', String(FAILURES[what].kind));
    assert.equal(result.status, 1, what);
    assert.match(result.stderr, FAILURES[what].says('fragile'), what);
    assert.match(result.stderr, /fragile/, what);
    if (what !== 'runtime_error')
      assert.match(result.stderr, /\n {4}at fragile\.\S.* \(\S+:\S+\)\n/, 'a stack, by module and function');
    assert.ok(!result.stderr.includes('fragile.mjs'), `without the loader's frames: ${result.stderr}`);
    assert.ok(
      result.stderr.split('\n').every((line) => line.length < 1000),
      'without a minified line',
    );
  }
});

test('a main() that suspends is waited for', () => {
  assert.deepEqual([run('sleeper').status, run('sleeper').stdout], [0, 'slept twice\n']);
  assert.equal(run('sleeper', 'x').status, 5);
});
