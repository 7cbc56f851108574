// Phrases that readers stumble over, and clever names for plain things. Markdown has none of them; comments and
// messages have some from before this check, and their number may only fall.
import { forEachLine, report, repositoryFiles } from './support.mjs';

/** What is left outside of Markdown. Lower it when you have mended some. */
const LEFT = 164;

const PHRASES = [
  [/(?<!\b[Tt]here )\b(is|are|was|were|be) no (?!longer|more\b|less\b|other\b|worse\b|way\b|such\b)[a-z]+/, 'is not a'],
  [/\bha(s|ve) not(?! (been|yet)\b)(?=[.,;:]|$| [a-z]+[.,;:])/, 'does not have'],
  [/\banew\b/i, 'again'],
  [/\b(leave|left) (it |them )?away\b|\bleave (it|them) out\b/i, 'omit'],
  [/\b(graves?|tombstones?|kin|mortals?)\b/i, 'the plain term'],
  [/\bwhomever\b/i, 'a name'],
  [/\bsomething else than\b/i, 'anything but'],
  [/\bwants? (a|an|the|its|to be|main|wpl)\b/i, 'needs'],
];

const findings = [];
forEachLine(repositoryFiles(/\.(md|cmake|txt|c|h|cpp|hpp|cs|rs|ts|js|mjs|wat|in|sh|yml)$/), (line, number, file) => {
  if (file.startsWith('tests/lint/')) return;
  const text = file.endsWith('.md') ? line.replaceAll(/`[^`]*`/g, '``') : line;
  for (const [pattern, instead] of PHRASES) {
    const match = text.match(pattern);
    if (match) findings.push({ file, line: number, text: `\`${match[0]}\`: write \`${instead}\`` });
  }
});
const inMarkdown = findings.filter(({ file }) => file.endsWith('.md'));
const others = findings.filter(({ file }) => !file.endsWith('.md'));
report(inMarkdown, 'The manual has none of these phrases.');
if (others.length > LEFT) report(others, `At most ${LEFT} are left from before; mend yours, they are among these.`);
