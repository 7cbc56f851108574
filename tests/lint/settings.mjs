// node settings.mjs <emcc's src/settings.js> [--fix]
//
// docs/settings.md: its table of refused settings is that of js/library/refused_settings.json, from which the checks
// read too, and the page says something of every setting that emcc has. --fix writes the table.
import { readFileSync, writeFileSync } from 'node:fs';
import { report } from './support.mjs';

const PAGE = 'docs/settings.md';
const LIST = 'js/library/refused_settings.json';
const TABLE = /\| setting +\| because it +\| then +\|\n(?:\|.*\n)+/;

/** A setting as one writes it: `NAME=0` where only 1 is allowed. */
function written(name, allowed) {
  if (allowed.length > 1) return `\`${name}\` other than ${allowed.join(', ')}`;
  return allowed[0] === 1 ? `\`${name}=0\`` : `\`${name}\``;
}

const rows = JSON.parse(readFileSync(LIST, 'utf8')).map(
  ({ settings, internal = {}, options = [], reason, remedy = 'Remove it.' }) => {
    const names = Object.entries(settings).filter(([name]) => !(name in internal));
    const plain = options.filter((option) => !option.includes('*'));
    return [
      [...plain.map((option) => `\`${option}\``), ...names.map((each) => written(...each))].join(', '),
      reason,
      remedy,
    ];
  },
);
const table = [['setting', 'because it', 'then'], ['---', '---', '---'], ...rows]
  .map((cells) => `| ${cells.join(' | ')} |\n`)
  .join('');

const [settingsFile, fix] = process.argv.slice(2);
const page = readFileSync(PAGE, 'utf8');
const [onPage] = TABLE.exec(page) ?? [''];
const cellsOf = (text) => text.replace(/-+/g, '-').replace(/ *\| */g, '|');
const findings = [];
if (fix)
  writeFileSync(
    PAGE,
    page.replace(TABLE, () => table),
  );
else if (cellsOf(onPage) !== cellsOf(table))
  findings.push({
    file: PAGE,
    line: page.slice(0, page.indexOf(onPage)).split('\n').length,
    text: `its table is not that of ${LIST}`,
  });

const named = new Set(Array.from(page.matchAll(/`(?:-s)?([A-Z][A-Z\d_]+)(?:=[^`]*)?`/g), ([, name]) => name));
for (const [, name] of readFileSync(settingsFile, 'utf8').matchAll(/^var ([A-Z\d_]+) =/gm))
  if (!named.has(name)) findings.push({ file: PAGE, line: 1, text: `does not say what becomes of ${name}` });
report(
  findings,
  `Write the table by \`node tests/lint/settings.mjs ${settingsFile} --fix\`, and classify new settings.`,
);
