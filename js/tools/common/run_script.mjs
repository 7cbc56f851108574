// What all build scripts do at their ends: read the configuration, tell faults.
import { rmSync } from 'node:fs';
import { BuildError } from './build_error.mjs';
import { readConfig } from './module_config.mjs';

/**
 * Runs a script's work on its configuration file, `process.argv[2]`, and the arguments after it. A fault of the user's
 * project ends it with exit code 1 and its message alone. Whatever the fault, the target's file is removed: left there,
 * it would look up to date to make.
 * @template Config
 * @param {(config: Config, ...args: string[]) => void | Promise<void>} work
 */
export async function runScript(work) {
  const [configFile, ...args] = process.argv.slice(2);
  const config = readConfig(configFile);
  try {
    await work(config, ...args);
  } catch (error) {
    rmSync(config.target, { force: true });
    tell(error);
  } finally {
    setTimeout(() => process.exit(), 100).unref(); // where a script of the user's left a timer or the like
  }
}

/**
 * Prints a fault of the user's project and ends with exit code 1; throws any other.
 * @param {unknown} error
 */
export function tell(error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`WasmPseudoLink: ${error.message}`);
  process.exitCode = 1;
}
