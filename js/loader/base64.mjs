// Reads the helper modules that are embedded in app.mjs.

/**
 * @param {string} text base64
 * @returns {Uint8Array}
 */
export function decodeBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
