// node run.mjs <functions.mjs>
//
// Runs main() of the test, then what needs a lazy side that is opened and closed from outside; with the files of each variant.
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const { default: createApp } = await import(pathToFileURL(process.argv[2]));

async function check(prefer) {
  const app = await createApp({ prefer });
  const { exports } = app.main;

  await app.open('plugin');
  assert.equal(exports.check_plugin(), 0);
  assert.equal(app.close('plugin'), true);
  assert.equal(exports.check_without_plugin(), 0);
  for (let round = 0; round < 400 && exports.asynchronous_failures() < 0; round += 1) await setTimeout(5);
  assert.equal(exports.asynchronous_failures(), 0);
  assert.equal(app.modules.plugin.state, 'closed');

  // For JavaScript they are exports like any other, with wasm's own values.
  assert.equal(app.modules.side_none.exports.add_i64(40n, 2n), 42n);
  assert.equal(app.modules.side_none.exports.bytes8(0x0102030405060708n), 0x0807060504030201n);
  console.log(`functions: right, with the ${app.variant} files`);
}

for (const prefer of ['fused', 'direct', 'portable']) await check(prefer);
