// How Chromium is started for tests and measurements.
import puppeteer from 'puppeteer-core';

/** As root in a machine that reaches no other: no sandbox, and nothing that asks Google. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
];

/**
 * Chromium for pages that report their own result.
 * @param {string} home folder for its profile
 * @returns {Promise<{ page: import('puppeteer-core').Page, visit: (url: string) => Promise<void>,
 *   evaluate: (expression: string) => Promise<unknown>, close: () => Promise<void> }>} evaluate takes an expression;
 *   page: puppeteer's, for what other engines cannot do
 */
export async function startChromium(home) {
  const browser = await puppeteer.launch({
    executablePath: process.env.WPL_CHROMIUM,
    headless: true,
    pipe: true,
    userDataDir: home,
    args: CHROMIUM_ARGUMENTS,
  });
  const page = await browser.newPage();
  return {
    page,
    visit: (url) => page.goto(url),
    evaluate: (expression) => page.evaluate(expression),
    close: () => browser.close(),
  };
}
