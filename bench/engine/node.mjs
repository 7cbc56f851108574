// Runs one suite in Node: node.mjs <job as JSON>; prints the result as JSON.
import { writeSync } from 'node:fs';
import { runJob } from './run_suite.mjs';

const result = await runJob(JSON.parse(process.argv[2]));
writeSync(1, JSON.stringify(result));
process.exit(0);
