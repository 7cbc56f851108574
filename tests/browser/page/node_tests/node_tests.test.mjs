// The tests of tests/node that do not need Node itself, unchanged, in a page of the engine that WPL_ENGINE names.
import { after, before, it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../engines.mjs';
import { serveTests } from './server.mjs';

const FOLDERS = ['tests/node/loader', 'tests/node/wat'];

/** Files that are about Node. */
const OF_NODE = {
  'files.test.mjs': "Node's own servers and files",
  'surface.test.mjs': 'runs other programs',
  'assemble_helpers.test.mjs': 'a build script',
  'parts.test.mjs': 'the build script that bundles the loader',
  'prebuilt_sides.test.mjs': 'the build script that describes modules',
};

/** Single tests that are. */
const TESTS_OF_NODE = new Set([
  'multi-memory is seen where it is, and only there', // knows Node's versions
  'wrong options > relative baseUrl', // in a page it is relative to the page
  'app.memoryCopyFrom > is 512 in V8, whose memory.copy is a memmove', // and not elsewhere
]);

/** Files that are about V8. */
const OF_V8 = {
  'memories.test.mjs': 'takes all memories, of which others have thousands, and knows how V8 refuses one more',
};

/** JavaScript gets the host's own function from WebKit where a module exports one that it imports: no 32 bits for it. */
const NOT_IN_WEBKIT = /^bridge_fb: .*FnPtr: calls the host function of that name, argument and result unchanged$/;

const isLeftOut = (test) =>
  TESTS_OF_NODE.has(test) || (process.env.WPL_ENGINE === 'webkit' && NOT_IN_WEBKIT.test(test));

let engine;
let server;
let temporary;

before(async () => {
  temporary = mkdtempSync(join(process.env.WPL_WORK_DIR, 'node-tests-'));
  const { WPL_HELPERS_DIR, WPL_FIXTURES_DIR, WPL_WASM_AS } = process.env;
  const bridges = process.env.WPL_ENGINE === 'webkit' ? 'bridge_fb' : 'bridge,bridge_fb';
  server = await serveTests(temporary, {
    WPL_HELPERS_DIR,
    WPL_FIXTURES_DIR,
    WPL_WASM_AS,
    WPL_WAT_CACHE: join(temporary, 'wat'),
    WPL_BRIDGES: bridges,
  });
  engine = await startEngine();
});
after(async () => {
  await engine?.close();
  await server?.close();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
});

async function resultsOf(file) {
  await engine.visit(`${server.url}runner.html?file=${file}`);
  for (const end = Date.now() + 170_000; Date.now() < end; await sleep(50)) {
    const text = await engine.evaluate('globalThis.results ? JSON.stringify(globalThis.results) : ""');
    if (text) return JSON.parse(text);
  }
  throw new Error(`${file}: no results`);
}

for (const folder of FOLDERS) {
  const names = readdirSync(fileURLToPath(new URL(`../../../../${folder}`, import.meta.url))).filter((name) =>
    name.endsWith('.test.mjs'),
  );
  for (const name of names) {
    it(
      `${folder}/${name}`,
      { skip: OF_NODE[name] ?? (process.env.WPL_ENGINE === 'chromium' ? false : OF_V8[name]) },
      async (t) => {
        const results = await resultsOf(`${folder}/${name}`);
        const counted = results.filter(({ name: test }) => !isLeftOut(test));
        const failed = counted.filter(({ error }) => error);
        const skipped = counted.filter((result) => result.skipped);
        t.diagnostic(`${counted.length - failed.length - skipped.length} passed, ${skipped.length} skipped`);
        assert.deepEqual(
          failed.map((result) => `${result.name}\n${result.error}`),
          [],
        );
      },
    );
  }
}
