// Plays rbBridge for a compiled module: gives functions with the types of abi.json, and notes which are asked for.

import assert from 'node:assert/strict';
import { makeThunk } from '../../js/loader/wasm/thunks.mjs';
import { ABI, functionsIn, signaturesOf } from './support.mjs';

const SIGNATURES = signaturesOf('accessor', 'bridge', 'services');

/**
 * Services that return 0: those that read an error, as there is none, and one that fails, so that its caller asks why.
 */
const ZERO = new Set(['rb_dlerror', 'rb_call_error', 'rb_last_call_error', 'rb_call_error_stack', 'rb_lend_guarded']);

/**
 * Instantiates a module whose rbBridge finds every function, by the type that abi.json says: an indirect call by
 * another type traps. A name may come with a signature, which must be that of abi.json, too.
 * @param {Uint8Array} bytes
 * @param {string} table the export that is the module's table
 * @returns {{ exports: object, asked: Set<string>, called: Set<string> }} exports, and what the module asked for and
 *   called
 */
export function startWithServices(bytes, table) {
  const started = { exports: null, asked: new Set(), called: new Set() };
  const addFunction = (signature, func) => started.exports[table].grow(1, makeThunk(signature, func));
  const rbBridge = (library, address) => {
    const memory = new Uint8Array(started.exports.memory.buffer);
    const text = Buffer.from(memory.subarray(address, memory.indexOf(0, address))).toString();
    const [name, signature = SIGNATURES[name]] = text.split(':');
    assert.ok(name in SIGNATURES, `abi.json has ${name}`);
    assert.equal(signature, SIGNATURES[name], name);
    assert.equal(library === 0, name in ABI.services.functions, name);
    started.asked.add(name);
    return addFunction(signature, () => {
      started.called.add(name);
      const value = ZERO.has(name) ? 0 : 2; // 2: a handle or a pointer
      return signature[0] === 'j' ? BigInt(value) : value;
    });
  };
  const names = Object.keys(functionsIn(bytes).imports).map((name) => name.slice('env.'.length));
  const env = { ...Object.fromEntries(names.map((name) => [name, () => 1])), rbBridge };
  started.exports = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env }).exports;
  started.exports.set_bridge?.(addFunction('iii', rbBridge));
  return started;
}
