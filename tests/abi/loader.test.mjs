// The loader and the build scripts: their tables of functions, and what each access mode may import.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { BlockFunctions } from '../../js/loader/adapters/dotnet/block_functions.mjs';
import { pairHost } from '../../js/loader/functions/function_pointers.mjs';
import { ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES } from '../../js/loader/memory/helpers.mjs';
import { largeCopies } from '../../js/loader/memory/large_copies.mjs';
import { SERVICES } from '../../js/loader/rb/services.mjs';
import { appParts } from '../../js/tools/app/app_parts.mjs';
import { lentAllocator } from '../../js/tools/prebuilt/lent_allocator.mjs';
import { asksOf, checkPrebuiltImports } from '../../js/tools/prebuilt/prebuilt_imports.mjs';
import { helperFunctions } from '../../js/tools/variants/merge_helper.mjs';
import { makeApp } from '../loader/support/app.mjs';
import { mainModule } from '../loader/support/modules.mjs';
import { plainModule } from '../loader/support/plain.mjs';
import { ABI, ACCESS_MODES, ROOT, namesOf, signaturesOf, sorted, splitSignature } from './support.mjs';

const signaturesIn = (table) => Object.fromEntries(Object.entries(table).map(([name, each]) => [name, each.signature]));

test('accessor and bridge have their signatures', () => {
  assert.deepEqual(sorted(ACCESSOR_SIGNATURES), sorted(signaturesOf('accessor')));
  assert.deepEqual(sorted(BRIDGE_SIGNATURES), sorted(signaturesOf('bridge')));
});

test('rbBridge has the services', () => {
  assert.deepEqual(sorted(signaturesIn(SERVICES)), sorted(signaturesOf('services')));
});

test('rbBridge has more services for C#', () => {
  const { services } = new BlockFunctions({ stacks: {}, live: [] }, {}, { memory: null });
  assert.deepEqual(sorted(signaturesIn(services)), sorted(signaturesOf('dotnetServices')));
});

const loaders = namesOf('bridge').filter((name) => ABI.bridge.functions[name].by === 'loader');

test('bridges get the functions that the loader does', () => {
  assert.deepEqual(Object.keys(pairHost({}, {}, {})).sort(), [...loaders].sort());
  assert.deepEqual(Object.keys(largeCopies({}, {})).sort(), namesOf('largeCopies').sort());
});

test('a direct file has all functions but those that the loader does', () => {
  const all = namesOf('accessor', 'bridge');
  for (const other of ['main', 'sorter']) {
    const { names } = helperFunctions({
      wat: join(ROOT, 'wat'),
      others: [other],
      wanted: new Set(all.map((name) => `${other}_${name}`)),
      hasMemory: true,
    });
    const expected = all.filter((name) => !loaders.includes(name)).map((name) => `${other}_${name}`);
    assert.deepEqual([...names].sort(), expected.sort());
  }
});

test('app.mjs has lookups where a module imports what the loader does', () => {
  const module = { kind: 'emscripten', lazy: false };
  const needsLookups = (name) => appParts([{ ...module, asks: [name] }]).LOOKUPS;
  for (const name of namesOf('accessor', 'bridge')) {
    assert.equal(needsLookups(`main_${name}`), loaders.includes(name), name);
  }
  assert.equal(needsLookups('rbBridge'), true);
});

/** Functions that a side imports from env, with their signatures and the access modes that give them. */
const imports = ['accessor', 'bridge', 'rbBridge'].flatMap((group) =>
  Object.entries(signaturesOf(group)).map(([name, signature]) => ({
    module: 'env',
    kind: 'function',
    name: group === 'rbBridge' ? name : `main_${name}`,
    signature,
    access: ABI[group].imported,
  })),
);

test('the build knows the functions of a side that emcc did not link', () => {
  assert.deepEqual(
    asksOf(imports),
    imports.map(({ name }) => name),
  );
  const others = ['main_getI', 'getI32', 'main_checkRange', 'main_rbBridge', 'main_rb_dlsym', 'rb_dlsym'];
  assert.deepEqual(asksOf(others.map((name) => ({ module: 'env', kind: 'function', name }))), []);
});

const check = (access, item) =>
  checkPrebuiltImports(
    { name: 'side', role: 'side', access, file: 'side.wasm', knownSides: [] },
    { wasm: { imports: [item] }, glue: { kind: 'wasm' }, scripts: new Map(), missingWasi: null },
  );

for (const access of ACCESS_MODES) {
  test(`the build gives a side of ACCESS ${access} what the mode says`, () => {
    for (const item of imports) {
      if (item.access.includes(access)) check(access, item);
      else assert.throws(() => check(access, item), /does not give it/, item.name);
    }
  });
}

test('the build checks their signatures', () => {
  for (const item of imports) {
    assert.throws(() => check('IMPORT', { ...item, signature: `${item.signature}i` }), /the loader's is/, item.name);
  }
});

const TYPES = { i: 'i32', j: 'i64', f: 'f32', d: 'f64' };

function importLine({ name, signature }) {
  const { results, parameters } = splitSignature(signature);
  const list = (kind, letters) => (letters ? ` (${kind} ${[...letters].map((each) => TYPES[each]).join(' ')})` : '');
  return `(import "env" "${name}" (func${list('param', parameters)}${list('result', results)}))`;
}

for (const access of ACCESS_MODES) {
  const isGiven = (item) => item.access.includes(access);

  test(`the loader gives a side of ACCESS ${access} what the mode says`, async (t) => {
    const side = plainModule('side', { access, imports: imports.filter(isGiven).map(importLine).join('\n') });
    const built = await makeApp(t, mainModule(), [side]);
    assert.ok((await built.load()).modules.side);
  });

  test(`the loader refuses a side of ACCESS ${access} everything else`, async (t) => {
    for (const item of imports.filter((each) => !isGiven(each))) {
      const side = plainModule('side', { access, imports: importLine(item) });
      const built = await makeApp(t, mainModule(), [side]);
      await assert.rejects(built.load(), { code: 'ACCESS_REFUSED' }, item.name);
    }
  });
}

test('the allocator that is lent for a module has its signatures', () => {
  const { wpl_malloc, wpl_free } = signaturesOf('allocator');
  const exports = [
    { name: 'malloc', kind: 'function', signature: wpl_malloc },
    { name: 'free', kind: 'function', signature: wpl_free },
  ];
  assert.deepEqual(Object.keys(lentAllocator(exports)).sort(), namesOf('allocator').sort());
});
