// The packages in real browsers: WPL_APPS is the folder of the apps; WPL_ENGINES names the browsers that are there.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChromium } from '../browser/support/chromium.mjs';
import { startFirefox } from '../browser/support/firefox.mjs';
import { serve } from '../browser/support/server.mjs';
import { startWebKit } from '../browser/support/webkit.mjs';
import { EXPECTED } from './use_packages.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ENGINES = { chromium: startChromium, firefox: startFirefox, webkit: startWebKit };

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

for (const name of process.env.WPL_ENGINES.split(',').filter(Boolean)) {
  test(`${name}, in a page and in a module worker`, async () => {
    const home = mkdtempSync(join(process.env.WPL_WORK_DIR, `${name}-`));
    const server = await serve([HERE, process.env.WPL_APPS], { headers: { 'content-security-policy': POLICY } });
    let engine;
    try {
      engine = await ENGINES[name](home);
      assert.deepEqual(await resultOf(engine, `${server.url}page.html`), { page: EXPECTED, worker: EXPECTED });
    } finally {
      await engine?.close();
      await server.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}
