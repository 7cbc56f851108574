// Writes the files of the C# library that are made from the templates of this folder:
//
//     node dotnet/templates/render.mjs
//
// They are committed, so that building the library needs nothing but the .NET SDK; tests/abi/templates.test.mjs says
// when they are not what the templates give.
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { arityFiles } from './arities.mjs';
import { rangeFiles } from './ranges.mjs';

const LIBRARY = new URL('../WasmPseudoLink/', import.meta.url);

const marked = (files, template) =>
  Object.entries(files).map(([name, text]) => ({
    file: fileURLToPath(new URL(name, LIBRARY)),
    text: `// Made by dotnet/templates/render.mjs from ${template}. Do not edit.\n${text}`,
  }));

/** @returns {{ file: string, text: string }[]} all files, by their paths */
export const renderTemplates = () => [...marked(arityFiles(), 'arities.mjs'), ...marked(rangeFiles(), 'ranges.mjs')];

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, text } of renderTemplates()) writeFileSync(file, text);
}
