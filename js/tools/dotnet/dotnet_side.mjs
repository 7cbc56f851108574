// A side in C#: its assembly, and what the assembly tells of itself.
/** @import { DotnetSideConfig, ModuleDescription, Signatures } from '../common/records.d.ts' */
/** @import { AssemblyApi } from './dotnet_header.mjs' */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { BuildError, messageOf } from '../common/build_error.mjs';
import { readJson } from '../common/files.mjs';
import { buildArguments, projectArguments, runDotnet, withFolder } from './dotnet.mjs';

/**
 * @param {DotnetSideConfig} config
 * @returns {string} path of the assembly
 */
export function buildAssembly(config) {
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

/**
 * @param {DotnetSideConfig} config
 * @param {string} assembly path
 * @returns {AssemblyApi} what the library's source generator wrote into it
 */
export function readApi({ name, dotnet, apiTool, apiFile }, assembly) {
  try {
    execFileSync(dotnet, [apiTool, assembly, '--out', apiFile], {
      stdio: ['ignore', 'inherit', 'pipe'],
      encoding: 'utf8',
      windowsHide: true,
    });
  } catch (error) {
    const { stderr } = /** @type {{ stderr?: string }} */ (error);
    throw new BuildError(`${name}: ${stderr?.trim().replace(/^WasmPseudoLink: /, '') || messageOf(error)}`);
  }
  return readJson(apiFile);
}

/**
 * The memory is the runtime's, known when main is published.
 * @param {DotnetSideConfig} config
 * @param {AssemblyApi} api
 * @returns {ModuleDescription}
 */
export function describeDotnet({ name, role, access, guarded, abi }, { assembly, exports, imports }) {
  return {
    name,
    role,
    kind: 'dotnet',
    access,
    guarded,
    abi,
    assembly,
    variants: [],
    exports: Object.fromEntries(exports.map((entry) => [entry.name, entry.signature])),
    api: exports.map((entry) => entry.name).sort(),
    imports: {},
    lookups: lookupsOf(imports),
  };
}

/** @param {AssemblyApi['imports']} imports */
function lookupsOf(imports) {
  /** @type {Record<string, Signatures>} */
  const lookups = {};
  for (const { module, name, signature } of imports) (lookups[module] ??= {})[name] = signature;
  return lookups;
}

/**
 * The files that the build of the assembly has read (WasmPseudoLinkDotnet.targets lists them), but for those that it
 * made.
 * @param {DotnetSideConfig} config
 */
export function sourcesOf({ inputs, artifacts }) {
  const lists = readdirSync(inputs).filter((file) => file.endsWith('.inputs'));
  const lines = lists.flatMap((file) => readFileSync(join(inputs, file), 'utf8').split(/\r?\n/));
  return [...new Set(lines)].filter((file) => file && !file.startsWith(artifacts + sep) && existsSync(file)).sort();
}
