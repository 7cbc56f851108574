// Runs the .NET SDK for the C# sides of a build tree.
//
// Everything that is built for one CMake configuration shares one folder of results (dotnet's ArtifactsPath), so that
// the library and projects that several sides reference are built once, and publishing a main takes what was built. Two
// runs at once would write the same files: each waits until it has the folder for itself.
/** @import { DotnetSettings } from '../common/records.d.ts' */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError, codeOf } from '../common/build_error.mjs';

/**
 * No words about telemetry and first use, and no server processes that outlive the build (ninja would wait for them).
 */
const ENVIRONMENT = {
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE: '1',
  DOTNET_GENERATE_ASPNET_CERTIFICATE: '0',
  DOTNET_NOLOGO: '1',
  MSBUILDDISABLENODEREUSE: '1',
};

/**
 * Arguments of `dotnet msbuild` and `dotnet publish`: nothing is written beside the project, and only warnings and
 * errors are printed, the compiler's own. (`dotnet build` would always print a summary.)
 * @param {{ artifacts: string, configuration: string }} config
 */
export const buildArguments = ({ artifacts, configuration }) => [
  '-nologo',
  '-verbosity:quiet',
  '-terminalLogger:off',
  '-property:UseSharedCompilation=false',
  `-property:Configuration=${configuration}`,
  `-property:ArtifactsPath=${artifacts}`,
];

/**
 * Arguments for the user's projects, by which they get the package's own C# library.
 * @param {DotnetSettings} config
 * @param {string} [inputs] folder for the lists that the targets write
 */
export const projectArguments = ({ targets, buildTree, frameworks }, inputs = '') => [
  `-property:CustomAfterMicrosoftCommonTargets=${targets}`,
  `-property:WasmPseudoLinkBuildTree=${buildTree}`,
  `-property:WasmPseudoLinkInputs=${inputs}`,
  `-property:WasmPseudoLinkTargetFrameworks=${frameworks.join('%3B')}`,
];

/**
 * @param {{ name: string, dotnet: string }} config
 * @param {string} folder to run in: by it dotnet finds global.json
 * @param {string[]} args
 * @throws {BuildError} after dotnet has printed why
 */
export function runDotnet({ name, dotnet }, folder, args) {
  const run = spawnSync(dotnet, args, {
    cwd: folder,
    env: { ...process.env, ...ENVIRONMENT },
    stdio: ['ignore', 'inherit', 'inherit'],
    windowsHide: true,
  });
  if (run.error) throw new BuildError(`${name}: cannot run \`${dotnet}\`: ${run.error.message}. Configure again.`);
  if (run.status !== 0)
    throw new BuildError(
      `${name}: \`dotnet ${args[0]} ${args[1]}\` failed (${run.signal ?? `exit code ${run.status}`}), see above.`,
    );
}

/**
 * Does `work` while no other run of this function has the folder.
 * @template Result
 * @param {string} folder
 * @param {() => Result} work
 */
export function withFolder(folder, work) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'in_use');
  while (!takeLock(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function takeLock(lock) {
  try {
    const file = openSync(lock, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    removeStale(lock);
    return false;
  }
}

/**
 * A build that was killed left its lock.
 * @param {string} lock
 */
function removeStale(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    const isBeingWritten = owner === 0 && Date.now() - statSync(lock).mtimeMs < 1000;
    if (!isBeingWritten && !isRunning(owner)) rmSync(lock, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error; // just given back
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
