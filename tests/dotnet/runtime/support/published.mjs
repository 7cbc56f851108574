// The test project's C# sides, published with the stock runtime by the build step. WPL_DOTNET_DIR: where.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint } from '../../../../js/tools/common/files.mjs';
import { readWasm } from '../../../../js/loader/wasm/wasm_binary.mjs';

/** Version of the runtime that is tested. */
export const version = '10.0';

/**
 * @returns {string} the folder of the runtime's files
 */
export function publishedFolder() {
  if (!process.env.WPL_DOTNET_DIR) throw new Error('Set WPL_DOTNET_DIR to the published project (see CMakeLists.txt).');
  return join(process.env.WPL_DOTNET_DIR, 'wwwroot', '_framework');
}

const ON_DEMAND = [
  [/^icudt/, 'icu'],
  [/\.pdb$/, 'pdb'],
  [/\.symbols$/, 'symbols'],
];

/**
 * What the build writes into the manifest for a folder of the runtime.
 * @param {string} folder
 * @returns {{ dotnet: object, memory: object }}
 */
export function describeRuntime(folder) {
  const file = (name) => ({ url: pathToFileURL(join(folder, name)).href, ...fingerprint(join(folder, name)) });
  const assets = readdirSync(folder)
    .filter((name) => name !== 'dotnet.js' && !/\.(br|gz|map)$/.test(name))
    .map((name) => {
      const behavior = ON_DEMAND.find(([pattern]) => pattern.test(name))?.[1];
      return { ...file(name), ...(behavior ? { behavior } : {}) };
    });
  const { imported, initial, maximum, address, shared } = readWasm(readFileSync(join(folder, 'dotnet.native.wasm')))
    .memories[0];
  return {
    dotnet: { host: 'Host', version, runtime: file('dotnet.js'), assets },
    memory: { imported, initial, maximum, address, shared },
  };
}
