// Layout of C and C++, by the clang-format of package.json. `--fix` writes the files.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { repositoryFiles } from './support.mjs';

const cli = createRequire(import.meta.url).resolve('clang-format-node/build/cli.js');
const mode = process.argv.includes('--fix') ? ['-i'] : ['--dry-run', '-Werror'];
const { status } = spawnSync(process.execPath, [cli, ...mode, ...repositoryFiles(/\.(c|h|cpp|hpp)$/)], {
  stdio: 'inherit',
});
if (status !== 0) console.log('Run `cmake --build build/test --target format`.');
process.exitCode = status === 0 ? 0 : 1;
