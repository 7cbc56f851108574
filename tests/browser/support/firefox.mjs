// Firefox through WebDriver BiDi, for pages that report their own result.
import puppeteer from 'puppeteer-core';

/**
 * @param {string} home folder for its profile
 * @returns {Promise<{ visit: (url: string) => Promise<void>, evaluate: (expression: string) => Promise<unknown>,
 *   close: () => Promise<void> }>} evaluate takes an expression
 */
export async function startFirefox(home) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.WPL_FIREFOX,
    headless: true,
    userDataDir: home,
    env: { ...process.env, HOME: home },
  });
  const page = await browser.newPage();
  return {
    visit: (url) => page.goto(url),
    evaluate: (expression) => page.evaluate(expression),
    close: () => browser.close(),
  };
}
