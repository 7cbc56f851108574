// The conformance suite as it is, in pages of the engine that WPL_ENGINE names: a page for each kind of side.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../browser/page/engines.mjs';
import { serveTests } from '../browser/page/node_tests/server.mjs';

const { WPL_APPS: apps, WPL_ENGINE: engineName } = process.env;
const { sides } = JSON.parse(readFileSync(join(apps, 'conformance.json'), 'utf8'));
const FILE = 'tests/conformance/suite/conformance.test.mjs';

/** The fewest checks that a kind of side passes with all kinds of main: fewer, and the page has not run them. */
const FEWEST = 100;

const environment = { WPL_APPS: apps };
let engine;
let server;

before(async () => {
  server = await serveTests(apps, environment);
  engine = await startEngine(engineName);
});
after(async () => {
  await engine?.close();
  await server?.close();
});

async function resultsOf(side) {
  environment.WPL_SIDES = side;
  await engine.visit(`${server.url}runner.html?file=${FILE}`);
  for (const end = Date.now() + 170_000; Date.now() < end; await sleep(50)) {
    const text = await engine.evaluate('globalThis.results ? JSON.stringify(globalThis.results) : ""');
    if (text) return JSON.parse(text);
  }
  throw new Error(`${side}: no results`);
}

for (const side of sides) {
  it(`${side} sides`, async (t) => {
    const results = await resultsOf(side);
    const failed = results.filter(({ error }) => error);
    const skipped = results.filter((result) => result.skipped);
    const passed = results.length - failed.length - skipped.length;
    t.diagnostic(`${passed} passed, ${skipped.length} skipped`);
    assert.deepEqual(
      failed.map(({ name, error }) => `${name}\n${error}`),
      [],
    );
    assert.ok(passed >= FEWEST, `${passed} passed`);
  });
}
