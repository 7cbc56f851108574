// C# sides: modules that share one .NET runtime of the app, which is started with the first of them.
/** @import { Instantiated } from '../../app/module_instance.mjs' */
/** @import { Program } from '../../app/program.mjs' */
/** @import { Manifest } from '../../manifest/manifest.mjs' */
/** @import { Adapter } from '../adapters.mjs' */
import { MANIFESTS } from '../../base/parts.mjs';
import { ACCESS_NONE } from './attachment.mjs';
import { DotnetApp } from './dotnet_app.mjs';
import { checkDotnetEntry } from './dotnet_manifest.mjs';
import { openExports } from './export_calls.mjs';

/**
 * What each app has of .NET.
 * @type {WeakMap<Program, DotnetApp>}
 */
const dotnetApps = /* @__PURE__ */ new WeakMap();

/** @param {Program} program */
function dotnetOf(program) {
  let app = dotnetApps.get(program);
  if (!app) dotnetApps.set(program, (app = new DotnetApp(program)));
  return app;
}

/**
 * The runtime's files are fetched once, with the first C# side.
 * @type {Adapter['fetch']}
 */
async function fetchDotnet(program, record, context) {
  const importRuntime = await dotnetOf(program).files.fetch(context);
  return async () => {
    await importRuntime();
    return {};
  };
}

/** @type {Adapter['start']} */
function startDotnet({ program, record, instance }) {
  const app = dotnetOf(program);
  /** @type {{ resolve: (api: unknown) => void, reject: (error: unknown) => void }} */
  let constructed;
  /** @type {Instantiated} */
  let completed;
  const ready = new Promise((resolve, reject) => {
    constructed = { resolve, reject };
  });
  ready.catch(() => {});
  return {
    imports: Promise.resolve({}),
    instantiate: async () => {
      await app.start();
      if (instance.state === 'closed') return { exports: {} }; // another module failed in the meantime
      completed = openExports(app, record.entry, instance);
      return completed;
    },
    complete: () => completed,
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

/**
 * What app.dotnet is.
 * @type {NonNullable<Adapter['appPart']>}
 */
function dotnetPart(program) {
  const app = dotnetOf(program);
  return Object.freeze({
    /** Version of the runtime. */
    version: /** @type {NonNullable<Manifest['dotnet']>} */ (program.manifest.dotnet).version,
    /** How other modules call C#; null until the runtime is there. */
    get calls() {
      return app.runtime?.calls ?? null;
    },
  });
}

/**
 * The adapter of kind "dotnet"; see ADAPTERS.
 * @type {Readonly<Adapter>}
 */
export const DOTNET_ADAPTER = /* @__PURE__ */ Object.freeze({
  fetch: fetchDotnet,
  start: startDotnet,
  ...(MANIFESTS ? { check: checkDotnetEntry } : {}),
  appPart: dotnetPart,
});
