// C# sides: modules that share one .NET runtime of the app, which is started with the first of them.
import { ACCESS_NONE } from './attachment.mjs';
import { DotnetApp } from './dotnet_app.mjs';
import { checkDotnetEntry } from './dotnet_manifest.mjs';
import { openExports } from './export_calls.mjs';

/** What each app has of .NET. */
const dotnetApps = /* @__PURE__ */ new WeakMap();

function dotnetOf(program) {
  let app = dotnetApps.get(program);
  if (!app) dotnetApps.set(program, (app = new DotnetApp(program)));
  return app;
}

/**
 * The runtime's files are fetched once, with the first C# side.
 * @returns {Promise<() => Promise<object>>}
 */
async function fetchDotnet(program, record, context) {
  const importRuntime = await dotnetOf(program).files.fetch(context);
  return async () => {
    await importRuntime();
    return {};
  };
}

function startDotnet({ program, record, instance }) {
  const app = dotnetOf(program);
  let constructed;
  const ready = new Promise((resolve, reject) => {
    constructed = { resolve, reject };
  });
  ready.catch(() => {});
  return {
    imports: Promise.resolve({}),
    instantiate: () => openSide(app, record, instance),
    ready,
    // The other modules are there now, and C# may look for them.
    finish() {
      try {
        if (record.entry.access !== ACCESS_NONE) app.attachment.begin();
        constructed.resolve(app.runtime.api);
      } catch (error) {
        constructed.reject(error);
      }
    },
  };
}

async function openSide(app, record, instance) {
  await app.start();
  if (instance.state === 'closed') return { exports: {} }; // another module failed in the meantime
  return { exports: openExports(app, record.entry, instance) };
}

/** All of it is there since it was opened: the runtime is the same for all C# sides. */
function completeDotnet() {}

/** What app.dotnet is. */
function dotnetPart(program) {
  const app = dotnetOf(program);
  return Object.freeze({
    /** Version of the runtime. */
    version: program.manifest.dotnet.version,
    /** How other modules call C#; null until the runtime is there. */
    get calls() {
      return app.runtime?.calls ?? null;
    },
  });
}

/**
 * The adapter of kind "dotnet"; see ADAPTERS.
 * @type {Readonly<Record<string, Function>>}
 */
export const DOTNET_ADAPTER = /* @__PURE__ */ Object.freeze({
  fetch: fetchDotnet,
  start: startDotnet,
  complete: completeDotnet,
  check: checkDotnetEntry,
  appPart: dotnetPart,
});
