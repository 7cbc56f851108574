// The programs in README and docs/dotnet.md are those in docs/examples, which are built elsewhere; the manual's reference can be made.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The code below the paragraph that starts with `name`. */
function quoted(page, name) {
  const paragraph = `^\`${name.replace('.', '\\.')}\`(?:[^\\n]|\\n(?!\\n))*\\n\\n`;
  return new RegExp(`${paragraph}\`\`\`\\w+\\n([\\s\\S]*?)\`\`\`$`, 'm').exec(page)?.[1];
}

for (const [name, example, count] of [['README.md', 'hello', 4], ['docs/dotnet.md', 'csharp', 4]]) {
  test(`${name} quotes docs/examples/${example} as it is`, () => {
    const page = readFileSync(join(root, name), 'utf8');
    const files = readdirSync(join(root, 'docs/examples', example));
    assert.equal(files.length, count);
    for (const file of files) {
      const text = readFileSync(join(root, 'docs/examples', example, file), 'utf8');
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
    assert.match(page('wat.md'), /\*\*mts_memcpy\*\*/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
