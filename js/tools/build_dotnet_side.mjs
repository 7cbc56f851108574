// node build_dotnet_side.mjs <side.config.json>
//
// Builds a C# side: the assembly; then, from what the library's source generator wrote into it, the side's description
// <side>.module.json, its stub library and its headers, each only if it changes. Writes a depfile of all that the C#
// build read.
/** @import { DotnetSideConfig } from './common/records.d.ts' */
import { readFileSync } from 'node:fs';
import { writeDepfile, writeIfChanged, writeJson } from './common/files.mjs';
import { runScript } from './common/run_script.mjs';
import { stubLibrary } from './common/stub_library.mjs';
import { apiHeader, importsHeader } from './dotnet/dotnet_header.mjs';
import { buildAssembly, describeDotnet, readApi, sourcesOf } from './dotnet/dotnet_side.mjs';

runScript((/** @type {DotnetSideConfig} */ config) => {
  const api = readApi(config, buildAssembly(config));
  const description = describeDotnet(config, api);
  writeJson(config.moduleFile, description);
  writeIfChanged(config.stubFile, stubLibrary(config, description));
  const { headers } = config;
  if (headers) {
    writeIfChanged(headers.api, apiHeader(readFileSync(headers.apiTemplate, 'utf8'), config, api));
    writeIfChanged(headers.imports, importsHeader(readFileSync(headers.importsTemplate, 'utf8'), config, api));
  }
  writeDepfile(config.depfile, config.stamp, sourcesOf(config));
});
