// The public surface: error codes, types, and that the loader's files can be joined into one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ERROR_CODES, WasmPseudoLinkError, textOf } from '../../js/loader/base/errors.mjs';

const folder = fileURLToPath(new URL('../../js/loader/', import.meta.url));
const files = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => join(folder, name));
const sources = new Map(files.map((name) => [name, readFileSync(name, 'utf8')]));
const types = readFileSync(join(folder, 'index.d.ts'), 'utf8');

describe('error codes', () => {
  test('each has a line of documentation, is thrown somewhere, is in the types, and is tested', () => {
    const all = [...sources]
      .filter(([name]) => !name.endsWith('errors.mjs'))
      .map(([, text]) => text)
      .join('\n');
    const here = fileURLToPath(new URL('.', import.meta.url));
    const tests = readdirSync(here)
      .filter((name) => name.endsWith('.test.mjs'))
      .map((name) => readFileSync(join(here, name), 'utf8'))
      .join('\n');
    for (const [code, text] of Object.entries(ERROR_CODES)) {
      assert.match(text, /^[A-Z].*\.$/, code);
      assert.ok(all.includes(`'${code}'`), `${code} is never thrown`);
      assert.ok(types.includes(`| '${code}'`), `${code} is not in index.d.ts`);
      assert.ok(new RegExp(`'${code}[':]`).test(tests), `${code} is not tested`);
    }
    const thrown = [...all.matchAll(/WasmPseudoLinkError\('([A-Z_]+)'/g)].map(([, code]) => code);
    for (const code of thrown) assert.ok(Object.hasOwn(ERROR_CODES, code), `${code} is not in the table`);
    assert.equal([...types.matchAll(/^ {2}\| '([A-Z_]+)'/gm)].length, Object.keys(ERROR_CODES).length);
    assert.ok(Object.isFrozen(ERROR_CODES));
  });

  test('the message names module, what happened and what to do', () => {
    const cause = new Error('deep');
    const error = new WasmPseudoLinkError('NOT_OPEN', 'sorter', 'is not open', 'open it', { cause, extra: 1 });
    assert.equal(error.message, 'sorter: is not open; open it');
    assert.deepEqual(
      [error.code, error.module, error.what, error.remedy, error.extra, error.cause],
      ['NOT_OPEN', 'sorter', 'is not open', 'open it', 1, cause],
    );
    assert.ok(error instanceof Error);
    assert.equal(new WasmPseudoLinkError('NOT_OPEN', '', 'a', 'b').message, 'a; b');
  });

  test('any thrown value has a text', () => {
    assert.equal(textOf(new Error('x')), 'x');
    assert.equal(textOf(new TypeError('')), 'TypeError');
    assert.equal(textOf(5), '5');
    assert.equal(textOf(Symbol('s')), 'Symbol(s)');
    assert.equal(textOf(Object.create(null)), 'a value that has no text');
  });
});

describe('house rules', () => {
  test('every exported function and class has a doc comment', () => {
    for (const [name, text] of sources) {
      for (const { 0: match, index } of text.matchAll(/^export (async )?(function|class|const) \w+/gm)) {
        assert.ok(/\*\/\n$/.test(text.slice(0, index)), `${name}: ${match} has no doc comment`);
      }
    }
  });

  test("only adapters know of Emscripten's internals", () => {
    for (const [name, text] of sources) {
      if (name.includes('adapters')) continue;
      const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
      assert.doesNotMatch(code, /emscripten_stack|noInitialRun: true|excPtr|_malloc|HEAPU8|wasmTable/, name);
    }
  });

  test('files can be joined: one-line imports of each other, unique names, no top-level await', () => {
    const seen = new Map();
    for (const [name, text] of sources) {
      for (const line of text.match(/^import .*$/gm) ?? [])
        assert.match(line, /^import \{ [\w, ]+ \} from '\.[^']+\.mjs';$/, name);
      assert.doesNotMatch(text, /^(export default|export \{|await )/m, name);
      for (const [, top] of text.matchAll(/^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)/gm)) {
        assert.ok(!seen.has(top), `${top} is in ${name} and ${seen.get(top)}`);
        seen.set(top, name);
      }
    }
  });
});

describe('types', () => {
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  /**
   * What tsc says about each of `sources`, files of one program: starting tsc takes longer than reading all of them.
   */
  const check = (sources) => {
    const place = mkdtempSync(join(tmpdir(), 'wpl-types-'));
    const names = sources.map((_, index) => `use${index}.mts`);
    const options = '--noEmit --strict --pretty false --target es2022 --module nodenext --lib es2022,dom --types'.split(
      ' ',
    );
    try {
      writeFileSync(join(place, 'loader.d.mts'), types);
      sources.forEach((source, index) => writeFileSync(join(place, names[index]), source));
      const { stdout } = spawnSync(process.execPath, [tsc, ...options, '', ...names, 'loader.d.mts'], {
        cwd: place,
        encoding: 'utf8',
      });
      const lines = stdout.split('\n');
      const others = lines.filter((line) => /^\S/.test(line) && !/^use\d+\.mts/.test(line));
      assert.deepEqual(others, [], 'errors outside of the uses');
      return names.map((name) => lines.filter((line) => line.startsWith(`${name}(`)).join('\n'));
    } finally {
      rmSync(place, { recursive: true });
    }
  };
  const USE = `
import { ERROR_CODES, WasmPseudoLinkError, load } from './loader.mjs';
import type { ErrorCode, LoadOptions, ProgressEvent } from './loader.mjs';
const controller = new AbortController();
const bytes = new Uint8Array();
const options: LoadOptions = {
  helpers: { accessor: bytes, blocks: bytes, bridge: bytes, bridge_fb: bytes },
  memoryCopyFrom: 512,
  signal: controller.signal,
  modules: { app: { arguments: ['a'], print: console.log } },
  onProgress: ({ stage, loadedBytes, totalBytes }: ProgressEvent) => console.log(stage, loadedBytes / totalBytes),
};
const app = await load('app.manifest.json', options);
const sum: number = app.main.exports.sum(1, 2n);
const plugin = await app.open('plugin', { signal: controller.signal });
const limit: number | null = app.memoryCopyFrom;
const closed: boolean = app.close('plugin');
console.log(new Uint8Array(plugin.memory.buffer), sum, closed, limit);
try {
  app.modules.sorter.exports.sort();
} catch (error) {
  if (error instanceof WasmPseudoLinkError && error.code === 'MAIN_EXITED') {
    const status: number | undefined = error.status;
    const text: string = ERROR_CODES[error.code];
    console.log(status, text);
  }
}
const code: ErrorCode = 'FILE_DAMAGED';
console.log(code);
const { views, exports } = plugin;
const texts: [string, number] = [views.readText(exports.name()), views.writeText(16, 100, 'text')];
const pointer: number = plugin.addFunction((a: number, b: bigint) => a + Number(b), 'iij');
const removed: boolean = plugin.removeFunction(pointer);
const wasi: LoadOptions['modules'] = { app: { env: { LANG: 'en' }, files: { 'a.txt': bytes } }, main: { functions: { 'f:v': () => {} } } };
console.log(texts, removed, views.float64[3] + views.bytes(0, 4)[0], views.bigInt64[0] === 1n);
console.log(plugin.getFunction(pointer)(1, 2n), wasi);
const files = new Map([['blur.wasm', bytes]]);
const blur = await app.open({ files, interface: 'effect', as: 'blur 1', access: 'NONE', maxMemory: 1 << 20 });
const applied: number = blur.exports.apply(1);
console.log(applied, app.close('blur 1'));`;

  test('good use compiles, wrong use does not', () => {
    const wrongUses = [
      ['await load({}, { ...options, onprogress: () => {} });', /onprogress/],
      ["await load({}, { ...options, bridge: 'fast' });", /fast/],
      ["const bad: ErrorCode = 'NOPE';", /NOPE/],
      ["app.main.state === 'sleeping';", /no overlap/],
      ['plugin.views.int32 = new Int32Array();', /read-only/],
      ["plugin.addFunction(() => 'text', 'i');", /string/],
      ["await app.open({ bytes, interface: 'effect', access: 'ALL' });", /No overload/],
      ['await app.open({ bytes });', /No overload/],
    ];
    const [good, ...bad] = check([USE, ...wrongUses.map(([line]) => `${USE}\n${line}`)]);
    assert.equal(good, '');
    wrongUses.forEach(([, said], index) => assert.match(bad[index], said));
  });

  test('the types name exactly what the implementation has', async () => {
    const { ModuleHandle } = await import(pathToFileURL(join(folder, 'app/module_handle.mjs')));
    const bodies = types.matchAll(/interface Module(?:Handle|Tools)[^{]*\{([\s\S]*?)^\}/gm);
    const declared = [...bodies]
      .flatMap(([, body]) => [...body.matchAll(/^ {2}(?:readonly )?(\w+)[:?(]/gm)])
      .map(([, name]) => name)
      .sort();
    const actual = Object.getOwnPropertyNames(ModuleHandle.prototype)
      .filter((name) => name !== 'constructor')
      .sort();
    assert.deepEqual(declared, actual);
  });
});
