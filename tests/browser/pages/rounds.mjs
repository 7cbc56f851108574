// Opens and closes a lazy side; table and memory of main must stay as they are.
import createApp from './web_app.mjs';

async function run(rounds) {
  const app = await createApp({ modules: { main: { print() {} } } });
  const { exports, memory } = app.main;
  const sizes = () => [exports.app_table_length(), memory.buffer.byteLength];
  const round = async () => {
    const plugin = await app.open('web_plugin');
    const fresh = exports.app_use_plugin() === 1 && plugin.exports.plugin_count() === 2;
    return app.close('web_plugin') && fresh;
  };
  let right = Number(await round());
  const before = sizes();
  while (right < rounds && (await round())) right += 1;
  return { right, before, after: sizes() };
}

globalThis.result = await run(Number(new URLSearchParams(location.search).get('n') ?? 200)).catch(String);
