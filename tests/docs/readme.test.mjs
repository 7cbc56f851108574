// The programs in README and the manual's pages are those in docs/examples, which are built elsewhere; the manual's
// reference can be made.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The code below the paragraph that starts with `name`. */
function quoted(page, name) {
  const paragraph = `^\`${name.replaceAll('.', '\\.')}\`(?:[^\\n]|\\n(?!\\n))*\\n\\n`;
  return new RegExp(`${paragraph}\`\`\`\\w+\\n([\\s\\S]*?)\`\`\`$`, 'm').exec(page)?.[1];
}

/** What a user writes of an example: no lock files, and nothing that was installed. */
const writtenFiles = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !/^node_modules\/|package-lock\.json$|^Cargo\.lock$/.test(name));

for (const [name, example, count] of [
  ['README.md', 'hello', 4],
  ['docs/dotnet.md', 'csharp', 4],
  ['docs/clang.md', 'clang', 4],
  ['docs/clang-main.md', 'clang_main', 4],
  ['docs/c-library.md', 'c_library', 4],
  ['docs/wasi.md', 'wasi', 5],
  ['docs/rust.md', 'rust', 6],
  ['docs/assemblyscript.md', 'assemblyscript', 5],
  ['docs/javascript-main.md', 'javascript_main', 3],
  ['docs/npm-modules.md', 'npm', 3],
  ['docs/sharing.md', 'shared_files', 5],
  ['docs/plugins.md', 'plugins', 4],
]) {
  test(`${name} quotes docs/examples/${example} as it is`, () => {
    const page = readFileSync(join(root, name), 'utf8');
    const folder = join(root, 'docs/examples', example);
    const files = writtenFiles(folder);
    assert.equal(files.length, count);
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      assert.equal(quoted(page, file)?.trim(), text.trim(), file);
    }
  });
}

test('the README names every access mode that add_wasm_side_module takes', () => {
  const source = readFileSync(join(root, 'cmake/WasmPseudoLinkSideModule.cmake'), 'utf8');
  const modes = /ACCESS ((?:[A-Z]+\|)+[A-Z]+)/.exec(source)[1].split('|');
  for (const mode of modes) assert.match(readme, new RegExp(`^\\| \`${mode}\``, 'm'));
});

test('the reference part of the manual is made from the comments in the code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manual '));
  try {
    execFileSync(process.execPath, [join(root, 'docs/build.mjs'), folder]);
    const page = (name) => readFileSync(join(folder, name), 'utf8');
    assert.match(page('cmake.md'), /add_wasm_main_module\(/);
    assert.match(page('cmake.md'), /LAZY_SIDES/);
    assert.match(page('c-and-cpp.md'), /rb_dlopen\(const char \*name\)/);
    assert.match(page('c-and-cpp.md'), /SORTER_FUNCTION\(name, R\(A...\)\)/);
    assert.match(page('c-and-cpp.md'), /class local_view/);
    assert.match(page('javascript.md'), /onProgress/);
    assert.match(page('csharp.md'), /RemoteSpan<T>/);
    assert.match(page('csharp.md'), /PseudoLinkExport/);
    assert.match(page('rust.md'), /pub fn vec_from_main<T: Element>\(address: u32, count: u32\)/);
    assert.match(page('assemblyscript.md'), /export declare function main_getI8\(address: u32\): i8/);
    assert.match(page('wat.md'), /\*\*mts_memcpy\*\*/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
