// The app in this Node: WPL_DOTNET_APP is its app.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runApp } from './run_app.mjs';

const { default: createApp } = await import(pathToFileURL(process.env.WPL_DOTNET_APP));

/** Rounds of a side that C# holds a function of; in Node 20 they take three times as long. */
const ROUNDS = process.versions.node.startsWith('20.') ? 1000 : 10_000;

const RIGHT = { wrong: 0, printed: [], failed: 'script: script.fail threw System.InvalidOperationException: number 3; the module stays usable' };

test(`calls both ways, memory, 20,000 failures both ways, ${ROUNDS} rounds of a side that C# holds a function of`, async () => {
  const { dead, calls, ...result } = await runApp(createApp, { failures: 20_000, rounds: ROUNDS });
  assert.deepEqual({ ...result, bridge: null }, { ...RIGHT, bridge: null });
  assert.deepEqual({ dead, calls }, { dead: ROUNDS, calls: 'raw' });
});

test('the same by the portable files, the fallback bridge and [JSExport], in a second runtime', async () => {
  const options = { prefer: 'portable', bridge: 'bridge_fb' };
  const result = await runApp(createApp, { failures: 500, rounds: 100, options, callBy: 'jsexport' });
  assert.deepEqual(result, { ...RIGHT, dead: 100, calls: 'jsexport', bridge: 'bridge_fb' });
});
