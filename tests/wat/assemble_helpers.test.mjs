// js/tools/assemble_helpers.mjs: what it writes, what it leaves alone, and each of its errors. Needs WPL_WASM_AS.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bytes, canRunBridge, makeHost } from './support.mjs';

const SCRIPT = fileURLToPath(new URL('../../js/tools/assemble_helpers.mjs', import.meta.url));
const WAT = fileURLToPath(new URL('../../wat/', import.meta.url));
const { WPL_WASM_AS } = process.env;

const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('assemble_helpers.mjs', { skip: WPL_WASM_AS ? false : 'WPL_WASM_AS, the path of wasm-as, is not set' }, () => {
  let root;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'wpl assemble '));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  /** A fresh folder with the given .wat files (all helpers if none) and a command line over it. */
  let cases = 0;
  const makeCase = (files) => {
    cases += 1;
    const [watDir, out] = [join(root, `${cases}`, 'wat'), join(root, `${cases}`, 'deep', 'out')];
    mkdirSync(watDir, { recursive: true });
    if (files) {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(watDir, name), text);
    } else {
      cpSync(WAT, watDir, { recursive: true });
    }
    return { watDir, out, args: ['--wasm-as', WPL_WASM_AS, '--wat-dir', watDir, '--out', out] };
  };
  const helper = ({ name = 'tiny', needs = 'none', body = '(module)' } = {}) =>
    `;; Name: ${name}\n;; Needs: ${needs}\n;; Imports: none\n;; ABI: 1\n${body}\n`;

  /** The command must fail with each of `texts` on stderr and write nothing. */
  const assertFails = ({ args, out }, ...texts) => {
    const { status, stderr } = run(...args);
    assert.equal(status, 1);
    for (const text of texts) assert.ok(stderr.includes(text), `\`${text}\` is missing in:\n${stderr}`);
    assert.ok(!stderr.includes('    at '), `a stack trace:\n${stderr}`);
    if (out) assert.ok(!existsSync(out));
  };

  test('assembles every helper, silently, in folders that are made and have spaces in their names', () => {
    const { args, out } = makeCase();
    assert.deepEqual(run(...args), { status: 0, stdout: '', stderr: '' });
    assert.deepEqual(readdirSync(out).sort(), ['accessor.wasm', 'blocks.wasm', 'bridge.wasm', 'bridge_fb.wasm']);
    for (const name of ['accessor', 'blocks', 'bridge_fb']) {
      assert.ok(WebAssembly.validate(readFileSync(join(out, `${name}.wasm`))));
    }
  });

  test('writes an output only if its content changed', () => {
    const { args, out, watDir } = makeCase();
    run(...args);
    const past = new Date('2001-02-03');
    const files = readdirSync(out).map((name) => join(out, name));
    for (const file of files) utimesSync(file, past, past);

    // A comment changes no output.
    const source = join(watDir, 'accessor.wat');
    writeFileSync(source, `${readFileSync(source, 'utf8')}\n;; a comment\n`);
    assert.equal(run(...args).status, 0);
    for (const file of files) assert.equal(statSync(file).mtimeMs, past.getTime(), file);

    // Code changes its own output and no other.
    writeFileSync(source, readFileSync(source, 'utf8').replace('"getI8"', '"getByte"'));
    assert.equal(run(...args).status, 0);
    for (const file of files) {
      assert.equal(statSync(file).mtimeMs > past.getTime(), file.endsWith('accessor.wasm'), file);
    }
  });

  test('gives a file the features of its header and no others', () => {
    const body = '(module (memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))))';
    assert.equal(run(...makeCase({ 'tiny.wat': helper({ needs: 'bulk-memory', body }) }).args).status, 0);
    assertFails(makeCase({ 'tiny.wat': helper({ body }) }), 'tiny.wat', 'memory.fill');
    const extension = '(module (func (param i32) (result i32) (i32.extend8_s (local.get 0))))';
    assertFails(makeCase({ 'tiny.wat': helper({ body: extension }) }), 'tiny.wat', 'i32.extend8_s');
  });

  test("names the file and gives the assembler's message; other files do not come out half", () => {
    const bad = helper({ body: '(module (func (nonsense)))' });
    const one = makeCase({ 'good.wat': helper({ name: 'good' }), 'tiny.wat': bad });
    assertFails(one, `${join(one.watDir, 'tiny.wat')}: `, '5:15: error: unrecognized instruction');
  });

  test('reports every faulty file', () => {
    const files = { 'one.wat': helper({ name: 'one', needs: 'no-such' }), 'two.wat': helper({ name: 'three' }) };
    assertFails(
      makeCase(files),
      'one.wat',
      '--enable-no-such',
      'two.wat',
      "`;; Name: three` must be the file's name, `two`",
    );
  });

  test('refuses an incomplete or wrong header', () => {
    for (const key of ['Name', 'Needs', 'Imports', 'ABI']) {
      const lines = helper()
        .split('\n')
        .filter((line) => !line.startsWith(`;; ${key}:`));
      assertFails(makeCase({ 'tiny.wat': lines.join('\n') }), 'tiny.wat', `no value for \`;; ${key}:\``);
    }
    assertFails(
      makeCase({ 'tiny.wat': helper().replace('ABI: 1', 'ABI: one') }),
      '`;; ABI: one` must be a whole number',
    );
  });

  test('refuses a wrong command line', () => {
    const { args } = makeCase();
    for (const [i, name] of ['--wasm-as', '--wat-dir', '--out'].entries()) {
      assertFails({ args: [...args.slice(0, 2 * i), ...args.slice(2 * i + 2)] }, `${name} is missing`, 'usage:');
    }
    assertFails({ args: [...args, '--speed'] }, '--speed', 'usage:');
    assertFails({ args: [...args, 'word'] }, 'word', 'usage:');
  });

  test('says which tool or folder is missing', () => {
    const { args, out } = makeCase();
    const missing = join(root, 'nowhere');
    const at = (option) => args.map((word, i) => (args[i - 1] === option ? missing : word));
    assertFails({ args: at('--wasm-as'), out }, 'cannot run the assembler', missing);
    assertFails({ args: at('--wat-dir'), out }, '--wat-dir', missing);
    assertFails(makeCase({}), 'has no .wat file');
  });

  test('--shared makes the import of a memory a shared one', () => {
    const { args, out } = makeCase();
    assert.equal(run(...args, '--shared', 'main', '--shared', 'module').status, 0);
    const shared = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    const instantiate = (name, imports) =>
      new WebAssembly.Instance(new WebAssembly.Module(readFileSync(join(out, `${name}.wasm`))), imports).exports;

    const host = { rbBridge: () => 0 };
    const accessor = instantiate('accessor', { module: { memory: shared }, host });
    accessor.setI32(12, 0x1234);
    assert.equal(accessor.getI32(12), 0x1234);
    const unshared = new WebAssembly.Memory({ initial: 1, maximum: 2 });
    assert.throws(() => instantiate('accessor', { module: { memory: unshared }, host }), WebAssembly.LinkError);

    if (!canRunBridge()) return;
    const side = new WebAssembly.Memory({ initial: 1 });
    const bridge = instantiate('bridge', {
      main: { memory: shared },
      side: { memory: side },
      host: makeHost().host,
      'wpl:host': { memory_copy_from: 512 },
    });
    bridge.mts_memcpy(100, 12, 4);
    assert.equal(new DataView(side.buffer).getInt32(100, true), 0x1234);
    bridge.stm_memcpy8(40, 100);
    assert.equal(bytes(shared)[40], 0x34);
  });

  test('--shared refuses a name that no helper imports', () => {
    const one = makeCase();
    assertFails({ args: [...one.args, '--shared', '$main'], out: one.out }, '--shared `$main`', 'without the $');
  });
});
