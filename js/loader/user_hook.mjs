// Calls a user's own instantiateWasm(imports, done) and bears whatever it does.
import { untilAborted } from './abort.mjs';
import { WasmPseudoLinkError, textOf } from './errors.mjs';
import { nameInFile } from './wasm_file.mjs';

/** Milliseconds that an async hook may take to call done after its promise has resolved. */
const GRACE = 500;

/**
 * Lets the user's hook instantiate a module.
 * @param {object} instance
 * @param {Function} hook the user's instantiateWasm(imports, done)
 * @param {object} imports complete import object, with the namespaces of other modules
 * @param {number} timeout milliseconds that the hook may take to call done
 * @param {AbortSignal} stop ends the waiting
 * @returns {Promise<WebAssembly.Instance>}
 * @throws {WasmPseudoLinkError} HOOK_FAILED
 */
export async function runUserHook(instance, hook, imports, timeout, stop) {
  const fail = (what, cause) =>
    new WasmPseudoLinkError(
      'HOOK_FAILED',
      instance.name,
      `the instantiateWasm given in modules.${instance.name} ${what}`,
      'call done(instance) with the WebAssembly.Instance of this module, or leave the option out',
      { cause },
    );
  const timers = [];
  const later = (milliseconds, what) => (reject) => timers.push(setTimeout(() => reject(fail(what)), milliseconds));
  try {
    const answer = new Promise((resolve, reject) => {
      later(timeout, `did not call done within ${timeout} ms`)(reject);
      callHook(hook, imports, resolve, {
        threw: (how, error) => reject(fail(`${how} ${textOf(error)}`, error)),
        resolved: () => later(Math.min(timeout, GRACE), 'resolved without calling done')(reject),
      });
    });
    const wasm = await untilAborted(answer, stop);
    checkInstance(instance, wasm, fail);
    return wasm;
  } finally {
    timers.forEach(clearTimeout);
  }
}

function callHook(hook, imports, done, { threw, resolved }) {
  try {
    const returned = hook(imports, done);
    if (typeof returned?.then === 'function') returned.then(resolved, (error) => threw('rejected with', error));
  } catch (error) {
    threw('threw', error);
  }
}

function checkInstance(instance, wasm, fail) {
  if (!(wasm instanceof WebAssembly.Instance))
    throw fail(
      `called done with ${wasm === null ? 'null' : `a value of type ${typeof wasm}`}, which is no WebAssembly.Instance`,
    );
  const lacking = Object.keys(instance.entry.exports).filter((name) => typeof wasm.exports[nameInFile(instance.entry, name)] !== 'function');
  if (lacking.length > 0) throw fail(`gave an instance without the exports ${lacking.join(', ')}`);
}
