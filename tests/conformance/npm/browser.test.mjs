// The packages in the browser that WPL_ENGINE names; WPL_APPS is the folder of the apps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../../browser/support/engines.mjs';
import { serve } from '../../browser/support/server.mjs';
import { EXPECTED } from './use_packages.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Vendors' scripts run under this policy, too: no eval, no inline script. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

async function resultOf(engine, url) {
  await engine.visit(url);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const text = await engine.evaluate('globalThis.result ? JSON.stringify(globalThis.result) : ""');
    if (text) return JSON.parse(text);
    await sleep(100);
  }
  throw new Error(`${url}: no result within 60 seconds`);
}

test('in a page and in a module worker', async () => {
  const server = await serve([HERE, process.env.WPL_APPS], { headers: { 'content-security-policy': POLICY } });
  let engine;
  try {
    engine = await startEngine(process.env.WPL_ENGINE);
    assert.deepEqual(await resultOf(engine, `${server.url}page.html`), { page: EXPECTED, worker: EXPECTED });
  } finally {
    await engine?.close();
    await server.close();
  }
});
