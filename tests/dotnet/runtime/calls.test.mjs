// Calls between main and C#, both ways, on the real runtime.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasCode } from '../../loader/support/assertions.mjs';
import { makeDotnetApp, runInCsharp } from './support/app.mjs';
import { version } from './support/published.mjs';

describe('calls', () => {
  test('the app says which runtime it has and how it is called', async (t) => {
    const app = await (await makeDotnetApp(t)).load();
    assert.deepEqual({ ...app.dotnet }, { version, calls: version === '8.0' ? 'jsexport' : 'raw' });
    assert.equal(typeof app.modules.calls.module.getAssemblyExports, 'function');
    assert.equal(app.modules.calls.state, 'ready');
    assert.equal(app.modules.second.state, 'closed');
  });

  test('main and JavaScript call C#: every kind of signature', async (t) => {
    const app = await (await makeDotnetApp(t)).load();
    const { exports } = app.modules.calls;
    assert.equal(exports.nothing(), undefined);
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    for (let count = 0; count <= 8; count += 1) {
      const own = app.main.exports[`sum${count}`](...numbers);
      assert.equal(exports[`sum${count}`](...numbers.slice(0, count)), own);
    }
    assert.equal(exports.longs(-12345678901234567n, 7n), -123456789012345663n);
    assert.equal(exports.floats(1.5, 0.25), 15.25);
    assert.equal(exports.doubles(1.1, 0.3), 1.1 * 10 + 0.3);
    assert.equal(exports.mixed(5_000_000_000n, 0.5, 0.25, -7), 4_999_999_993.75);
    assert.equal(exports.mixed8(1, 2, 3, 4n, 5, 6, 7, 8n), 204);
    assert.equal(app.main.exports.via_mixed8(1, 2, 3, 4n, 5, 6, 7, 8n), 204);
    const twenty = Array.from({ length: 20 }, (_, k) => k);
    assert.equal(exports.sum20(...twenty), app.main.exports.sum20(...twenty));
    assert.equal(app.main.exports.via_sum20(), app.main.exports.sum20(...twenty));
    assert.equal(app.main.exports.via_twice(21), 42);
  });

  test('C# calls main: every kind of signature', async (t) => {
    const app = await (await makeDotnetApp(t)).load();
    assert.equal(runInCsharp(app, 'Signatures'), 1);
    assert.equal(runInCsharp(app, 'Plain', 4, 5), 17);
    assert.throws(
      () => runInCsharp(app, 'WrongSignature', 1),
      hasCode('GUARDED_CALL_FAILED', 'mixed is "djfdi", not "ii"'),
    );
  });
});
