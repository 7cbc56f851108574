// The C# library, and the loader that its tests play: which services they ask for, as functions of which types.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSource, signaturesOf } from './support.mjs';

const LETTERS = {
  void: 'v',
  nint: 'i',
  nuint: 'i',
  int: 'i',
  uint: 'i',
  long: 'j',
  ulong: 'j',
  float: 'f',
  double: 'd',
};

/** The signature of a C# function pointer type, given its types with the result last. */
function signatureOf(list) {
  const letters = list.split(',').map((type) => (type.trim().endsWith('*') ? 'i' : LETTERS[type.trim()]));
  return [letters.pop(), ...letters].join('');
}

const services = signaturesOf('services', 'dotnetServices');

/** Services by name, as `pattern` finds name and types in a file; every mention of `mark` must be one. */
function servicesIn(path, pattern, mark) {
  const text = readSource(path);
  const found = [...text.matchAll(pattern)].map(({ groups }) => [groups.name, signatureOf(groups.types)]);
  assert.equal(found.length, text.split(mark).length - 1, `every \`${mark}\` of ${path} is understood`);
  return Object.fromEntries(found);
}

const asked = servicesIn(
  'dotnet/WasmPseudoLink/Bridge.cs',
  /\(delegate\* unmanaged<(?<types>[^>]+)>\)Service\("(?<name>\w+)"\)/g,
  'Service("',
);

test('Bridge.cs asks for services by their names and types', () => {
  assert.ok(Object.keys(signaturesOf('dotnetServices')).every((name) => name in asked));
  for (const [name, signature] of Object.entries(asked)) assert.equal(signature, services[name], name);
});

test('Bridge.cs calls rbBridge by its type', () => {
  const [, types] = /delegate\* unmanaged<([^>]+)> rbBridge;/.exec(readSource('dotnet/WasmPseudoLink/Bridge.cs'));
  assert.equal(signatureOf(types), signaturesOf('rbBridge').rbBridge);
});

test("the tests' own loader has the services that Bridge.cs asks for", () => {
  const given = servicesIn(
    'dotnet/tests/Loopback/FakeLoader.cs',
    /\["(?<name>\w+)"\] = \(nint\)\(delegate\* unmanaged<(?<types>[^>]+)>\)&/g,
    '["rb_',
  );
  assert.deepEqual(given, asked);
});

test('copies are found by their names and types', () => {
  const bridge = signaturesOf('bridge');
  for (const path of ['dotnet/WasmPseudoLink/Module.Copy.cs', 'dotnet/tests/Loopback/FakeLoader.cs']) {
    const text = readSource(path);
    const names = [...text.matchAll(/"((?:mts|stm)_\w+)(?::(\w+))?"/g)];
    assert.equal(names.length, 4, path);
    for (const [, name, signature] of names) {
      assert.ok(name in bridge, name);
      if (signature) assert.equal(signature, bridge[name], name);
    }
  }
  const asks = [...readSource('dotnet/WasmPseudoLink/Module.Copy.cs').matchAll(/Block\(.*, "(\w+)"\)/g)];
  assert.deepEqual(
    asks.map(([, signature]) => signature),
    [bridge.mts_memcpy, bridge.stm_memcpy],
  );
});
