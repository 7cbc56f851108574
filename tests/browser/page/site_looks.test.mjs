// How the page looks and feels, in Chromium: accessibility by axe-core, no sideways scrolling, keyboard, offline, size,
// and screenshots of all views in the build folder, for people to look at.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { startEngine } from '../support/engines.mjs';
import { pageIn } from './page.mjs';
import { ISOLATION, serveSite } from './site.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core');
const SCREENSHOTS = join(process.env.WPL_WORK_DIR, 'screenshots');
const SCREENS = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 740, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};
const isReady = {
  benchmark: `document.querySelector('main [role=status]').textContent.trim() === 'Done'`,
  demonstration: `/rows shown/.test(document.querySelector('aside [role=status]').textContent) && document.querySelectorAll('figure svg').length === 2`,
  engine: `document.querySelector('tr[data-module=summary] .variant')?.textContent === 'portable' && !document.querySelector('main table').textContent.includes('…')`,
};

let engine;
let server;
let page;

before(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  engine = await startEngine('chromium');
  server = await serveSite(ISOLATION); // axe-core needs to be put in
  page = pageIn(engine, server.url);
});
after(async () => {
  await engine?.close();
  await server?.close();
});

async function show(view) {
  await page.open({ view, length: 2000, loops: 16, warmUp: 8 });
  if (view === 'benchmark') await page.click('Start');
  await page.until(isReady[view], view);
}

for (const [screen, viewport] of Object.entries(SCREENS)) {
  for (const colours of ['light', 'dark']) {
    describe(`${screen}, ${colours}`, () => {
      before(async () => {
        await engine.page.setViewport(viewport);
        await engine.page.emulateMediaFeatures([
          { name: 'prefers-color-scheme', value: colours },
          { name: 'prefers-reduced-motion', value: 'reduce' },
        ]);
      });

      for (const view of Object.keys(isReady)) {
        it(view, async () => {
          await show(view);
          const picture = join(SCREENSHOTS, `${view}-${screen}-${colours}`);
          await engine.page.screenshot({ path: `${picture}.png` });
          await engine.page.screenshot({ path: `${picture}-whole.png`, fullPage: true });
          assert.ok(
            (await page.evaluate('document.documentElement.scrollWidth')) <= viewport.width,
            'no sideways scrolling',
          );
          await engine.page.addScriptTag({ path: AXE });
          const { violations } = await engine.page.evaluate(() =>
            globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
          );
          const faults = violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
          );
          assert.deepEqual(faults, []);
          await page.assertNoErrors();
        });
      }
    });
  }
}

it('can be used by keyboard alone', async () => {
  await engine.page.setViewport(SCREENS.desktop);
  await page.open({ length: 500, loops: 4, warmUp: 1 });
  const focused = () => page.evaluate('document.activeElement.textContent.trim()');
  await engine.page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  for (let i = 0; i < 40 && (await focused()) !== 'Start'; i += 1) await engine.page.keyboard.press('Tab');
  assert.equal(await focused(), 'Start');
  await engine.page.keyboard.press('Enter');
  await page.until(isReady.benchmark, 'the run ends');
});

it('does not move what is there while a run goes on', async () => {
  await page.open({ length: 500, loops: 4, warmUp: 1 });
  await engine.page.evaluate(() => {
    globalThis.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.moved += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await engine.page.evaluate(() =>
    [...document.querySelectorAll('button')].find((b) => b.textContent === 'Start').click(),
  );
  await page.until(isReady.benchmark, 'the run ends');
  const moved = await page.evaluate('globalThis.moved');
  assert.ok(moved < 0.1, `layout shift ${moved}`);
});

it('works offline after one visit', async () => {
  await page.open();
  await page.until(
    `(globalThis.isKept ??= (navigator.serviceWorker.ready.then(() => (globalThis.isKept = true)), false))`,
    'the service worker',
  );
  await server.close();
  server = undefined;
  for (const view of Object.keys(isReady)) await show(view);
});

it('is small', () => {
  const folder = join(process.env.WPL_SITE, 'assets');
  const html = readFileSync(join(process.env.WPL_SITE, 'index.html'));
  const isFirst = (name) => html.includes(name) || /worker-.*\.js$/.test(name);
  const size = (bytes) => brotliCompressSync(bytes).length;
  const files = readdirSync(folder).filter(isFirst);
  const total = files.reduce((sum, name) => sum + size(readFileSync(join(folder, name))), size(html));
  console.log(`${total} bytes by brotli before wasm and data`);
  assert.ok(files.length >= 4);
  assert.ok(total < 300_000);
});
