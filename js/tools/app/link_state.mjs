// Whether a main module is linked next: what the build system is about to do, told from the times of files as it tells
// it.
/** @import { AppConfig } from '../common/records.d.ts' */
import { existsSync, statSync } from 'node:fs';

/**
 * Whether main is linked after this, which then stages the app. Writing app.mjs now would not only be in vain: it is
 * the file by whose time make decides whether to link, so that make would take main for up to date.
 * @param {AppConfig} config
 */
export function isLinkedNext({ kind, moduleFile, target, linkInputs }) {
  if (!existsSync(target) || (kind !== 'javascript' && !existsSync(moduleFile))) return true;
  const linked = statSync(target).mtimeMs;
  return linkInputs.some((file) => existsSync(file) && statSync(file).mtimeMs > linked);
}
