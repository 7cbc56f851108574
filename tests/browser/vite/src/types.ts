// Never run: what the types of an app allow, and what they refuse (tsc reports a line after @ts-expect-error that is
// right).
import type createAppFunction from '../public/wasm/web_app.mjs';
import type { App, AppModules, ErrorCode, LazySide, WasmPseudoLinkError } from '../public/wasm/web_app.mjs';

export async function use(createApp: typeof createAppFunction, controller: AbortController): Promise<ErrorCode> {
  const app: App<AppModules, 'web_app', LazySide> = await createApp({
    signal: controller.signal,
    onProgress: ({ stage, module, loadedBytes, totalBytes }) => `${stage} ${module} ${loadedBytes / totalBytes}`,
    modules: {
      main: { arguments: ['a'] },
      web_app: {},
      sorter: { print: console.log },
      web_plugin: { wasmMemory: null },
    },
    baseUrl: new URL('https://example.org/'),
  });
  const address: number = app.main.exports.app_values();
  const total: bigint = app.modules.web_app.exports.app_total();
  const nothing: void = app.modules.sorter.exports.sorter_sort(address, 3);
  const bytes: number = app.modules.stats.memory.buffer.byteLength;
  const plugin = await app.open('web_plugin', { signal: controller.signal });
  const closed: boolean = app.close('web_plugin');
  const counted: number = plugin.exports.plugin_count();
  console.log(total, nothing, bytes, closed, counted, app.variant, app.bridge, plugin.state === 'ready');

  // @ts-expect-error a function that the module does not have
  app.main.exports.app_valeus();
  // @ts-expect-error too few arguments
  app.modules.sorter.exports.sorter_sort(address);
  // @ts-expect-error a number where C has a 64-bit result
  const wrong: number = app.main.exports.app_total();
  // @ts-expect-error a module that the app does not have
  app.modules.web_plugins;
  // @ts-expect-error a side that is not lazy
  await app.open('sorter');
  // @ts-expect-error a side that is not lazy
  app.close('stats');
  // @ts-expect-error an option that does not exist
  await createApp({ onprogress: () => {} });
  // @ts-expect-error arguments for a module that the app does not have
  await createApp({ modules: { sortre: {} } });
  // @ts-expect-error exports cannot be replaced
  app.main.exports.app_sort = () => {};
  // @ts-expect-error what web_app.mjs does not have
  type Load = typeof import('../public/wasm/web_app.mjs').load;

  try {
    plugin.exports.plugin_trap();
  } catch (error) {
    const { code } = error as WasmPseudoLinkError;
    // @ts-expect-error a code that does not exist
    if (code === 'GUARDED_CALL_FAILD') return code;
    return code;
  }
  return 'NOT_OPEN';
}
