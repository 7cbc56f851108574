// Waiting that an AbortSignal can end, without leaving listeners behind.
import { WasmPseudoLinkError, textOf } from './errors.mjs';

/** @param {AbortSignal} signal */
function aborted(signal) {
  return new WasmPseudoLinkError(
    'ABORTED',
    '',
    `loading was aborted (${textOf(signal.reason)})`,
    'load anew when it is wanted again',
    { cause: signal.reason },
  );
}

/**
 * @param {AbortSignal | undefined} signal
 * @throws {WasmPseudoLinkError} ABORTED if the signal has fired
 */
export function throwIfAborted(signal) {
  if (signal?.aborted) throw aborted(signal);
}

/**
 * A signal that fires with either of two. AbortSignal.any is younger than the oldest engines that apps run in.
 * @param {AbortSignal | undefined} one
 * @param {AbortSignal} other
 * @returns {{ signal: AbortSignal, release: () => void }} release ends it, and leaves no listener behind
 */
export function firstOf(one, other) {
  if (!one) return { signal: other, release() {} };
  const either = new AbortController();
  const signals = [one, other];
  const stop = () => either.abort(signals.find(({ aborted: isAborted }) => isAborted)?.reason);
  const release = () => signals.forEach((signal) => signal.removeEventListener('abort', stop));
  for (const signal of signals) signal.addEventListener('abort', stop);
  if (signals.some(({ aborted: isAborted }) => isAborted)) stop();
  return { signal: either.signal, release };
}

/**
 * Waits for a promise, but no longer than until the signal fires.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<T>}
 * @throws {WasmPseudoLinkError} ABORTED
 */
export async function untilAborted(promise, signal) {
  if (!signal) return promise;
  promise.catch(() => {});
  throwIfAborted(signal);
  let stop = () => {};
  const fired = new Promise((_, reject) => {
    stop = () => reject(aborted(signal));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, fired]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
