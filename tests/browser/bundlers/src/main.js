// Both ways in which a bundled page has an app: imported at run time from its folder, and with app.mjs in the bundle.
import createBundled from './generated/web_app.mjs';

const folder = new URL('wasm/', document.baseURI);

async function useApp(createApp, options) {
  const printed = [];
  const modules = { main: { print: (line) => printed.push(line) } };
  const app = await createApp({ ...options, modules });
  const plugin = await app.open('web_plugin');
  const total = String(app.main.exports.app_total());
  return { printed, total, used: app.main.exports.app_use_plugin(), state: plugin.state };
}

async function show() {
  const url = new URL('web_app.mjs', folder).href;
  const { default: createApp } = await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
  return { imported: await useApp(createApp), bundled: await useApp(createBundled, { baseUrl: folder }) };
}

show()
  .catch(String)
  .then((result) => Object.assign(globalThis, { result }));
