// node docs/build.mjs <folder>: writes the reference part of the manual from the comments in the code.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const filesIn = (folder, pattern) =>
  readdirSync(join(root, folder))
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(root, folder, name));
const headers = (folder) => filesIn(folder, /\.(h|hpp)$/);

/** CMake: bracket comments `#[===[.md:` hold Markdown as it is. */
function cmakePage(path) {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^#\[(=+)\[\.md:\n([\s\S]*?)^#\]\1\]/gm)].map(([, , body]) => body.trim()).join('\n\n');
}

/** The text of a doc comment without its stars; @param and @return as a list. */
const commentText = (comment) =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .replace(/^@(param|returns?|throws|tparam)\b ?/gm, '- *$1* ')
    .trim();

/** C, C++ and TypeScript: each doc comment, under the declaration that follows it. */
function declarationsPage(path, language) {
  const text = readFileSync(path, 'utf8');
  const head = /^\/\*\n([\s\S]*?)\*\//.exec(text);
  const entries = [...text.matchAll(/^( *)\/\*\*(?!\*)([\s\S]*?)\*\/\n([\s\S]*?)(?=[;{=]|\n\n|\n +: )/gm)].map(
    ([, , comment, declaration]) => `\`\`\`${language}\n${declaration.trim()}\n\`\`\`\n\n${commentText(comment)}`,
  );
  return [head ? commentText(head[1]) : '', ...entries].filter(Boolean).join('\n\n');
}

/** AssemblyScript: as TypeScript, without what decorators need. */
const assemblyScriptPage = (path) =>
  declarationsPage(path, 'ts').replace(/^(?:\/\/ @ts-ignore.*\n)?@external\(.*?\) /gm, '');

/** Rust: the comment of each public item and macro, under its first line. */
function rustPage(path) {
  const text = readFileSync(path, 'utf8');
  const head = /^(?:\/\/.*\n)+/.exec(text)[0].replace(/^\/\/ ?/gm, '');
  const items = [...text.matchAll(/((?:^ *\/\/\/.*\n)+)(?: *#\[.*\n)* *((?:pub |macro_rules! )[^{;]*?) *[{;]/gm)];
  const entries = items.map(
    ([, comment, item]) => `\`\`\`rust\n${item}\n\`\`\`\n\n${comment.replace(/^ *\/\/\/ ?/gm, '').trim()}`,
  );
  return [head, ...entries].join('\n\n');
}

/** C#: the XML documentation of each public type and member, under its declaration. */
function csharpPage(path) {
  const text = readFileSync(path, 'utf8');
  const entries = [
    ...text.matchAll(/^ *((?:\/\/\/.*\n *)+)((?:\[.*\]\n *)*)(public [^;{=]*?) *(?=[;{=]|=>|\n +(?:where|:))/gm),
  ]
    .filter(([, , attributes]) => !attributes.includes('EditorBrowsableState.Never'))
    .map(([, comment, , declaration]) => `\`\`\`csharp\n${declaration.trim()}\n\`\`\`\n\n${xmlText(comment)}`);
  return entries.join('\n\n');
}

/** The elements of XML documentation as Markdown. */
const xmlText = (comment) =>
  comment
    .replace(/^ *\/\/\/ ?/gm, '')
    .replace(/<inheritdoc[^>]*\/>/g, '')
    .replace(
      /<(?:see|paramref|typeparamref) \w+="([^"]*)"\/>/g,
      (_, name) => `\`${name.replaceAll('{', '<').replaceAll('}', '>')}\``,
    )
    .replace(/<c>([\s\S]*?)<\/c>/g, '`$1`')
    .replace(/<(param|typeparam) name="(\w+)">/g, '\n- *$2* ')
    .replace(/<returns>/g, '\n- *returns* ')
    .replace(/<exception cref="([^"]*)">/g, '\n- *throws $1* ')
    .replace(/<remarks>/g, '\n\n')
    .replace(/<\/?\w+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** WAT: the comment at the head of the file, then each export with the comment above it. */
function watPage(path) {
  const text = readFileSync(path, 'utf8');
  const head = text.slice(0, text.indexOf('(module')).replace(/^;; ?/gm, '').trim();
  const exports = [...text.matchAll(/((?:^ *;;.*\n)+) *\((?:func|export)[^\n]*\(?export "([^"]+)"/gm)].map(
    ([, comment, name]) => `**${name}**: ${comment.replace(/^ *;; ?/gm, '').trim()}`,
  );
  return [head, ...exports].join('\n\n');
}

const PAGES = {
  'cmake.md': ['CMake', filesIn('cmake', /^WasmPseudoLink\w+\.cmake$/), cmakePage],
  'c-and-cpp.md': [
    'C and C++',
    [
      join(root, 'templates/api_header.h.in'),
      join(root, 'templates/main_api_header.h.in'),
      ...headers('include/wasm_pseudo_link'),
      ...headers('include/wasm_pseudo_link/detail'), // types that users meet but never include by name
      ...headers('include/wasm_pseudo_link/testing'),
    ],
    (path) => {
      const module = basename(path) === 'main_api_header.h.in' ? 'app' : 'sorter';
      const page = declarationsPage(path, 'cpp').replaceAll('@WPL_PREFIX@', module.toUpperCase());
      return page.replaceAll('@WPL_SIDE_NAME@', module);
    },
  ],
  'javascript.md': ['JavaScript', filesIn('js/loader', /\.d\.ts$/), (path) => declarationsPage(path, 'ts')],
  'csharp.md': ['C#', filesIn('dotnet/WasmPseudoLink', /\.cs$/), csharpPage],
  'rust.md': ['Rust', filesIn('rust', /\.rs$/), rustPage],
  'assemblyscript.md': ['AssemblyScript', filesIn('assemblyscript', /\.ts$/), assemblyScriptPage],
  'wat.md': ['Helper modules', filesIn('wat', /\.wat$/), watPage],
};

const [target] = process.argv.slice(2);
if (!target) throw new Error('usage: node docs/build.mjs <folder>');
mkdirSync(target, { recursive: true });
for (const [file, [title, sources, toMarkdown]] of Object.entries(PAGES)) {
  const sections = sources
    .map((path) => [basename(path), toMarkdown(path)])
    .filter(([, body]) => body)
    .map(([name, body]) => `## ${name}\n\n${body}`);
  if (sections.length === 0) throw new Error(`${file}: no documentation comment was found`);
  writeFileSync(join(target, file), `# ${title}\n\n${sections.join('\n\n')}\n`);
}
