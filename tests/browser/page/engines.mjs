// Starts the engine that WPL_ENGINE names.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startChromium } from '../support/chromium.mjs';
import { startFirefox } from '../support/firefox.mjs';
import { startWebKit } from '../support/webkit.mjs';

const STARTS = { chromium: startChromium, firefox: startFirefox, webkit: startWebKit };

/** @returns the engine as support/firefox.mjs has it; close() also removes its folder */
export async function startEngine(name = process.env.WPL_ENGINE) {
  const home = mkdtempSync(join(process.env.WPL_WORK_DIR, `${name}-`));
  const engine = await STARTS[name](home);
  return {
    ...engine,
    name,
    hasMultiMemory: name !== 'webkit',
    async close() {
      await engine.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
