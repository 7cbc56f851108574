// File work shared by the build scripts.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An error of the user's project: printed without a stack. */
export class BuildError extends Error {}

/** Writes a file at once, and only if its content changes, so that nothing depending on it is rebuilt in vain. */
export function writeIfChanged(path, content) {
  const bytes = Buffer.from(content);
  if (existsSync(path) && readFileSync(path).equals(bytes)) return;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, path);
}

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
export const writeJson = (path, value) => writeIfChanged(path, `${JSON.stringify(value, null, 2)}\n`);

/** Size and hash of a file as a manifest states them. */
export function fingerprint(path) {
  const bytes = readFileSync(path);
  return { bytes: bytes.length, integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}` };
}

/**
 * Writes a depfile for ninja and make.
 * @param {string} depfile its path
 * @param {string} output what the files below are read for
 * @param {string[]} files paths
 */
export function writeDepfile(depfile, output, files) {
  const escaped = (path) => path.replaceAll('\\', '/').replace(/[ #]/g, '\\$&').replaceAll('$', '$$$$');
  writeIfChanged(depfile, `${escaped(output)}:${files.map((file) => ` \\\n  ${escaped(file)}`).join('')}\n`);
}

/**
 * Runs a script's work on its configuration file, `process.argv[2]`. A fault of the user's project ends it with exit code
 * 1 and its message alone. Whatever the fault, the target's file is removed: left there, it would look up to date to make.
 * @param {(config: object, ...args: string[]) => void | Promise<void>} work
 */
export async function runScript(work) {
  const [configFile, ...args] = process.argv.slice(2);
  const config = readJson(configFile);
  try {
    await work(config, ...args);
  } catch (error) {
    if (config.target) rmSync(config.target, { force: true });
    if (!(error instanceof BuildError)) throw error;
    console.error(`WasmPseudoLink: ${error.message}`);
    process.exitCode = 1;
  } finally {
    setTimeout(() => process.exit(), 100).unref(); // where a script of the user's left a timer or the like
  }
}
