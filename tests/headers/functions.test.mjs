// Functions between real modules (tests/apps/headers_functions): runs main() of the app, then what needs a lazy side
// that is opened and closed from outside; with the files of each variant. WPL_APPS is the app's folder.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const { default: createApp } = await import(pathToFileURL(join(process.env.WPL_APPS, 'functions.mjs')));

for (const prefer of ['fused', 'direct', 'portable']) {
  test(`functions of all kinds, where ${prefer} files are preferred`, async () => {
    const app = await createApp({ prefer }); // rejects if main() returns something else than 0
    const { exports } = app.main;

    await app.open('functions_plugin');
    assert.equal(exports.check_plugin(), 0);
    assert.equal(app.close('functions_plugin'), true);
    assert.equal(exports.check_without_plugin(), 0);
    for (let round = 0; round < 400 && exports.asynchronous_failures() < 0; round += 1) await setTimeout(5);
    assert.equal(exports.asynchronous_failures(), 0);
    assert.equal(app.modules.functions_plugin.state, 'closed');

    // For JavaScript they are exports like any other, with wasm's own values.
    assert.equal(app.modules.functions_none.exports.add_i64(40n, 2n), 42n);
    assert.equal(app.modules.functions_none.exports.bytes8(0x0102030405060708n), 0x0807060504030201n);
  });
}
