// node publish_dotnet.mjs <app.config.json>
//
// Publishes the C# sides of a main module together, by the host program that CMake made (templates/dotnet_host.csproj.in), if
// no other main with the same ones has done so, and puts the runtime's files into <app>.dotnet/ beside main. Writes the
// manifest's "dotnet" part.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildArguments, projectArguments, runDotnet, withFolder } from './dotnet.mjs';
import { RUNTIME, behaviorsOf, listFiles, memoryOf } from './dotnet_runtime.mjs';
import { BuildError, fingerprint, readJson, runScript, writeIfChanged, writeJson } from './files.mjs';
import { withPaths } from './module_config.mjs';

/** The sides share what they reference, so they cannot be built differently. */
function checkConfigurations({ name, dotnet: { sides } }) {
  const [first, other] = sides.filter(({ configuration }, index) => index === 0 || configuration !== sides[0].configuration);
  if (!other) return;
  throw new BuildError(
    `${name}: its C# sides are built in different configurations: \`${first.name}\` in ${first.configuration}, \`${other.name}\` in ` +
      `${other.configuration}. Give them the same CONFIGURATION.`,
  );
}

const outputOf = ({ artifacts, publisher }) => join(artifacts, 'publish', `${publisher}.Host`, 'app');

function publish({ name, dotnet }) {
  const { artifacts, project, sides } = dotnet;
  const configuration = sides[0].configuration;
  const output = outputOf(dotnet);
  const config = { ...dotnet, name, configuration };
  withFolder(artifacts, () => {
    rmSync(output, { recursive: true, force: true }); // dotnet leaves what an earlier publish put there
    // Run where the first side was built, for the same global.json; sides are built already.
    const args = ['publish', project, '--no-dependencies', '--output', output, ...buildArguments(config), ...projectArguments(config)];
    runDotnet(config, dirname(sides[0].project), args);
  });
}

/** Makes <app>.dotnet the same as the published folder; returns the names of its files. */
function stage(from, to) {
  const names = listFiles(from).filter((name) => !/\.(br|gz|map)$/.test(name)).sort();
  if (existsSync(to)) for (const old of listFiles(to)) if (!names.includes(old)) rmSync(join(to, old));
  for (const name of names) writeIfChanged(join(to, name), readFileSync(join(from, name)));
  return names;
}

function runtimeVersion(from, host) {
  const { runtimeOptions } = readJson(join(from, '..', '..', `${host}.runtimeconfig.json`));
  return (runtimeOptions.includedFrameworks ?? [runtimeOptions.framework])[0].version;
}

runScript((plain) => {
  const config = withPaths(plain);
  checkConfigurations(config);
  const { publisher } = config.dotnet;
  const host = `${publisher}.Host`;
  if (publisher === config.name) publish(config);
  const from = join(outputOf(config.dotnet), 'wwwroot', '_framework');
  const behaviors = behaviorsOf(from);
  const file = (name) => ({ url: `${config.dotnetFolder.url}/${name}`, ...fingerprint(join(from, name)) });
  const names = stage(from, config.dotnetFolder.path);
  const assets = names.filter((name) => name !== RUNTIME)
    .map((name) => ({ ...file(name), behavior: behaviors.get(name) }));
  writeJson(config.dotnet.manifestFile, {
    memory: memoryOf(from),
    dotnet: { host, version: runtimeVersion(from, host), runtime: file(RUNTIME), assets },
  });
});
