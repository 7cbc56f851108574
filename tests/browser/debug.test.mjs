// A Debug build of the app, on a page and in a module worker.
import { after, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useBrowser } from './support/browser.mjs';
import { assertRight } from './support/expected.mjs';
import { APP, APP_DEBUG, PAGES } from './support/folders.mjs';
import { serve } from './support/server.mjs';

const browser = useBrowser();
const server = await serve([PAGES, APP_DEBUG]);
after(() => server.close());

for (const start_page of ['index.html', 'worker.html']) {
  it(`${start_page}: runs main and its sides`, async () => {
    const page = await browser.page(server.url + start_page);
    await page.waitForFunction(() => globalThis.result, { timeout: 30000 });
    assertRight(await page.evaluate(() => globalThis.result), 'bridge');
    await browser.close(page);
  });
}

it('the types are those of the Release build but for what its modules export', () => {
  const typesIn = (folder) => readFileSync(join(folder, 'web_app.d.mts'), 'utf8');
  const head = (text) => text.slice(0, text.indexOf('export interface AppModules'));
  assert.equal(head(typesIn(APP_DEBUG)), head(typesIn(APP)));
});
