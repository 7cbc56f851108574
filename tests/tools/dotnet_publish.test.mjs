import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { stageRuntime } from '../../js/tools/dotnet/dotnet_publish.mjs';

test('the runtime is staged as it was published, and Node takes its .js files for ES modules at once', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'wpl dotnet '));
  t.after(() => rmSync(folder, { recursive: true }));
  const [from, to] = ['published', 'app.dotnet'].map((name) => join(folder, name));
  mkdirSync(from);
  writeFileSync(join(from, 'dotnet.js'), 'export const dotnet = 1;\n');
  writeFileSync(join(from, 'dotnet.js.br'), '');
  assert.deepEqual(stageRuntime(from, to), ['dotnet.js']);
  writeFileSync(join(to, 'of_an_earlier_version.js'), '');
  assert.deepEqual(stageRuntime(from, to), ['dotnet.js']);
  assert.deepEqual(readdirSync(to).sort(), ['dotnet.js', 'package.json']);

  const code = `console.log((await import(${JSON.stringify(pathToFileURL(join(to, 'dotnet.js')).href)})).dotnet)`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
  assert.deepEqual([stdout, stderr], ['1\n', ''], 'a warning is MODULE_TYPELESS_PACKAGE_JSON');
});
