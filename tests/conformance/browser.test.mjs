// The conformance suite as it is, in pages of the engine that WPL_ENGINE names: a page for each kind of side.
//
// Reads: WPL_APPS and WPL_SIDES as the suite does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../browser/support/engines.mjs';
import { serveTests } from '../browser/node_tests/server.mjs';

const { WPL_APPS: folder, WPL_ENGINE: engineName, WPL_SIDES: chosen } = process.env;
const { sides, apps } = JSON.parse(readFileSync(join(folder, 'conformance.json'), 'utf8'));
const FILE = 'tests/conformance/suite/conformance.test.mjs';

/** The fewest checks that a kind of side passes with a kind of main: fewer, and the page has not run them. */
const FEWEST = 25;

/** Sides of all kinds run under this policy. */
const POLICY = "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

const environment = { WPL_APPS: folder };
let engine;
let server;

before(async () => {
  server = await serveTests(folder, environment, POLICY);
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

for (const side of chosen ? chosen.split(',') : sides) {
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
    const mains = apps.filter((app) => app.side === side);
    assert.ok(mains.length > 0 && passed >= FEWEST * mains.length, `${passed} passed`);
  });
}
