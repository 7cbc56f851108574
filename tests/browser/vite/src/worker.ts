import { importApp } from './app';

async function run(appUrl: string) {
  const { default: createApp } = await importApp(appUrl);
  const app = await createApp({ modules: { main: { print: () => {} } } });
  return { total: String(app.main.exports.app_total()), runs: app.modules.sorter.exports.sorter_runs() };
}

onmessage = async ({ data }) => postMessage(await run(data).catch(String));
