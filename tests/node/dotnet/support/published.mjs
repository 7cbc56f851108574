// The test project's C# sides, published with the stock runtime: once, and again when a source is newer.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fingerprint } from '../../../../js/build/files.mjs';
import { readWasm } from '../../../../js/build/wasm_binary.mjs';

const project = fileURLToPath(new URL('../project/', import.meta.url));
const library = fileURLToPath(new URL('../../../../dotnet/WasmPseudoLink/', import.meta.url));
const place = process.env.WPL_DOTNET_DIR ?? join(tmpdir(), `wpl-dotnet-tests-${process.getuid?.() ?? 0}`);
const framework = process.env.WPL_DOTNET_FRAMEWORK ?? 'net10.0';

/** Version of the runtime that is tested. */
export const version = framework.slice(3);

const output = join(place, framework);

/** Why the tests are skipped, or false. */
export const skip = whyNot();

function whyNot() {
  const { status, error } = spawnSync('dotnet', ['--version'], { cwd: project });
  if (error || status !== 0) return 'there is no .NET SDK here (command `dotnet`)';
  return existsSync(library) ? false : 'there is no dotnet/WasmPseudoLink';
}

function newest(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  return Math.max(...files.map((name) => statSync(name).mtimeMs));
}

function publish() {
  const stamp = join(output, 'published'); // files that come from a package keep their dates
  if (existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(newest(project), newest(library))) return;
  mkdirSync(place, { recursive: true });
  rmSync(output, { recursive: true, force: true });
  execFileSync(
    'dotnet',
    [
      'publish', join(project, 'host', 'Host.csproj'), '-c', 'Release', '--output', output,
      '--artifacts-path', join(place, `artifacts-${framework}`),
      `-p:WplFramework=${framework}`, `-p:WasmPseudoLinkTargetFrameworks=${framework}`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1' } },
  );
  writeFileSync(stamp, '');
}

/**
 * @returns {string} the folder of the runtime's files
 */
export function publishedFolder() {
  publish();
  return join(output, 'wwwroot', '_framework');
}

const ON_DEMAND = [[/^icudt/, 'icu'], [/\.pdb$/, 'pdb'], [/\.symbols$/, 'symbols']];

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
  const { imported, initial, maximum, address, shared } = readWasm(readFileSync(join(folder, 'dotnet.native.wasm'))).memories[0];
  return {
    dotnet: { host: 'Host', version, runtime: file('dotnet.js'), assets },
    memory: { imported, initial, maximum, address, shared },
  };
}
