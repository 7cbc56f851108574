// Runs the app of tests/apps/dotnet in this engine; the tests beside import it, in Node and in pages.

/** Rounds of opening and closing a lazy side while C# holds a function of it. */
async function countDeadFunctions(app, rounds) {
  const { exports } = app.main;
  let right = 0;
  for (let round = 0; round < rounds; round += 1) {
    await app.open('dotnet_plugin');
    const value = exports.use_kept_plugin();
    app.close('dotnet_plugin');
    right += Number(value === 42 && exports.kept_plugin_is_dead() === 1);
  }
  return right;
}

/**
 * @param {Function} createApp the app's
 * @param {{ failures: number, rounds: number, options?: object, callBy?: string }} how often calls fail on purpose, how
 *   often a side is opened
 * @returns {Promise<{ wrong: number, printed: string[], dead: number, calls: string, bridge: string, failed: string }>}
 */
export async function runApp(createApp, { failures, rounds, options = {}, callBy }) {
  const printed = [];
  const print = (text) => printed.push(text);
  const app = await createApp({ ...options, modules: { main: { print, printErr: print }, script: { callBy } } });
  const wrong = app.main.exports.check(failures);
  const dead = await countDeadFunctions(app, rounds);
  let failed = '';
  try {
    app.modules.script.exports.fail(3);
  } catch (error) {
    failed = error.message;
  }
  return { wrong, printed, dead, calls: app.dotnet.calls, bridge: app.bridge, failed };
}
