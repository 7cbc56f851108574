// Function signatures as letters: v i j f d (void, i32, i64, f32, f64), the result first. "vii" takes two i32.

const SIGNATURE = /^[vijfd][ijfd]*$/;

/**
 * @param {unknown} text
 * @returns {text is string} whether it is a signature such as "iid"
 */
export function isSignature(text) {
  return typeof text === 'string' && SIGNATURE.test(text);
}

/**
 * The value that a guarded call returns after a failure: zero of the result type.
 * @param {string | null} signature null: unknown
 * @returns {number | bigint | undefined}
 */
export function zeroOf(signature) {
  if (!signature || signature[0] === 'v') return undefined;
  return signature[0] === 'j' ? 0n : 0;
}

/**
 * Splits "sort:vii" into name and signature.
 * @param {string} text
 * @returns {{ name: string, signature: string | null }} signature is null if the text has none
 */
export function splitName(text) {
  const colon = text.lastIndexOf(':');
  if (colon < 0 || !isSignature(text.slice(colon + 1))) return { name: text, signature: null };
  return { name: text.slice(0, colon), signature: text.slice(colon + 1) };
}
