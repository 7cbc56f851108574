// The files that CMake takes a build script to consist of are those that it imports: what it misses would not be built
// again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { simple } from 'acorn-walk';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
const folder = mkdtempSync(join(tmpdir(), 'wpl closure '));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What CMake finds for each entry, relative to the package. */
function cmakeClosures(package_, entries) {
  const project = mkdtempSync(join(folder, 'project '));
  const lines = entries.map(
    (entry, index) => `_wpl_script_closure([[${entry}]] files)
file(WRITE "\${CMAKE_BINARY_DIR}/${index}.txt" "\${files}")`,
  );
  writeFileSync(
    join(project, 'CMakeLists.txt'),
    `cmake_minimum_required(VERSION 3.25)
project(closures LANGUAGES NONE)
set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT [[${package_}]])
include([[${root}/cmake/WasmPseudoLinkScripts.cmake]])
${lines.join('\n')}
`,
  );
  const run = spawnSync('cmake', ['-S', project, '-B', join(project, 'build')], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return entries.map((_, index) => {
    const files = readFileSync(join(project, 'build', `${index}.txt`), 'utf8').split(';');
    return files.map((file) => relative(package_, file)).sort();
  });
}

/** The relative paths that a script imports, and those of the scripts that it runs. */
function importsOf(text) {
  const found = [];
  const add = ({ source }) => source && found.push(source.value);
  const isOwnUrl = ({ callee, arguments: [path, base] }) =>
    callee.name === 'URL' && base?.type === 'MemberExpression' && base.object.type === 'MetaProperty' && path.value;
  simple(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }), {
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
    ImportExpression: add,
    NewExpression: (node) => isOwnUrl(node) && found.push(node.arguments[0].value),
  });
  return found.filter((path) => typeof path === 'string' && !path.startsWith('node:'));
}

function realClosure(entry, files = new Set()) {
  if (files.has(entry)) return files;
  files.add(entry);
  for (const path of importsOf(readFileSync(join(root, entry), 'utf8')))
    realClosure(relative(root, resolve(root, dirname(entry), path)), files);
  return files;
}

test('each script that CMake runs, and the loader', () => {
  const scripts = readdirSync(join(root, 'js/tools')).filter((name) => name.endsWith('.mjs'));
  const entries = [...scripts.map((name) => `js/tools/${name}`), 'js/loader/index.mjs'];
  const closures = cmakeClosures(root, entries);
  entries.forEach((entry, index) => assert.deepEqual(closures[index], [...realClosure(entry)].sort(), entry));
});

test('every form of an import, and nothing that only looks like one', () => {
  const name = (number) => `part ${number}.mjs`;
  writeFileSync(
    join(folder, 'entry.mjs'),
    `import { a } from './${name(1)}';
import {
  b,
  c,
} from './${name(2)}';
import './${name(3)}';
export * from './${name(4)}';
/** @import { D } from './${name(5)}' */
// import { e } from './${name(6)}';
import { readFileSync } from 'node:fs';
const program = new URL('${name(7)}', import.meta.url);
`,
  );
  for (const number of [1, 2, 3, 4, 7]) writeFileSync(join(folder, name(number)), '');
  const [closure] = cmakeClosures(folder, ['entry.mjs']);
  assert.deepEqual(closure, ['entry.mjs', ...[1, 2, 3, 4, 7].map(name)]);
});
