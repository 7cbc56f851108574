// Publishes the C# sides of a main module together, by the host program that CMake made
// (templates/dotnet_host.csproj.in).
/** @import { DotnetHostConfig, DotnetRuntime } from '../common/records.d.ts' */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError } from '../common/build_error.mjs';
import { fingerprint, readJson, writeIfChanged } from '../common/files.mjs';
import { buildArguments, projectArguments, runDotnet, withFolder } from './dotnet.mjs';
import { RUNTIME, behaviorsOf, listFiles } from './dotnet_runtime.mjs';

/**
 * The sides share what they reference, so they cannot be built differently.
 * @param {string} main
 * @param {DotnetHostConfig} host
 */
export function checkConfigurations(main, { sides: [first, ...others] }) {
  const other = others.find(({ configuration }) => configuration !== first.configuration);
  if (!other) return;
  throw new BuildError(
    `${main}: its C# sides are built in different configurations: \`${first.name}\` in ${first.configuration}, \`${other.name}\` in ` +
      `${other.configuration}. Give them the same CONFIGURATION.`,
  );
}

/** @param {DotnetHostConfig} host */
const outputOf = ({ artifacts, publisher }) => join(artifacts, 'publish', `${publisher}.Host`, 'app');

/**
 * @param {DotnetHostConfig} host
 * @returns {string} the folder of the published runtime
 */
export const publishedFolder = (host) => join(outputOf(host), 'wwwroot', '_framework');

/**
 * @param {string} main
 * @param {DotnetHostConfig} host
 */
export function publish(main, host) {
  const { artifacts, project, sides } = host;
  const output = outputOf(host);
  withFolder(artifacts, () => {
    rmSync(output, { recursive: true, force: true }); // dotnet leaves what an earlier publish put there
    // Run where the first side was built, for the same global.json; sides are built already.
    const args = [
      'publish',
      project,
      '--no-dependencies',
      '-maxCpuCount:1', // one project: `dotnet publish` would start a second MSBuild for nothing, two seconds of work
      '--output',
      output,
      ...buildArguments({ artifacts, configuration: sides[0].configuration }),
      ...projectArguments(host),
    ];
    runDotnet({ name: main, dotnet: host.dotnet }, dirname(sides[0].project), args);
  });
}

/** Node takes .js files for ES modules by this file; nothing fetches it. */
const PACKAGE_FILE = 'package.json';

/**
 * Makes the folder `to` the same as the published one.
 * @param {string} from
 * @param {string} to
 * @returns {string[]} the names of its files
 */
export function stageRuntime(from, to) {
  const names = listFiles(from)
    .filter((name) => !/\.(br|gz|map)$/.test(name))
    .sort();
  const kept = new Set([...names, PACKAGE_FILE]);
  if (existsSync(to)) for (const old of listFiles(to)) if (!kept.has(old)) rmSync(join(to, old));
  for (const name of names) writeIfChanged(join(to, name), readFileSync(join(from, name)));
  writeIfChanged(join(to, PACKAGE_FILE), '{ "type": "module" }\n');
  return names;
}

/**
 * @param {string} from
 * @param {string} host
 * @returns {string}
 */
function runtimeVersion(from, host) {
  const { runtimeOptions } = readJson(join(from, '..', '..', `${host}.runtimeconfig.json`));
  return (runtimeOptions.includedFrameworks ?? [runtimeOptions.framework])[0].version;
}

/**
 * @param {DotnetHostConfig} config
 * @param {string} from the published folder
 * @param {string[]} names of the files that were staged
 * @param {string} url address of their folder
 * @returns {DotnetRuntime}
 */
export function describeRuntime({ publisher }, from, names, url) {
  const host = `${publisher}.Host`;
  const behaviors = behaviorsOf(from);
  /** @param {string} name */
  const file = (name) => ({ url: `${url}/${name}`, ...fingerprint(join(from, name)) });
  return {
    host,
    version: runtimeVersion(from, host),
    runtime: file(RUNTIME),
    assets: names.filter((name) => name !== RUNTIME).map((name) => ({ ...file(name), behavior: behaviors.get(name) })),
  };
}
