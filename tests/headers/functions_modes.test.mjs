// Functions between real modules in the access modes that functions.test.mjs leaves out
// (tests/apps/headers_functions_modes): runs main() of the app with the files of each variant. WPL_APPS is the app's
// folder.
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const { default: createApp } = await import(pathToFileURL(join(process.env.WPL_APPS, 'functions_modes.mjs')));

for (const prefer of ['direct', 'portable']) {
  // createApp rejects if main() returns something else than 0.
  test(`functions of all kinds, where ${prefer} files are preferred`, () => createApp({ prefer }));
}
