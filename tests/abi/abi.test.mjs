// abi.json itself: its schema, and what a schema cannot say.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { ABI_VERSION } from '../../js/loader/manifest/manifest.mjs';
import { ABI, readSource, splitSignature } from './support.mjs';

const groups = Object.entries(ABI).filter(([, value]) => typeof value === 'object');
const functions = groups.flatMap(([group, { functions }]) =>
  Object.entries(functions).map(([name, described]) => ({ group, name, ...described })),
);

test('abi.json follows its schema', () => {
  const ajv = new Ajv({ allErrors: true });
  const isValid = ajv.validate(JSON.parse(readSource('abi/abi.schema.json')), ABI);
  assert.ok(isValid, ajv.errorsText(ajv.errors, { separator: '\n' }));
});

test('a name is in one group', () => {
  const names = functions.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

for (const { group, name, signature, parameters, result } of functions) {
  test(`${group}: the signature of ${name} fits its parameters and its result`, () => {
    const types = splitSignature(signature);
    const meanings = Object.values(parameters);
    assert.equal(meanings.length, types.parameters.length);
    assert.equal(result === undefined, types.results === '');
    meanings.forEach((meaning, index) => {
      if (meaning !== 'value') assert.equal(types.parameters[index], 'i', `${meaning} is 32 bits wide`);
    });
    if (result && result !== 'value') assert.equal(types.results, 'i');
  });
}

test('its version is that of the headers and of the loader', () => {
  const [, version] = /WPL_ABI_VERSION (\d+)/.exec(readSource('include/wasm_pseudo_link/version.h'));
  assert.equal(ABI.version, Number(version));
  assert.equal(ABI.version, ABI_VERSION);
});
