// Runs one job in a fresh process of an engine.
import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startChromium } from '../../tests/browser/support/chromium.mjs';
import { startFirefox } from '../../tests/browser/support/firefox.mjs';
import { serve } from '../../tests/browser/support/server.mjs';
import { startWebKit } from '../../tests/browser/support/webkit.mjs';
import { bytesOfDescendants } from './process_memory.mjs';

const execute = promisify(execFile);
const ENGINE_FOLDER = fileURLToPath(new URL('../engine', import.meta.url));
const NODE_SCRIPT = join(ENGINE_FOLDER, 'node.mjs');

/** For the finer timer (COOP and COEP). */
const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/**
 * What static servers send, so that a file which is fetched twice is sent once. Each process has a profile of its own.
 */
const HEADERS = { ...ISOLATION, 'cache-control': 'max-age=3600' };

const node = (variable) => ({
  missing: () => !process.env[variable] && `${variable} is not set`,
  version: ownVersion(variable),
  async run(job, apps, timeout) {
    const base = pathToFileURL(join(apps, '/')).href;
    const { stdout } = await execute(process.env[variable], [NODE_SCRIPT, JSON.stringify({ ...job, base })], {
      maxBuffer: 1 << 28,
      timeout,
    });
    return JSON.parse(stdout);
  },
});

/** The first version number in what a command says. */
async function versionBy(command, ...args) {
  const { stdout } = await execute(command, args).catch(() => ({ stdout: '' }));
  return /[0-9]+([.][0-9]+)+/.exec(stdout)?.[0] ?? 'unknown';
}

const ownVersion = (variable) => () => versionBy(process.env[variable], '--version');

/** MiniBrowser says nothing without a display; Debian knows. */
function webkitVersion() {
  const api = /webkit2gtk-([0-9.]+)/.exec(process.env.WPL_WEBKIT_BROWSER)?.[1];
  return versionBy('dpkg-query', '-W', '-f=${Version}', `libwebkit2gtk-${api}-0`);
}

/** Has a server answer only after `latency` ms, files of the programs' start. */
function delay(server, apps, latency) {
  for (const file of readdirSync(apps, { recursive: true })) {
    if (!file.startsWith('start') || !/[.](mjs|wasm)$/.test(file)) continue;
    server.faults.set(file.replaceAll('\\', '/'), (response, path) => {
      const type = path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
      setTimeout(() => {
        response.writeHead(200, { 'content-type': type, ...HEADERS });
        createReadStream(path).pipe(response);
      }, latency);
    });
  }
}

/** Answers pages that ask what memory their engine uses. */
function tellMemory(server) {
  server.faults.set('memory.json', (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(bytesOfDescendants()));
  });
}

const browser = (start, variables, version) => ({
  missing: () => variables.filter((name) => !process.env[name]).map((name) => `${name} is not set`)[0],
  version,
  async run(job, apps, timeout) {
    const home = mkdtempSync(join(tmpdir(), 'wpl-bench-'));
    const server = await serve([ENGINE_FOLDER, apps], { headers: HEADERS });
    let started;
    tellMemory(server);
    if (job.latency) delay(server, apps, job.latency);
    try {
      started = await start(home);
      await started.visit(`${server.url}page.html?${encodeURIComponent(JSON.stringify({ ...job, base: './' }))}`);
      const end = Date.now() + timeout;
      while (Date.now() < end) {
        const text = await started.evaluate('globalThis.outcome ? JSON.stringify(globalThis.outcome) : ""');
        if (text) {
          const { result, error } = JSON.parse(text);
          if (error) throw new Error(error);
          return result;
        }
        await sleep(500); // rarely, so that asking does not disturb
      }
      throw new Error(`no result within ${timeout} ms`);
    } finally {
      await started?.close();
      await server.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
  },
});

/**
 * By name: `missing()` says why an engine cannot be used, if so; `version()`; `run(job, apps, timeout)` with a job of
 * engine/run_suite.mjs, the folder of the programs, milliseconds.
 */
export const ENGINES = {
  'Node 24': node('WPL_NODE_24'),
  'Node 20': node('WPL_NODE_20'),
  Chromium: browser(startChromium, ['WPL_CHROMIUM'], ownVersion('WPL_CHROMIUM')),
  Firefox: browser(startFirefox, ['WPL_FIREFOX'], ownVersion('WPL_FIREFOX')),
  WebKitGTK: browser(startWebKit, ['WPL_WEBKIT_DRIVER', 'WPL_WEBKIT_BROWSER', 'WPL_XVFB'], webkitVersion),
};
