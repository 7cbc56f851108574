// The version and the ABI number of version.h, wherever they are repeated.
import { readFileSync } from 'node:fs';
import { forEachLine, report, repositoryFiles } from './support.mjs';

const macros = readFileSync('include/wasm_pseudo_link/version.h', 'utf8');
const macro = (name) => macros.match(new RegExp(`#define WPL_${name} (\\d+)`))[1];
const minor = `${macro('VERSION_MAJOR')}.${macro('VERSION_MINOR')}`;
const version = `${minor}.${macro('VERSION_PATCH')}`;
const abi = macro('ABI_VERSION');

// The patterns below are no versions.
const NOT_CHECKED = /^(tests\/lint\/|CHANGELOG\.md$)/;
const REPEATED = [
  [/find_package\(WasmPseudoLink (\d[\d.]*)/, minor],
  [/PackageReference Include="WasmPseudoLink" Version="([^"]*)"/, version],
  [/WasmPseudoLink (\d+\.\d+):/, minor],
  [/^;; ABI: (\d+)/, abi],
  [/\bABI_VERSION = (\d+)/, abi],
  [/\b(?:Abi|AbiVersion) = "?(\d+)/, abi],
];

const findings = [];
const check = (file, line, found, expected) => {
  if (found !== expected) findings.push({ file, line, text: `\`${found}\` instead of \`${expected}\`` });
};
forEachLine(repositoryFiles(/\.(cmake|txt|csproj|md|hpp?|js|mjs|in|wat|cs)$/), (text, line, file) => {
  if (NOT_CHECKED.test(file)) return;
  for (const [pattern, expected] of REPEATED) {
    const match = text.match(pattern);
    if (match) check(file, line, match[1], expected);
  }
});

// The newest entry of the changelog is of this version; a released one has a day of the calendar.
const lines = readFileSync('CHANGELOG.md', 'utf8').split('\n');
const entry = lines.findIndex((line) => line.startsWith('## '));
const heading = lines[entry].match(/^## (\S+) \((unreleased|\d{4}-\d{2}-\d{2})\), ABI (\d+)$/);
if (!heading)
  findings.push({
    file: 'CHANGELOG.md',
    line: entry + 1,
    text: `\`${lines[entry]}\` is not \`## <version> (unreleased or <year>-<month>-<day>), ABI <number>\``,
  });
else {
  check('CHANGELOG.md', entry + 1, heading[1], version);
  check('CHANGELOG.md', entry + 1, heading[3], abi);
  const day = new Date(heading[2]);
  if (heading[2] !== 'unreleased' && (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== heading[2]))
    check('CHANGELOG.md', entry + 1, heading[2], 'a day of the calendar');
}
report(findings, 'The source is include/wasm_pseudo_link/version.h.');
