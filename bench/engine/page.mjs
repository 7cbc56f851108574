// Runs one suite in a page: page.html?<job as JSON>; leaves { result } or { error } in globalThis.outcome.
import { runJob } from './run_suite.mjs';

try {
  const job = JSON.parse(decodeURIComponent(location.search.slice(1)));
  globalThis.outcome = { result: await runJob({ ...job, base: new URL(job.base, location.href) }) };
} catch (error) {
  globalThis.outcome = { error: `${error?.stack ?? error}` };
}
