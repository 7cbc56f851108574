// WebKitGTK's MiniBrowser under Xvfb, for pages that report their own result.
import { spawn } from 'node:child_process';
import { Builder, Capabilities } from 'selenium-webdriver';
import { DriverService } from 'selenium-webdriver/remote/index.js';

/** Starts an X server that nobody sees; it chooses its own display. */
async function startDisplay() {
  const xvfb = spawn(process.env.WPL_XVFB, ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', '800x600x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    xvfb.stdio[3].once('data', (data) => resolve(String(data).trim()));
    xvfb.once('exit', () => reject(new Error('Xvfb could not start')));
  });
  return { xvfb, display: `:${number}` };
}

/** WebKitWebDriver, on a free port of 127.0.0.1. */
function driverService(driver, home, display) {
  return new DriverService.Builder(driver)
    .setHostname('127.0.0.1')
    .addArguments('--host=127.0.0.1')
    .setEnvironment({
      PATH: process.env.PATH,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      DISPLAY: display,
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // its sandbox needs what containers and root do not have
    })
    .setStdio('ignore')
    .build();
}

/**
 * Starts MiniBrowser.
 * @param {string} home folder for whatever it writes
 * @param {string} [driver] WebKitWebDriver, of this system or a wrapper of one in a folder, where MiniBrowser has the
 *   same path
 * @returns {Promise<{ visit: (url: string) => Promise<void>, evaluate: (expression: string) => Promise<unknown>,
 *   close: () => Promise<void> }>} evaluate takes an expression
 */
export async function startWebKit(home, driver = process.env.WPL_WEBKIT_DRIVER) {
  const { xvfb, display } = await startDisplay();
  const service = driverService(driver, home, display);
  const stop = async () => {
    await service.kill();
    xvfb.kill();
  };
  try {
    const capabilities = new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: process.env.WPL_WEBKIT_BROWSER, args: ['--automation'] },
    });
    const address = await service.start(20_000);
    const session = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(address)
      .withCapabilities(capabilities)
      .build();
    return {
      visit: (url) => session.get(url),
      evaluate: (expression) => session.executeScript(`return ${expression}`),
      close: async () => {
        await session.quit().catch(() => {});
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
