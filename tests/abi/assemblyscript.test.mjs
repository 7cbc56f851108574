// assemblyscript/wasm_pseudo_link.ts, compiled: what it imports, what it exports, and what it asks rbBridge for when it
// runs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { startWithServices } from './services.mjs';
import { ROOT, functionsIn, renamed, signaturesOf, sorted, workFile, writeWorkFile } from './support.mjs';

const SOURCE = `export * from "wasm_pseudo_link";
import * as wpl from "wasm_pseudo_link";
export function use_all(): void {
  wpl.rb_bridge(2, "getI32:ii");
  wpl.rb_self();
  wpl.rb_dlopen("side");
  wpl.rb_find("side");
  wpl.rb_dlopen_async("side", (handle: u32, user: usize) => {});
  wpl.rb_dlsym(2, "f:v");
  wpl.rb_dlsym_guarded(2, "f:v");
  wpl.rb_guard(1, "v");
  wpl.rb_dlclose(2);
  wpl.rb_release(2);
  wpl.rb_dlerror();
  wpl.rb_call_error();
  wpl.rb_lend(1, 1);
  wpl.rb_lend(2, 1);
  wpl.rb_lend_guarded(2, 1, "v");
  wpl.rb_lend_bound(2, 1, 0, "v");
  wpl.rb_lend_bound_guarded(2, 1, 0, "v");
  wpl.rb_take_back(2, 1);
}
`;

const ASC = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');

function compile() {
  const wasm = workFile('side.wasm');
  const source = writeWorkFile('side.ts', SOURCE);
  const options = ['--lib', join(ROOT, 'assemblyscript'), '--exportTable', '-O0', '-o', basename(wasm)];
  execFileSync(process.execPath, [ASC, basename(source), ...options], { cwd: dirname(source), stdio: 'pipe' });
  return readFileSync(wasm);
}

const bytes = compile();

test('it imports the functions over the memory of main, and rbBridge', () => {
  const { 'env.abort': abort, ...imports } = functionsIn(bytes).imports; // AssemblyScript's own
  const expected = renamed(signaturesOf('accessor', 'bridge'), (name) => `env.main_${name}`);
  assert.deepEqual(sorted(imports), sorted({ ...expected, 'env.rbBridge': signaturesOf('rbBridge').rbBridge }));
});

test('it exports the allocator', () => {
  const { exports } = functionsIn(bytes);
  for (const [name, signature] of Object.entries(signaturesOf('allocator')))
    assert.equal(exports[name], signature, name);
});

test('it asks rbBridge for services by their names and types', () => {
  const { exports, asked } = startWithServices(bytes, 'table');
  exports.use_all();
  // For C and C++ alone.
  const ofC = ['rb_last_call_error', 'rb_call_error_stack', 'rb_on_call_error', 'rb_open_async'];
  const wrapped = Object.keys(signaturesOf('services')).filter((name) => !ofC.includes(name));
  assert.deepEqual([...asked].sort(), [...wrapped, 'getI32', 'mts_addFnPtr', 'stm_addFnPtr'].sort());
});
