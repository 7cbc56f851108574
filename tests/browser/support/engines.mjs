// Starts the engine that WPL_ENGINE names.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startChromium } from './chromium.mjs';
import { startFirefox } from './firefox.mjs';
import { startWebKit } from './webkit.mjs';

const STARTS = {
  chromium: startChromium,
  firefox: startFirefox,
  webkit: startWebKit,
  'webkit-current': (home) => startWebKit(home, process.env.WPL_WEBKIT_CURRENT_DRIVER),
};

/** (module (memory 0) (memory 0)) */
const TWO_MEMORIES = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 5, 2, 0, 0, 0, 0];

/**
 * @returns the engine as support/firefox.mjs has it, and whether it has multi-memory; close() also removes its folder
 */
export async function startEngine(name = process.env.WPL_ENGINE) {
  const home = mkdtempSync(join(process.env.WPL_WORK_DIR, `${name}-`));
  const engine = await STARTS[name](home);
  return {
    ...engine,
    name,
    hasMultiMemory: await engine.evaluate(`WebAssembly.validate(new Uint8Array([${TWO_MEMORIES}]))`),
    async close() {
      await engine.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
