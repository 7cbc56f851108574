// What the checks of this folder have in common: which files there are, and how findings are reported.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

// A clone that belongs to another user is read as well.
const GIT = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];

/** The files of the repository that match a pattern, new ones too. Paths are relative to its root, where lint runs. */
export function repositoryFiles(pattern) {
  const files = execFileSync('git', GIT, { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\0');
  const found = files.filter((file) => pattern.test(file) && existsSync(file));
  if (found.length === 0) throw new Error(`No file of the repository matches ${pattern}.`);
  return found;
}

/** Calls back with each line of each file, its number and the file. */
export function forEachLine(files, callback) {
  for (const file of files)
    readFileSync(file, 'utf8')
      .split('\n')
      .forEach((line, index) => callback(line, index + 1, file));
}

/** Prints the findings, in the form that editors make links of, and sets the exit code. */
export function report(findings, remedy) {
  for (const { file, line, text } of findings) console.log(`${file}:${line}: ${text}`);
  if (findings.length > 0) {
    console.log(`${findings.length} found. ${remedy}`);
    process.exitCode = 1;
  }
}
