// The Vite user's project of vite/, copied below the build tree, with the app installed into its public folder.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installApp } from './install_app.mjs';

const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** @returns {string} the project's folder */
export function makeViteProject() {
  const root = mkdtempSync(join(process.env.WPL_WORK_DIR, 'vite-'));
  cpSync(fileURLToPath(new URL('../vite', import.meta.url)), root, { recursive: true });
  symlinkSync(NODE_MODULES, join(root, 'node_modules'), 'junction');
  installApp(root, join(root, 'public'), ['web_app.mjs', 'web_app.d.mts']);
  return root;
}

/** Runs TypeScript's compiler; throws with its output if it finds a fault. */
export function typeCheck(folder, ...args) {
  const tsc = join(NODE_MODULES, 'typescript/bin/tsc');
  try {
    return execFileSync(process.execPath, [tsc, ...args], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    throw new Error(error.stdout || error.stderr || error.message, { cause: error });
  }
}
