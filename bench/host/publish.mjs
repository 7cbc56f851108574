// Puts a run into the manual: publish.mjs results.json DOCS. Replaces what is between the marks in DOCS/performance.md,
// and DOCS/performance/ with the plots and the samples.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './report.mjs';

const BEGIN = '<!-- results: begin -->';
const END = '<!-- results: end -->';

const [input, docs] = process.argv.slice(2);
const results = JSON.parse(readFileSync(input, 'utf8'));
if (results.quick) throw new Error(`${input} is of a quick run, whose times mean nothing`);
const page = join(docs, 'performance.md');
const text = readFileSync(page, 'utf8');
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
if (begin < 0 || end < begin) throw new Error(`${page} lacks the lines ${BEGIN} and ${END}`);

const made = report(results, 'performance/');
const folder = join(docs, 'performance');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith('.svg')) rmSync(join(folder, name));
for (const [name, svg] of made.files) writeFileSync(join(folder, name), svg);
copyFileSync(input, join(folder, 'results.json'));
writeFileSync(page, `${text.slice(0, begin)}${BEGIN}\n\n${made.text}\n${text.slice(end)}`);
console.log(`${page} has the run of ${results.date} now`);
