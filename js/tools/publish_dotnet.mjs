// node publish_dotnet.mjs <app.config.json>
//
// Publishes the C# sides of a main module together, if no other main with the same ones has done so, and puts the
// runtime's files into <app>.dotnet/ beside main. Writes the manifest's part on the runtime.
/** @import { DotnetHostConfig, ModuleConfig, RuntimeDescription } from './common/records.d.ts' */
import { writeJson } from './common/files.mjs';
import { fileAt, placeOf } from './common/module_config.mjs';
import { runScript } from './common/run_script.mjs';
import {
  checkConfigurations,
  describeRuntime,
  publish,
  publishedFolder,
  stageRuntime,
} from './dotnet/dotnet_publish.mjs';
import { memoryOf } from './dotnet/dotnet_runtime.mjs';

runScript((/** @type {ModuleConfig & { dotnet: DotnetHostConfig }} */ config) => {
  const { name, dotnet: host } = config;
  const place = placeOf(config);
  checkConfigurations(name, host);
  if (host.publisher === name) publish(name, host);
  const from = publishedFolder(host);
  const names = stageRuntime(from, fileAt(place, '.dotnet'));
  /** @type {RuntimeDescription} */
  const runtime = {
    memory: memoryOf(from),
    dotnet: describeRuntime(host, from, names, `${place.base}.dotnet`),
  };
  writeJson(host.manifestFile, runtime);
});
