// The app in a user's project: installed as by its CMake project, with the files that are sources there.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { APP } from './folders.mjs';

/**
 * @param {string} project its folder
 * @param {string} served folder of it that is served; the app is in wasm/ below it
 * @param {string[]} sources files of the app that are also needed in the project's src/generated
 */
export function installApp(project, served, sources) {
  execFileSync(process.env.WPL_CMAKE, ['--install', dirname(APP), '--config', 'Release', '--prefix', served]);
  mkdirSync(join(project, 'src/generated'));
  for (const name of sources) copyFileSync(join(served, 'wasm', name), join(project, 'src/generated', name));
}
