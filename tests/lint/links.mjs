// Links of the Markdown files to other files, and to headings of theirs.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { forEachLine, report, repositoryFiles } from './support.mjs';

const LINK = /\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g;

/** Headings as GitHub makes anchors of them. */
function anchorsOf(file) {
  const headings = readFileSync(file, 'utf8').matchAll(/^#{1,6} +(.+)$/gm);
  return [...headings].map(([, text]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const findings = [];
forEachLine(repositoryFiles(/\.md$/), (text, line, file) => {
  for (const [, path, anchor] of text.replaceAll(/`[^`]*`/g, '``').matchAll(LINK)) {
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(target)) findings.push({ file, line, text: `\`${path}\` does not exist` });
    else if (anchor && !anchorsOf(target).includes(anchor))
      findings.push({ file, line, text: `\`${target}\` has no heading \`#${anchor}\`` });
  }
});
report(findings, 'Write the path from the folder of the file that links.');
