// Calls a user's own instantiateWasm(imports, done) and bears whatever it does.
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
/** @import { ModuleArguments } from '../index.d.ts' */
/** @import { Kind } from '../base/kinds.mjs' */
import { untilAborted } from '../base/abort.mjs';
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { isOfKind, shown } from '../base/kinds.mjs';
import { nameInFile } from '../wasm/wasm_file.mjs';

/** @typedef {NonNullable<ModuleArguments['instantiateWasm']>} Hook */

/** @typedef {(what: string, cause?: unknown) => WasmPseudoLinkError} MakeError */

/** Milliseconds that an async hook may take to call done after its promise has resolved. */
const GRACE = 500;

/**
 * Lets the user's hook instantiate a module.
 * @param {ModuleInstance} instance
 * @param {Hook} hook the user's instantiateWasm(imports, done)
 * @param {WebAssembly.Imports} imports complete import object, with the namespaces of other modules
 * @param {number} timeout milliseconds that the hook may take to call done
 * @param {AbortSignal} stop ends the waiting
 * @returns {Promise<WebAssembly.Instance>}
 * @throws {WasmPseudoLinkError} HOOK_FAILED
 */
export async function runUserHook(instance, hook, imports, timeout, stop) {
  /** @type {MakeError} */
  const fail = (what, cause) =>
    new WasmPseudoLinkError(
      'HOOK_FAILED',
      instance.name,
      `the instantiateWasm given in modules.${instance.name} ${what}`,
      'call done(instance) with the WebAssembly.Instance of this module, or leave the option out',
      { cause },
    );
  /** @type {Array<ReturnType<typeof setTimeout>>} */
  const timers = [];
  /** @type {(milliseconds: number, what: string) => (reject: (error: Error) => void) => void} */
  const later = (milliseconds, what) => (reject) => timers.push(setTimeout(() => reject(fail(what)), milliseconds));
  try {
    /** @type {Promise<{ wasm: WebAssembly.Instance }>} in an object, since a promise asks for `then` */
    const answer = new Promise((resolve, reject) => {
      later(timeout, `did not call done within ${timeout} ms`)(reject);
      callHook(hook, imports, (wasm) => resolve({ wasm }), {
        threw: (how, error) => reject(fail(`${how} ${textOf(error)}`, error)),
        resolved: () => later(Math.min(timeout, GRACE), 'resolved without calling done')(reject),
      });
    });
    const { wasm } = await untilAborted(answer, stop);
    checkInstance(instance, wasm, fail);
    return wasm;
  } finally {
    timers.forEach(clearTimeout);
  }
}

/**
 * @param {Hook} hook
 * @param {WebAssembly.Imports} imports
 * @param {(instance: WebAssembly.Instance) => void} done
 * @param {{ threw: (how: string, error: unknown) => void, resolved: () => void }} outcome
 */
function callHook(hook, imports, done, { threw, resolved }) {
  try {
    const returned = /** @type {{ then?: Function } | null | undefined} */ (hook(imports, done));
    if (typeof returned?.then === 'function')
      returned.then(resolved, (/** @type {unknown} */ error) => threw('rejected with', error));
  } catch (error) {
    threw('threw', error);
  }
}

/** @type {Kind} */
const INSTANCE = [(value) => value instanceof WebAssembly.Instance, 'a WebAssembly.Instance'];

/**
 * @param {ModuleInstance} instance
 * @param {unknown} wasm
 * @param {MakeError} fail
 */
function checkInstance(instance, wasm, fail) {
  if (!isOfKind(wasm, INSTANCE)) throw fail(`called done with ${shown(wasm)}, which is not ${INSTANCE[1]}`);
  const { exports } = /** @type {WebAssembly.Instance} */ (wasm);
  const lacking = Object.keys(instance.entry.exports).filter(
    (name) => typeof exports[nameInFile(instance.entry, name)] !== 'function',
  );
  if (lacking.length > 0) throw fail(`gave an instance without the exports ${lacking.join(', ')}`);
}
