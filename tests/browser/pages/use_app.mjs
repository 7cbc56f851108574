// Loads the app, uses all of it and returns what it saw as plain data. Runs in pages and in workers.

function sortedValues(app) {
  const { main } = app;
  return [...new Int32Array(main.memory.buffer, main.exports.app_values(), main.exports.app_count())];
}

/** What a call that must fail failed with. */
function failureOf(call) {
  try {
    call();
    return null;
  } catch (error) {
    return { code: error.code, module: error.module, message: error.message };
  }
}

async function useLazySide(app) {
  const before = { state: app.modules.web_plugin.state, call: failureOf(() => app.modules.web_plugin.exports) };
  const plugin = await app.open('web_plugin');
  const counts = [app.main.exports.app_use_plugin(), plugin.exports.plugin_count()];
  const trap = failureOf(() => plugin.exports.plugin_trap());
  counts.push(plugin.exports.plugin_count());
  const { state } = plugin;
  return { before, counts, trap, state, closed: app.close('web_plugin'), after: app.modules.web_plugin.state };
}

/**
 * @param {Function} createApp default export of web_app.mjs
 * @param {object} [options] for createApp
 */
export async function useApp(createApp, options = {}) {
  const printed = [];
  const app = await createApp({
    ...options,
    modules: { main: { print: (line) => printed.push(line), arguments: ['one', 'two words'] } },
  });
  const values = sortedValues(app);
  const total = app.main.exports.app_total();
  return {
    printed,
    values,
    total: `${typeof total} ${total}`,
    sorterRuns: app.modules.sorter.exports.sorter_runs(),
    lazy: await useLazySide(app),
    doubled: sortedValues(app).every((value, index) => value === 2 * values[index]),
    states: Object.fromEntries(Object.entries(app.modules).map(([name, module]) => [name, module.state])),
    bridge: app.bridge,
  };
}
