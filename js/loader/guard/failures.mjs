// Says in words how a call into wasm ended, whoever threw.
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';

/**
 * How a call ended; text continues "sorter.sort_delays ...".
 * @typedef {{ kind: 'trap' | 'exception' | 'abort' | 'exit' | 'error', text: string, status?: number }} Description
 */

/** @typedef {any} Thrown whatever was thrown, by whomever */

/** What a C++ exception or longjmp() becomes that would pass over frames of another module. No wasm catches it. */
export class BorderError extends Error {}

/**
 * Describes what a call threw.
 * @param {Thrown} thrown
 * @param {ModuleInstance[]} instances the called module first, then the others that may have thrown
 * @returns {Description}
 */
export function describeFailure(thrown, instances) {
  try {
    return (
      describeExit(thrown) ??
      describeAbort(thrown, instances) ??
      describeTrap(thrown) ??
      describeException(thrown, instances) ?? { kind: 'error', text: describeOther(thrown) }
    );
  } catch {
    return { kind: 'error', text: 'threw a value that has no text' }; // a Proxy that throws at any question
  }
}

/**
 * @param {Thrown} thrown
 * @returns {Description | undefined}
 */
function describeExit(thrown) {
  if (thrown?.name !== 'ExitStatus' || typeof thrown.status !== 'number') return undefined;
  return { kind: 'exit', text: `called exit(${thrown.status})`, status: thrown.status };
}

/**
 * abort() throws a RuntimeError, and where C++ could catch that (-fwasm-exceptions) it traps; its hook has noted both.
 * @param {Thrown} thrown
 * @param {ModuleInstance[]} instances
 * @returns {Description | undefined}
 */
function describeAbort(thrown, instances) {
  if (!(thrown instanceof WebAssembly.RuntimeError)) return undefined;
  const noted = instances.find(({ aborting }) => typeof aborting === 'string');
  const what = noted?.aborting ?? /^Aborted\((.*)\)/s.exec(thrown.message)?.[1];
  return what === undefined ? undefined : { kind: 'abort', text: abortText(what) };
}

/**
 * @param {string} what the text that abort() was given, such as a failed assertion
 * @returns {string} continues "sorter.sort_delays ..."
 */
export function abortText(what) {
  return what === '' ? 'called abort()' : `called abort(): ${what}`;
}

/**
 * @param {Thrown} thrown
 * @returns {Description | undefined}
 */
function describeTrap(thrown) {
  if (thrown instanceof WebAssembly.RuntimeError) return { kind: 'trap', text: `trapped: ${thrown.message}` };
  // The JavaScript stack that ran out is RangeError in V8 and JavaScriptCore, InternalError in Firefox.
  if (thrown instanceof RangeError && /stack/i.test(thrown.message))
    return { kind: 'trap', text: `trapped: ${thrown.message}` };
  if (thrown?.name === 'InternalError' && /recursion/i.test(thrown.message))
    return { kind: 'trap', text: `trapped: ${thrown.message}` };
  return undefined;
}

/**
 * Asks each module's runtime whether the exception is its own, and gives it back to that runtime.
 * @param {Thrown} thrown
 * @param {ModuleInstance[]} instances
 * @returns {Description | undefined}
 */
export function describeException(thrown, instances) {
  if (thrown instanceof BorderError) return { kind: 'exception', text: thrown.message };
  for (const { runtime } of instances) {
    if (runtime?.isLongjmp?.(thrown))
      return { kind: 'exception', text: 'called longjmp() to a setjmp() outside of this call' };
    const text = runtime?.exceptionText?.(thrown);
    if (!text) continue;
    runtime?.releaseException?.(thrown);
    return { kind: 'exception', text };
  }
  if (typeof WebAssembly.Exception === 'function' && thrown instanceof WebAssembly.Exception) {
    return { kind: 'exception', text: 'threw an exception that no module of the app knows' };
  }
  return undefined;
}

/**
 * In a recursion through guarded calls each error has the text of the next one in its own, and there are thousands.
 * @param {string} text
 */
const shortened = (text) => (text.length <= 1000 ? text : `${text.slice(0, 500)} ... ${text.slice(-500)}`);

/** @param {Thrown} thrown */
function describeOther(thrown) {
  if (thrown instanceof WasmPseudoLinkError) return `failed: ${shortened(thrown.message)}`;
  if (thrown === 'unwind') return 'unwound to the event loop, which a call from another module cannot do';
  return `threw ${thrown instanceof Error ? thrown.name : typeof thrown}: ${textOf(thrown)}`;
}
