// "Am I the script that was started?": app.mjs runs main by itself only then, however the path to it was written, and
// never from inside a bundle.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { appParts } from '../../js/tools/app/app_parts.mjs';
import { bundle } from '../../js/tools/app/bundle.mjs';
import { makeApp } from './support/app.mjs';
import { mainModule } from './support/modules.mjs';

const loader = fileURLToPath(new URL('../../js/loader/index.mjs', import.meta.url));
const parts = appParts([{ kind: 'emscripten', lazy: false, asks: [] }], { node: true });

/** An app in a folder with a space in its path: main prints its arguments and returns 7. */
async function makeProgram(t) {
  const extra = 'console.log(`main ${Module.arguments}`);';
  const { folder, manifest } = await makeApp(t, mainModule({ status: 7, glue: { extra } }));
  writeFileSync(join(folder, 'app.mjs'), bundle({ loader, helpers: {}, manifest, parts }));
  return folder;
}

/** As esbuild and rollup join modules: app.mjs's own text, which exports nothing any longer, then the user's. */
function bundled(folder, code) {
  const text = readFileSync(join(folder, 'app.mjs'), 'utf8');
  return `${text.replace('export default function', 'function').replace(/^export \{.*$/m, '')}\n${code}\n`;
}

function run(cwd, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 30000 });
  return { status, stdout, stderr };
}

const RAN = { status: 7, stdout: 'main a,b\n', stderr: '' };

test('started by its path, in any spelling', async (t) => {
  const folder = await makeProgram(t);
  const elsewhere = join(folder, 'else where');
  mkdirSync(elsewhere);
  symlinkSync(join(folder, 'app.mjs'), join(elsewhere, 'link.mjs'));
  symlinkSync(folder, join(elsewhere, 'linked'));
  writeFileSync(join(folder, 'package.json'), '{ "main": "app.mjs" }');
  assert.deepEqual(run(folder, 'app.mjs', 'a', 'b'), RAN);
  assert.deepEqual(run(elsewhere, '../app.mjs', 'a', 'b'), RAN);
  assert.deepEqual(run(folder, '.', 'a', 'b'), RAN);
  assert.deepEqual(run(elsewhere, 'link.mjs', 'a', 'b'), RAN);
  assert.deepEqual(run(elsewhere, 'linked/app.mjs', 'a', 'b'), RAN);
  assert.deepEqual(run(elsewhere, '--preserve-symlinks-main', 'linked/app.mjs', 'a', 'b'), RAN);
  assert.deepEqual(run(elsewhere, '--preserve-symlinks-main', 'link.mjs', 'a', 'b'), RAN);
});

test('started by a script that imports it', async (t) => {
  const folder = await makeProgram(t);
  writeFileSync(join(folder, 'wrapper.mjs'), "process.argv[1] = process.argv[2];\nimport('./app.mjs');\n");
  const { status, stdout } = run(folder, 'wrapper.mjs', join(folder, 'app.mjs'), 'b');
  assert.deepEqual([status, stdout.split(',').at(-1)], [7, 'b\n']);
});

test('imported, or part of a bundle: runs only when it is called', async (t) => {
  const folder = await makeProgram(t);
  const call =
    "createApp({ modules: { main: { arguments: ['x'] } } }).catch((error) => console.log(error.code, error.status));";
  const expected = { status: 0, stdout: 'main x\nMAIN_EXITED 7\n', stderr: '' };
  writeFileSync(join(folder, 'importer.mjs'), `import createApp from './app.mjs';\n${call}`);
  assert.deepEqual(run(folder, 'importer.mjs', 'a'), expected);
  writeFileSync(join(folder, 'bundle.mjs'), bundled(folder, call));
  assert.deepEqual(run(folder, 'bundle.mjs', 'a'), expected);
  const reExported = `${call}\nexport { createApp as default };`;
  writeFileSync(join(folder, 'library.mjs'), bundled(folder, reExported));
  assert.deepEqual(run(folder, 'library.mjs', 'a'), expected);
  const quiet = bundled(folder, "console.log('not called');");
  writeFileSync(join(folder, 'app.mjs'), quiet);
  assert.deepEqual(
    run(folder, 'app.mjs', 'a'),
    { status: 0, stdout: 'not called\n', stderr: '' },
    'a bundle of its name',
  );
});

test('in a worker of the process: not started', async (t) => {
  const folder = await makeProgram(t);
  const code = `import { Worker, isMainThread } from 'node:worker_threads';
    if (isMainThread) new Worker(new URL(import.meta.url)).on('exit', () => console.log('worker ended'));`;
  writeFileSync(join(folder, 'app.mjs'), `${readFileSync(join(folder, 'app.mjs'), 'utf8')}\n${code}`);
  const { status, stdout } = run(folder, 'app.mjs', 'a', 'b');
  assert.deepEqual([status, stdout.match(/main/g).length], [7, 1]);
});
