// The script that describes a linked module, where a link has not made what it needs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const script = join(import.meta.dirname, '../../js/tools/describe_linked.mjs');

test('a link that made no wasm file is an error that names the settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wpl linked '));
  try {
    const target = join(folder, 'sorter.mjs');
    const config = join(folder, 'sorter.config.json');
    writeFileSync(target, '');
    writeFileSync(config, JSON.stringify({ name: 'sorter', role: 'side', target, lines: '1' }));
    const { status, stderr } = spawnSync(process.execPath, [script, config], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^WasmPseudoLink: sorter: the link made no `sorter\.wasm`\. Link settings .*-sSINGLE_FILE.* remove them\.\n$/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
