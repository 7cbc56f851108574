// node build_dotnet_side.mjs <side.config.json>
//
// Builds a C# side: the assembly; then, from what the library's source generator wrote into it, the side's entry for manifests,
// its stub library and its API header, each only if it changes. Writes a depfile of all that the C# build read.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { buildArguments, projectArguments, runDotnet, withFolder } from './dotnet.mjs';
import { apiHeader } from './dotnet_header.mjs';
import { BuildError, readJson, runScript, writeDepfile, writeIfChanged, writeJson } from './files.mjs';
import { stubLibrary } from './stub_library.mjs';

/** Returns the path of the built assembly. */
function buildAssembly(config) {
  const { artifacts, project, inputs } = config;
  return withFolder(artifacts, () => {
    rmSync(inputs, { recursive: true, force: true });
    mkdirSync(inputs, { recursive: true });
    const args = ['msbuild', project, '-restore', ...buildArguments(config), ...projectArguments(config, inputs)];
    runDotnet(config, dirname(project), args);
    const list = join(inputs, `${basename(project, '.csproj')}.assembly`);
    if (!existsSync(list)) throw new Error(`Internal error: WasmPseudoLinkDotnet.targets was not run for ${project}`);
    return readFileSync(list, 'utf8').trim();
  });
}

function readApi({ name, dotnet, apiTool, apiFile }, assembly) {
  try {
    execFileSync(dotnet, [apiTool, assembly, '--out', apiFile], { stdio: ['ignore', 'inherit', 'pipe'], encoding: 'utf8', windowsHide: true });
  } catch (error) {
    throw new BuildError(`${name}: ${error.stderr?.trim().replace(/^WasmPseudoLink: /, '') || error.message}`);
  }
  return readJson(apiFile);
}

/** The memory is the runtime's, known when main is published. */
function describe({ name, role, access, guarded, abi }, { assembly, exports }) {
  return {
    name, role, kind: 'dotnet', access, guarded, abi, assembly,
    variants: [],
    exports: Object.fromEntries(exports.map((entry) => [entry.name, entry.signature])),
    api: exports.map((entry) => entry.name).sort(),
    imports: {},
  };
}

/** For ninja and make: the files that WasmPseudoLinkDotnet.targets has listed, but for those that the build itself makes. */
function writeDependencies({ inputs, stamp, depfile, artifacts }) {
  const lists = readdirSync(inputs).filter((file) => file.endsWith('.inputs'));
  const lines = lists.flatMap((file) => readFileSync(join(inputs, file), 'utf8').split(/\r?\n/));
  const files = [...new Set(lines)].filter((file) => file && !file.startsWith(artifacts + sep) && existsSync(file)).sort();
  writeDepfile(depfile, stamp, files);
}

runScript((config) => {
  const api = readApi(config, buildAssembly(config));
  const module = describe(config, api);
  writeJson(config.moduleFile, module);
  writeIfChanged(config.stubFile, stubLibrary(module));
  if (config.header) writeIfChanged(config.header, apiHeader(readFileSync(config.headerTemplate, 'utf8'), config.name, api));
  writeDependencies(config);
});
