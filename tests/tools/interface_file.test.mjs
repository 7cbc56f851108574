// Interfaces as the build reads them from an object file, and what plugins and hosts lack of them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hostFaults, implementFaults, readInterface } from '../../js/tools/plugins/interface_file.mjs';
import { withSideManifest } from '../../js/tools/plugins/side_file.mjs';
import { entryOfWasm } from '../../js/tools/plugins/side_entry.mjs';
import { checkNoJsImports } from '../../js/tools/plugins/no_js_checks.mjs';
import { readWasm } from '../../js/loader/wasm/wasm_binary.mjs';
import { readSections } from '../../js/tools/wasm/wasm_sections.mjs';

const entry = (text) => `\u0001wpl|${text}\u0002`;
const object = (...entries) => Buffer.from(`asm${entries.map(entry).join('\0junk')}end`, 'latin1');
const EFFECT = readInterface(
  'effect',
  '1.2',
  object('functions|apply|ii|int(int brightness)', 'optional|save|i|int()', 'host|log|vi|void(int)'),
);

describe('the functions of an interface', () => {
  test('are found between their marks', () => {
    assert.deepEqual(EFFECT, {
      name: 'effect',
      version: '1.2',
      functions: { apply: 'ii' },
      optional: { save: 'i' },
      host: { log: 'vi' },
      declarations: { apply: 'int(int brightness)', save: 'int()', log: 'void(int)' },
    });
  });

  test('have different names, and there is one', () => {
    const twice = object('functions|apply|ii|int(int)', 'host|apply|vi|void(int)');
    assert.throws(() => readInterface('effect', '1.0', twice), /effect: the interface declares `apply` twice/);
    assert.throws(() => readInterface('effect', '1.0', object()), /inside of EFFECT_INTERFACE \{ \.\.\. \};/);
  });
});

test('what a plugin lacks is told with both declarations', () => {
  assert.deepEqual(implementFaults('blur', EFFECT, { apply: 'ii' }), []);
  assert.match(
    implementFaults('blur', EFFECT, {})[0],
    /does not export `apply`.* `int\(int brightness\)` \(ii in wasm/,
  );
  const faults = implementFaults('blur', EFFECT, { apply: null, save: 'f' });
  assert.match(faults[0], /exports `apply` as a type without letters, but interface `effect` declares it as `int\(int/);
  assert.match(faults[1], /exports `save` as f, but .* `int\(\)`, which is i in wasm/);
});

test('what a host lacks is told, too', () => {
  assert.deepEqual(hostFaults('editor', [EFFECT], { log: 'vi' }), []);
  assert.match(hostFaults('editor', [EFFECT], {})[0], /host's function `log` as `void\(int\)`.* does not define it/);
  assert.match(hostFaults('editor', [EFFECT], { log: 'vd' })[0], /but `editor` exports it as vd/);
});

test('imports that need JavaScript are told with what to do', () => {
  const item = (name) => ({ module: 'env', name, kind: 'function', signature: 'v' });
  const texts = { invoke_vi: '-fexceptions', _emval_decref: 'Embind', main_getI32: 'ACCESS', helper: 'no source' };
  for (const [name, text] of Object.entries(texts))
    assert.throws(
      () => checkNoJsImports('blur', [item(name)], 'NONE'),
      (error) => error.message.includes(text),
      name,
    );
  checkNoJsImports('blur', [item('main_getI32'), { ...item('log'), module: 'main' }], 'IMPORT');
});

describe('one file', () => {
  const name = (text) => [text.length, ...Buffer.from(text)];
  const section = (id, ...content) => [id, content.flat(Infinity).length, ...content.flat(Infinity)];
  /** apply (ii), a memory of one page; `more` sections at the end. */
  const plugin = (...more) =>
    Buffer.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, 1, [0x60, 1, 0x7f, 1, 0x7f]),
      ...section(3, 1, 0),
      ...section(5, 1, [0, 1]),
      ...section(7, 2, [name('apply'), 0, 0], [name('memory'), 2, 0]),
      ...more.flat(),
      ...section(10, 1, [4, 0, 0x20, 0, 0x0b]),
    ]);
  const add = (bytes) =>
    withSideManifest(
      bytes,
      entryOfWasm({ name: 'blur', abi: 1, access: 'NONE', guarded: true }, readWasm(bytes)),
      [EFFECT],
      'tests',
    );

  test('has its manifest once, however often it is written', () => {
    const bytes = add(add(plugin()));
    const [manifest, ...others] = readSections(bytes).filter(({ name: each }) => each === 'wasm_pseudo_link.side');
    assert.deepEqual(others, []);
    const { module, ...rest } = JSON.parse(bytes.subarray(manifest.start, manifest.end));
    assert.deepEqual(rest, { abi: 1, generator: 'tests', implements: [{ name: 'effect', version: '1.2' }] });
    assert.deepEqual(module.exports, { apply: 'ii' });
    assert.equal(module.variants, undefined, 'a file cannot have its own hash');
    assert.ok(WebAssembly.validate(bytes));
  });

  test('is what the loader takes, or an error of the build', () => {
    assert.throws(() => add(plugin(section(8, 0))), /blur: its file has a start function/);
  });
});
