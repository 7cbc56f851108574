// The app in real browsers: WPL_DOTNET_APP is its app.mjs; WPL_ENGINES names the browsers that are there.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChromium } from '../browser/support/chromium.mjs';
import { startFirefox } from '../browser/support/firefox.mjs';
import { serve } from '../browser/support/server.mjs';
import { startWebKit } from '../browser/support/webkit.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** By name: how it is started, the bridge that it can have. */
const ENGINES = {
  chromium: [startChromium, 'bridge'],
  firefox: [startFirefox, 'bridge'],
  webkit: [startWebKit, 'bridge_fb'],
};

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

for (const name of process.env.WPL_ENGINES.split(',').filter(Boolean)) {
  const [start, bridge] = ENGINES[name];
  test(name, async () => {
    const home = mkdtempSync(join(process.env.WPL_WORK_DIR, `${name}-`));
    const server = await serve([HERE, dirname(process.env.WPL_DOTNET_APP)], {
      headers: { 'content-security-policy': POLICY },
    });
    let engine;
    try {
      engine = await start(home);
      const result = await resultOf(engine, `${server.url}page.html`);
      assert.deepEqual(result, {
        wrong: 0,
        printed: [],
        dead: 200,
        calls: 'raw',
        bridge,
        failed: 'script: script.fail threw System.InvalidOperationException: number 3; the module stays usable',
      });
    } finally {
      await engine?.close();
      await server.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}
