// Workflows and actions of GitHub, by their schemas.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { repositoryFiles } from './support.mjs';

const cli = join(dirname(createRequire(import.meta.url).resolve('@action-validator/cli/package.json')), 'cli.mjs');
for (const file of repositoryFiles(/^\.github\/(workflows|actions)\/.*\.ya?ml$/)) {
  const { status } = spawnSync(process.execPath, [cli, file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
