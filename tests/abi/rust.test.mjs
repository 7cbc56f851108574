// rust/wasm_pseudo_link.rs, compiled: what it imports, what it exports, and what it asks rbBridge for when it runs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startWithServices } from './services.mjs';
import {
  ABI,
  ROOT,
  functionsIn,
  readSource,
  renamed,
  signaturesOf,
  sorted,
  splitSignature,
  workFile,
  writeWorkFile,
} from './support.mjs';

/** A call of each function over the memory of a module. */
const calls = (module) =>
  Object.entries(ABI.accessor.functions)
    .concat(Object.entries(ABI.bridge.functions))
    .map(([name, { signature }]) => {
      const zeros = [...splitSignature(signature).parameters].map((letter) => ('fd'.includes(letter) ? '0.0' : '0'));
      return `    let _ = unsafe { ${module}::${name}(${zeros.join(', ')}) };`;
    })
    .join('\n');

const SOURCE = `#![allow(unused_unsafe)]
include!(env!("WASM_PSEUDO_LINK_RUST_FILE"));
wasm_pseudo_link::memory!(sorter);
wasm_pseudo_link::lend_allocator!();
use wasm_pseudo_link::{main, Module};

#[no_mangle]
pub extern "C" fn use_memories() {
${calls('main')}
${calls('sorter')}
}

type Function = unsafe extern "C" fn() -> u32;
type Getter = unsafe extern "C" fn(u32) -> i32;

unsafe extern "C" fn callback() -> u32 {
    7
}

#[no_mangle]
pub extern "C" fn use_all() {
    let side = Module::open("side").unwrap();
    let _ = side.function::<Function>("f");
    let _ = side.function_guarded::<Function>("f");
    let _ = side.bridge::<Getter>("getI32");
    let _ = side.lend(callback as Function);
    let _ = side.lend_guarded(callback as Function);
    side.take_back(1);
    let _ = Module::main().lend(callback as Function);
    let _ = wasm_pseudo_link::call_error();
    let _ = Module::main().function::<Function>("f").map_err(|error| error.to_string());
}
`;

function compile() {
  const wasm = workFile('rust.wasm');
  const link = ['--export-table', '--growable-table'].flatMap((option) => ['-C', `link-arg=${option}`]);
  const options = [
    '--edition',
    '2021',
    '--target',
    'wasm32-unknown-unknown',
    '--crate-type',
    'cdylib',
    '-C',
    'panic=abort',
  ];
  execFileSync(process.env.WPL_RUSTC, [...options, ...link, writeWorkFile('rust.rs', SOURCE), '-o', wasm], {
    env: { ...process.env, WASM_PSEUDO_LINK_RUST_FILE: join(ROOT, 'rust/wasm_pseudo_link.rs') },
    stdio: 'pipe',
  });
  return readFileSync(wasm);
}

const bytes = compile();

test('it imports the functions over the memories of modules, and rbBridge', () => {
  const over = (module) => renamed(signaturesOf('accessor', 'bridge'), (name) => `env.${module}_${name}`);
  const expected = { ...over('main'), ...over('sorter'), 'env.rbBridge': signaturesOf('rbBridge').rbBridge };
  assert.deepEqual(sorted(functionsIn(bytes).imports), sorted(expected));
});

test('it exports the allocator', () => {
  const { exports } = functionsIn(bytes);
  for (const [name, signature] of Object.entries(signaturesOf('allocator')))
    assert.equal(exports[name], signature, name);
});

test('it asks rbBridge for services by their names and types', () => {
  const { exports, asked } = startWithServices(bytes, '__indirect_function_table');
  exports.use_all();
  const wrapped = readSource('rust/wasm_pseudo_link.rs')
    .match(/"rb_\w+"/g)
    .map((text) => text.slice(1, -1));
  assert.deepEqual([...asked].sort(), [...new Set([...wrapped, 'getI32', 'mts_addFnPtr', 'stm_addFnPtr'])].sort());
});
