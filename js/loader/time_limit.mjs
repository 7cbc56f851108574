// Waiting that ends after some time.

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @param {() => Error} makeError
 * @returns {Promise<T>} rejects with the error if the promise is not settled in time
 */
export async function untilLate(promise, milliseconds, makeError) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(makeError()), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
