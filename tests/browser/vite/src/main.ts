import { appUrl, importApp } from './app';

async function onPage() {
  const printed: string[] = [];
  const { default: createApp, WasmPseudoLinkError } = await importApp(appUrl());
  const app = await createApp({ modules: { main: { print: (line: string) => printed.push(line) } } });
  const plugin = await app.open('web_plugin');
  const counts = [plugin.exports.plugin_count(), plugin.exports.plugin_count()];
  let code = 'none';
  try {
    plugin.exports.plugin_trap();
  } catch (error) {
    if (error instanceof WasmPseudoLinkError) code = error.code;
  }
  return { printed, total: String(app.main.exports.app_total()), counts, code };
}

function inWorker(): Promise<unknown> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.postMessage(appUrl());
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve(message);
  });
}

async function show() {
  const [page, worker] = await Promise.all([onPage().catch(String), inWorker()]);
  Object.assign(globalThis, { result: { mode: import.meta.env.MODE, page, worker } });
}

void show();
