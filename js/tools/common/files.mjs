// File work shared by the build scripts.
/** @import { FileContent, ManifestFile } from './records.d.ts' */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes a file at once, and only if its content changes, so that nothing depending on it is rebuilt in vain.
 * @param {string} path
 * @param {string | Uint8Array} content
 */
export function writeIfChanged(path, content) {
  const bytes = Buffer.from(content);
  if (existsSync(path) && readFileSync(path).equals(bytes)) return;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, path);
}

/**
 * @param {string} folder
 * @param {FileContent[]} files
 */
export function writeFiles(folder, files) {
  for (const { url, content } of files) writeIfChanged(join(folder, url), content);
}

/** @param {string} path */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * @param {string} path
 * @param {object} value
 */
export const writeJson = (path, value) => writeIfChanged(path, `${JSON.stringify(value, null, 2)}\n`);

/**
 * Size and hash of a file as a manifest states them.
 * @param {string} path
 */
export const fingerprint = (path) => fingerprintOf(readFileSync(path));

/** @param {string | Uint8Array} content */
function fingerprintOf(content) {
  const bytes = Buffer.from(content);
  return { bytes: bytes.length, integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}` };
}

/**
 * What a manifest says of a file that is to be written.
 * @param {FileContent} file
 * @returns {ManifestFile}
 */
export const manifestFile = ({ url, content }) => ({ url, ...fingerprintOf(content) });

/**
 * Writes a depfile for ninja and make.
 * @param {string} depfile its path
 * @param {string} output what the files below are read for
 * @param {string[]} files paths
 */
export function writeDepfile(depfile, output, files) {
  /** @param {string} path */
  const escaped = (path) => path.replaceAll('\\', '/').replace(/[ #]/g, '\\$&').replaceAll('$', '$$$$');
  writeIfChanged(depfile, `${escaped(output)}:${files.map((file) => ` \\\n  ${escaped(file)}`).join('')}\n`);
}
