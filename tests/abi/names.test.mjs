// Names in quotes by which the product looks functions up at run time: "mts_memcpy:viii" in a header, "rb_find" in C#.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ABI, ROOT, readSource, signaturesOf } from './support.mjs';

const FOLDERS = ['include', 'rust', 'assemblyscript', 'dotnet/WasmPseudoLink', 'js/loader', 'js/tools'];

const known = signaturesOf(...Object.keys(ABI).filter((group) => typeof ABI[group] === 'object'));

const QUOTED = /(["'`])((?:mts|stm|rb|wpl)_[A-Za-z]\w*)(?::([vijfd]+))?\1/g;

test('every quoted name of a function is in abi.json, and has its signature', () => {
  let count = 0;
  for (const folder of FOLDERS) {
    for (const path of readdirSync(join(ROOT, folder), { recursive: true })) {
      if (!/\.(h|hpp|rs|ts|cs|mjs)$/.test(path)) continue;
      for (const [, , name, signature] of readSource(`${folder}/${path}`).matchAll(QUOTED)) {
        count += 1;
        assert.ok(name in known, `${folder}/${path} has "${name}"`);
        if (signature) assert.equal(signature, known[name], `${folder}/${path}: ${name}`);
      }
    }
  }
  assert.ok(count > 50, `${count} names: the test is not empty`);
});
