// The other way: Vite bundles web_app.mjs into the page's own script, and baseUrl says where the app's other files lie.
import createApp from './generated/web_app.mjs';

async function show() {
  const baseUrl = new URL(`${import.meta.env.BASE_URL}wasm/`, document.baseURI);
  const app = await createApp({ baseUrl, modules: { main: { print: () => {} } } });
  await app.open('web_plugin');
  return { total: String(app.main.exports.app_total()), used: app.main.exports.app_use_plugin() };
}

void show()
  .catch(String)
  .then((result) => Object.assign(globalThis, { result }));
