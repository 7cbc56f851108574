// The tests of tests/loader and tests/wat that do not need Node itself, unchanged, in a page of the engine that
// WPL_ENGINE names.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../support/engines.mjs';
import { serveTests } from './server.mjs';

/** Files that are about Node. */
const OF_NODE = {
  'files.test.mjs': "Node's own servers and files",
  'glue_files.test.mjs': 'files that glue reads by paths, as it does in Node only',
  'main_script.test.mjs': 'how Node itself starts app.mjs',
  'names.test.mjs': 'the build script that bundles the loader',
  'schedules.test.mjs': 'turns of the event loop, in which pages have not fetched a file yet',
  'stacks.test.mjs': "V8's stacks, and mocks of node:test",
  'surface.test.mjs': 'runs other programs',
  'assemble_helpers.test.mjs': 'a build script',
  'parts.test.mjs': 'the build script that bundles the loader',
  'plugins.test.mjs': "Node's own servers and files; tests/browser/plugins.test.mjs opens plugins in pages",
  'prebuilt_sides.test.mjs': 'the build script that describes modules',
};

/** Single tests that are. */
const TESTS_OF_NODE = new Set([
  'exit() and the end of main while lazy sides are opened > main returns 3 while a side is being opened: MAIN_EXITED alone', // process.on
  'multi-memory is seen where it is, and only there', // knows Node's versions
  'wrong options > relative baseUrl', // in a page it is relative to the page
  'app.memoryCopyFrom > is 512 in V8, whose memory.copy is a memmove', // and not elsewhere
]);

/** Files that are about V8. */
const OF_V8 = {
  'memories.test.mjs': 'takes all memories, of which others have thousands, and knows how V8 refuses one more',
  'stack_end.test.mjs': 'fills the JavaScript stack some hundred times, which takes others minutes',
};

/**
 * JavaScript gets the host's own function from WebKit where a module exports one that it imports: no 32 bits for it.
 * And where two modules have the same function, it gets an object for each.
 */
const NOT_IN_WEBKIT =
  /^(?:bridge(?:_fb)?(?:@\d+)?: .*FnPtr: calls the host function of that name, argument and result unchanged|without exceptions a lent function is the function itself)$/;

const isWebKit = process.env.WPL_ENGINE.startsWith('webkit');
const isLeftOut = (test) => TESTS_OF_NODE.has(test) || (isWebKit && NOT_IN_WEBKIT.test(test));

/** Browsers that run files at the same time, each one file after the other. */
const BROWSERS = 2;
const idle = [];
let engines = [];
let server;
let temporary;

before(async () => {
  temporary = mkdtempSync(join(process.env.WPL_WORK_DIR, 'node-tests-'));
  engines = await Promise.all(Array.from({ length: BROWSERS }, () => startEngine()));
  idle.push(...engines);
  const { WPL_HELPERS_DIR, WPL_FIXTURES_DIR, WPL_WASM_AS, WPL_WAT_CACHE } = process.env;
  server = await serveTests(temporary, {
    WPL_HELPERS_DIR,
    WPL_FIXTURES_DIR,
    WPL_WASM_AS,
    WPL_WAT_CACHE,
    WPL_BRIDGES: engines[0].hasMultiMemory ? 'bridge,bridge_fb' : 'bridge_fb',
  });
});
after(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  await server?.close();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
});

async function resultsIn(engine, file) {
  await engine.visit(`${server.url}runner.html?file=${file}`);
  for (const end = Date.now() + 540_000; Date.now() < end; await sleep(50)) {
    const text = await engine.evaluate('globalThis.results ? JSON.stringify(globalThis.results) : ""');
    if (text) return JSON.parse(text);
  }
  throw new Error(`${file}: no results`);
}

/** As many files run at once as there are browsers, so one is idle. */
async function resultsOf(file) {
  const engine = idle.pop();
  try {
    return await resultsIn(engine, file);
  } finally {
    idle.push(engine);
  }
}

const files = ['tests/loader', 'tests/wat'].flatMap((folder) =>
  readdirSync(fileURLToPath(new URL(`../../../${folder}`, import.meta.url)))
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => ({ folder, name })),
);

describe(process.env.WPL_ENGINE, { concurrency: BROWSERS }, () => {
  for (const { folder, name } of files) {
    const skip = OF_NODE[name] ?? (process.env.WPL_ENGINE === 'chromium' ? false : OF_V8[name]);
    it(`${folder}/${name}`, { skip }, async (t) => {
      const results = await resultsOf(`${folder}/${name}`);
      const counted = results.filter(({ name: test }) => !isLeftOut(test));
      const failed = counted.filter(({ error }) => error);
      const skipped = counted.filter((result) => result.skipped);
      t.diagnostic(`${counted.length - failed.length - skipped.length} passed, ${skipped.length} skipped`);
      assert.deepEqual(
        failed.map((result) => `${result.name}\n${result.error}`),
        [],
      );
    });
  }
});
