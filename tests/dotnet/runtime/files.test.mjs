// The runtime's files, and a C# side that is not what the manifest says.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { entryOf } from '../../loader/support/app.mjs';
import { hasCode } from '../../loader/support/assertions.mjs';
import { makeDotnetApp } from './support/app.mjs';
import { publishedFolder } from './support/published.mjs';

/** A copy of the published runtime, and an app of it. */
async function copied(t) {
  const folder = mkdtempSync(join(tmpdir(), 'wpl dotnet '));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(publishedFolder(), folder, { recursive: true });
  return { folder, built: await makeDotnetApp(t, { folder }) };
}

describe('files of the runtime', () => {
  for (const name of ['dotnet.js', 'dotnet.runtime.js', 'dotnet.native.wasm', 'Calls.wasm']) {
    test(`${name}: missing, and altered, is found before any code runs`, async (t) => {
      const { folder, built } = await copied(t);
      const path = join(folder, name);
      const bytes = readFileSync(path);
      let ran = false;
      const load = () => built.load({ modules: { calls: { configureRuntime: () => (ran = true) } } });
      bytes[bytes.length >> 1] ^= 1;
      writeFileSync(path, bytes);
      await assert.rejects(load(), hasCode('FILE_DAMAGED', name));
      rmSync(path);
      await assert.rejects(load(), hasCode('FILE_MISSING', name));
      assert.equal(ran, false);
    });
  }

  test('progress counts them', async (t) => {
    const { dotnet } = (await makeDotnetApp(t)).manifest;
    const events = [];
    await (await makeDotnetApp(t)).load({ onProgress: (event) => events.push(event) });
    const bytes = [dotnet.runtime, ...dotnet.assets].reduce((sum, file) => sum + file.bytes, 0);
    const last = events.at(-1);
    assert.ok(last.totalBytes > bytes);
    assert.equal(last.loadedBytes, last.totalBytes);
  });

  test('a copy of the folder works, in a path with a space', async (t) => {
    const { built } = await copied(t);
    assert.equal((await built.load()).modules.calls.exports.twice(2), 4);
  });

  test('the user may configure the runtime', async (t) => {
    const built = await makeDotnetApp(t);
    const app = await built.load({
      modules: { calls: { configureRuntime: (dotnet) => dotnet.withEnvironmentVariable('WPL_TEST', 'yes') } },
    });
    assert.equal(app.modules.calls.module.getConfig().environmentVariables.WPL_TEST, 'yes');
  });
});

describe('a side that is not what the manifest says', () => {
  const altered = async (t, alter) => {
    const built = await makeDotnetApp(t);
    const calls = entryOf(built.manifest, 'calls');
    alter(calls);
    return built.load();
  };

  test('other signatures and missing functions: one error lists all, and main does not start', async (t) => {
    await assert.rejects(
      altered(t, ({ exports, api }) => {
        exports.nothing = 'vi';
        exports.absent = 'ii';
        api.push('absent');
      }),
      hasCode(
        'IMPORTS_UNRESOLVED',
        'calls lists the export nothing as vi, but its assembly has it as v',
        'calls lists the export absent, which its assembly does not have',
      ),
    );
  });

  test('another assembly, and a side that the host does not know', async (t) => {
    await assert.rejects(
      altered(t, (calls) => (calls.assembly = 'Other')),
      hasCode('ABI_MISMATCH', 'is the assembly Calls, but the manifest says Other'),
    );
    const built = await makeDotnetApp(t);
    entryOf(built.manifest, 'second').name = 'third';
    const app = await built.load();
    await assert.rejects(
      app.open('third'),
      hasCode('ABI_MISMATCH', 'third: cannot be opened in the .NET host', 'has no C# side `third`'),
    );
    assert.equal(app.modules.calls.exports.twice(2), 4);
  });
});
