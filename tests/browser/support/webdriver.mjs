// Just enough of WebDriver (https://www.w3.org/TR/webdriver2/) to visit pages in WebKitGTK's MiniBrowser under Xvfb.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

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

async function command(url, method, body) {
  const response = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebDriver: ${value.error}: ${value.message}`);
  return value;
}

async function whenReady(base) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const status = await command(`${base}/status`, 'GET').catch(() => null);
    if (status?.ready) return;
    await sleep(100);
  }
  throw new Error('WebKitWebDriver does not answer');
}

/**
 * Starts MiniBrowser.
 * @param {string} home folder for whatever it writes
 * @returns {Promise<{ visit: (url: string) => Promise<void>, evaluate: (expression: string) => Promise<unknown>,
 *   close: () => Promise<void> }>} evaluate takes an expression
 */
export async function startWebKit(home) {
  const { xvfb, display } = await startDisplay();
  const port = await freePort();
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    DISPLAY: display,
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // its sandbox needs what containers and root do not have
  };
  const args = ['--host=127.0.0.1', `--port=${port}`];
  const driver = spawn(process.env.WPL_WEBKIT_DRIVER, args, { env, stdio: 'ignore' });
  const stop = () => {
    driver.kill();
    xvfb.kill();
  };
  try {
    const base = `http://127.0.0.1:${port}`;
    await whenReady(base);
    const options = { binary: process.env.WPL_WEBKIT_BROWSER, args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } };
    const { sessionId } = await command(`${base}/session`, 'POST', { capabilities });
    const session = `${base}/session/${sessionId}`;
    return {
      visit: (url) => command(`${session}/url`, 'POST', { url }),
      evaluate: (expression) =>
        command(`${session}/execute/sync`, 'POST', { script: `return ${expression}`, args: [] }),
      close: async () => {
        await command(session, 'DELETE').catch(() => {});
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}
