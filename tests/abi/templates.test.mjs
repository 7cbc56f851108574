// The files of the C# library that are made from templates are what the templates give.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { renderTemplates } from '../../dotnet/templates/render.mjs';

for (const { file, text } of renderTemplates()) {
  test(`${basename(file)} is up to date`, () => {
    assert.equal(
      readFileSync(file, 'utf8'),
      text,
      'edit dotnet/templates, then run `node dotnet/templates/render.mjs`',
    );
  });
}
