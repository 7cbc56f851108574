// Says in words how a call into wasm ended, whoever threw.
import { WasmPseudoLinkError, textOf } from './errors.mjs';

/**
 * Describes what a call threw.
 * @param {unknown} thrown
 * @param {object[]} instances the called module first, then the others that may have thrown
 * @returns {{ kind: 'trap' | 'exception' | 'abort' | 'exit' | 'error', text: string, status?: number }} text continues
 *   "sorter.sort_delays ..."
 */
export function describeFailure(thrown, instances) {
  return (
    describeExit(thrown) ??
    describeAbort(thrown, instances) ??
    describeTrap(thrown) ??
    describeException(thrown, instances) ?? { kind: 'error', text: describeOther(thrown) }
  );
}

function describeExit(thrown) {
  if (thrown?.name !== 'ExitStatus' || typeof thrown.status !== 'number') return undefined;
  return { kind: 'exit', text: `called exit(${thrown.status})`, status: thrown.status };
}

/** abort() throws a RuntimeError, and where C++ could catch that (-fwasm-exceptions) it traps; its hook has noted both. */
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

function describeTrap(thrown) {
  if (thrown instanceof WebAssembly.RuntimeError) return { kind: 'trap', text: `trapped: ${thrown.message}` };
  // The JavaScript stack that ran out is RangeError in V8 and JavaScriptCore, InternalError in Firefox.
  if (thrown instanceof RangeError && /stack/i.test(thrown.message))
    return { kind: 'trap', text: `trapped: ${thrown.message}` };
  if (thrown?.name === 'InternalError' && /recursion/i.test(thrown.message))
    return { kind: 'trap', text: `trapped: ${thrown.message}` };
  return undefined;
}

/** Asks each module's runtime whether the exception is its own, and gives it back to that runtime. */
function describeException(thrown, instances) {
  for (const { runtime } of instances) {
    const text = runtime?.exceptionText?.(thrown);
    if (!text) continue;
    runtime.releaseException?.(thrown);
    return { kind: 'exception', text };
  }
  if (typeof WebAssembly.Exception === 'function' && thrown instanceof WebAssembly.Exception) {
    return { kind: 'exception', text: 'threw an exception of an unknown module' };
  }
  return undefined;
}

function describeOther(thrown) {
  if (thrown instanceof WasmPseudoLinkError) return `failed: ${thrown.message}`;
  if (thrown === 'unwind') return 'unwound to the event loop, which a call from another module cannot do';
  return `threw ${thrown instanceof Error ? thrown.name : typeof thrown}: ${textOf(thrown)}`;
}
