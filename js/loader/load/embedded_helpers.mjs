// The helper modules as app.mjs carries them: in hex, since compressed that is smaller than base64.

/** @param {string} text */
const decodeHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (digits) => Number(`0x${digits}`));

/** Helpers by name, each decoded when it is first asked for: an engine with multi-memory may need none of them. */
export class EmbeddedHelpers {
  /**
   * @param {Record<string, string>} texts hex by name
   */
  constructor(texts) {
    for (const [name, text] of Object.entries(texts)) {
      /** @type {Uint8Array | null} */
      let bytes = null;
      Object.defineProperty(this, name, { enumerable: true, get: () => (bytes ??= decodeHex(text)) });
    }
  }
}
