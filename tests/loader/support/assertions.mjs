import assert from 'node:assert/strict';
import { WasmPseudoLinkError } from '../../../js/loader/base/errors.mjs';

/** A check for assert.rejects and assert.throws: the one error class, with this code, and texts in its message. */
export const hasCode =
  (code, ...texts) =>
  (error) => {
    assert.ok(error instanceof WasmPseudoLinkError, `a WasmPseudoLinkError is wanted, not ${error?.stack ?? error}`);
    assert.equal(error.code, code, error.message);
    for (const text of texts) {
      if (text instanceof RegExp) assert.match(error.message, text);
      else assert.ok(error.message.includes(text), `"${error.message}" lacks "${text}"`);
    }
    assert.match(error.message, /; .+/, 'the message ends with what to do');
    return true;
  };
