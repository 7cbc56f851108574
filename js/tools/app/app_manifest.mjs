// The manifest of an app, checked by the loader's own rules: that in app.mjs is not checked again when the app starts.
/** @import { App, AppConfig, AppManifest, AppModule, ManifestEntry } from '../common/records.d.ts' */
import { ADAPTERS } from '../../loader/adapters/adapters.mjs';
import { checkManifest } from '../../loader/manifest/manifest.mjs';
import { BuildError, messageOf } from '../common/build_error.mjs';

/**
 * @param {AppConfig} config
 * @param {App} app
 * @returns {AppManifest}
 */
export function checkedManifest({ name, abi, generator }, { main, sides, interfaces, runtime }) {
  const manifest = {
    abi,
    generator,
    main: main.description.name,
    modules: [main, ...sides].map(entryOf),
    dotnet: runtime,
    ...(interfaces.length > 0 ? { interfaces: interfaces.map(({ declarations, ...each }) => each) } : {}),
  };
  try {
    checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS);
  } catch (error) {
    throw new BuildError(`${name}: ${messageOf(error)}.`);
  }
  return manifest;
}

/**
 * A module's entry, without what only the build wants to know.
 * @param {AppModule} module
 * @returns {ManifestEntry}
 */
function entryOf({ description: { optimization, asks, lookups, lendsAllocator, prebuilt, internal, ...entry }, lazy }) {
  return { ...entry, lazy, ...(internal ? { internal } : {}) };
}
