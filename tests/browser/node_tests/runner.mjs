// Runs one test file as it is: runner.html?file=<path in the repository>; leaves the results in globalThis.results.
import './shims/globals.mjs';
import { run } from './shims/test.mjs';

try {
  await import(`/repository/${new URLSearchParams(location.search).get('file')}`);
  globalThis.results = await run();
} catch (error) {
  globalThis.results = [{ name: 'the file', error: `${error?.stack ?? error}` }];
}
