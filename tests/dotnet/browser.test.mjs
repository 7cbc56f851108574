// The app in the browser that WPL_ENGINE names; WPL_APPS is its folder.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../browser/support/engines.mjs';
import { serve } from '../browser/support/server.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** A page may run the .NET runtime under this policy; it has no inline script. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

async function resultOf(engine, url) {
  await engine.visit(url);
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const text = await engine.evaluate('globalThis.result ? JSON.stringify(globalThis.result) : ""');
    if (text) return JSON.parse(text);
    await sleep(100);
  }
  throw new Error(`${url}: no result within 100 seconds`);
}

test('calls, memory, failures and rounds in a page', async () => {
  const { WPL_APPS: apps, WPL_ENGINE: name } = process.env;
  const server = await serve([HERE, apps], { headers: { 'content-security-policy': POLICY } });
  let engine;
  try {
    engine = await startEngine(name);
    const result = await resultOf(engine, `${server.url}page.html`);
    assert.deepEqual(result, {
      wrong: 0,
      printed: [],
      dead: 200,
      calls: 'raw',
      bridge: name === 'webkit' ? 'bridge_fb' : 'bridge',
      failed: 'script: script.fail threw System.InvalidOperationException: number 3; the module stays usable',
    });
  } finally {
    await engine?.close();
    await server.close();
  }
});
