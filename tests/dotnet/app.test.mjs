// The app in this Node: WPL_APPS is its folder; WPL_ROUNDS, how often a side is opened and closed.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runApp } from './run_app.mjs';

const { default: createApp } = await import(pathToFileURL(join(process.env.WPL_APPS, 'dotnet_app.mjs')));

/** Rounds of a side that C# holds a function of, and failures both ways. */
const { WPL_ROUNDS = '10000', WPL_MANY = '20000' } = process.env;
const ROUNDS = Number(WPL_ROUNDS);
const MANY = Number(WPL_MANY);

const RIGHT = {
  wrong: 0,
  printed: [],
  failed: 'script: script.fail threw System.InvalidOperationException: number 3; the module stays usable',
};

test(`calls both ways, memory, ${MANY} failures both ways, ${ROUNDS} rounds of a side that C# holds a function of`, async () => {
  const { dead, calls, ...result } = await runApp(createApp, { failures: MANY, rounds: ROUNDS });
  assert.deepEqual({ ...result, bridge: null }, { ...RIGHT, bridge: null });
  assert.deepEqual({ dead, calls }, { dead: ROUNDS, calls: 'raw' });
});

test('the same by the portable files, the fallback bridge and [JSExport], in a second runtime', async () => {
  const options = { prefer: 'portable', bridge: 'bridge_fb' };
  const result = await runApp(createApp, { failures: 500, rounds: 100, options, callBy: 'jsexport' });
  assert.deepEqual(result, { ...RIGHT, dead: 100, calls: 'jsexport', bridge: 'bridge_fb' });
});
