// Starts Chromium for a test file and ends it, and reads what a page reports.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_ARGUMENTS } from './chromium.mjs';

/**
 * One browser for all tests of a file.
 * @param {string[]} [more] further arguments for Chromium
 * @returns page(url) opens a page; close(page) closes it, and fails the test if a script of the page threw an error
 *   that nobody caught
 */
export function useBrowser(more = []) {
  let browser;
  let profile;
  before(async () => {
    profile = mkdtempSync(join(process.env.WPL_WORK_DIR, 'profile-'));
    browser = await puppeteer.launch({
      executablePath: process.env.WPL_CHROMIUM,
      headless: true,
      pipe: true,
      userDataDir: profile,
      args: [...CHROMIUM_ARGUMENTS, ...more],
    });
  });
  after(async () => {
    await browser?.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    async page(url) {
      const page = await browser.newPage();
      page.thrown = [];
      page.on('pageerror', (error) => page.thrown.push(error.message));
      await page.goto(url);
      return page;
    },
    async close(page) {
      const { thrown } = page;
      await page.close();
      assert.deepEqual(thrown, [], 'errors that no script of the page has caught');
    },
  };
}
