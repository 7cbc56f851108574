// Waiting that ends after some time.
import { untilAborted } from './abort.mjs';

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @param {() => Error} makeError
 * @param {AbortSignal} [stop] ends the waiting too: a timer that is left behind would keep Node running
 * @returns {Promise<T>} rejects with the error if the promise is not settled in time
 */
export async function withTimeLimit(promise, milliseconds, makeError, stop) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(makeError()), milliseconds);
  });
  try {
    return await untilAborted(Promise.race([promise, late]), stop);
  } finally {
    clearTimeout(timer);
  }
}
