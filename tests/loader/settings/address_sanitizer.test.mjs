// Modules compiled with AddressSanitizer: tests/apps/address_sanitizer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appsOf, lines } from './support.mjs';

const { start } = appsOf('address_sanitizer');

for (const name of ['of_both', 'of_side'])
  test(`${name}: right use`, async () => assert.deepEqual((await start(name)).printed, lines(0)));

for (const name of ['of_both', 'of_side'])
  test(`${name}: a side that reads beyond a block reports it and ends`, async () => {
    const { main, side, printed } = await start(name);
    assert.equal(side.exports.read_beyond(3), 0);
    printed.length = 0;
    assert.throws(() => side.exports.read_beyond(4), { name: 'WasmPseudoLinkError', code: 'GUARDED_CALL_FAILED' });
    assert.match(printed.join('\n'), /AddressSanitizer: heap-buffer-overflow/);
    assert.equal(main.state, 'ready');
  });

test('of_both: a main that reads beyond a block reports it and ends', async () => {
  const { main, printed } = await start('of_both');
  assert.throws(() => main.exports.read_beyond(4), { name: 'WasmPseudoLinkError' });
  assert.match(printed.join('\n'), /AddressSanitizer: heap-buffer-overflow/);
});
