// Exports that tell which of them a function calls: glue has wrappers around some exports, and a wrapper is known by
// the export that it calls.
/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
import { makeThunk } from '../../loader/wasm/thunks.mjs';

/** Arguments that a wrapper is called with at most. */
const MOST_ARGUMENTS = 16;

/** @typedef {(...args: any[]) => any} AnyFunction a function of the vendor's */

/**
 * An instance as the glue gets it. Each of its functions is a spy: a real wasm function of the same type, because glue
 * looks at `length` and puts functions into a table, which takes no others. While `listening` is set a spy calls
 * nothing.
 */
export class Spies {
  /** @type {string[] | null} names of the spies that were called */
  #listening = null;

  /** @type {Map<unknown, string>} names in the file, by spy and by the file's own function */
  fileNames = new Map();

  /**
   * @param {WebAssembly.Instance} instance
   * @param {WasmModule} wasm what readWasm says of its file
   */
  constructor(instance, { exports }) {
    /** @type {Record<string, WebAssembly.ExportValue>} */
    const spied = Object.create(null);
    for (const item of exports) {
      const value = instance.exports[item.name];
      spied[item.name] = item.kind === 'function' ? this.#spy(item.name, value, item.signature) : value;
    }
    /** Passes for an instance where glue asks by instanceof. */
    this.instance = /** @type {WebAssembly.Instance} */ (
      Object.create(WebAssembly.Instance.prototype, { exports: { value: Object.freeze(spied) } })
    );
  }

  /**
   * @param {string} name
   * @param {any} func
   * @param {string | null} signature null: JavaScript cannot stand between the glue and a function of such types
   */
  #spy(name, func, signature) {
    this.fileNames.set(func, name);
    if (signature === null) return func;
    const spy = makeThunk(signature, (/** @type {unknown[]} */ ...args) => {
      if (!this.#listening) return func(...args);
      this.#listening.push(name);
      return signature.startsWith('j') ? 0n : 0;
    });
    this.fileNames.set(spy, name);
    return spy;
  }

  /**
   * Name of the only export that a function calls. It is called without arguments, and with some only if that is a
   * TypeError: an i64 is made of no `undefined`, but glue with assertions refuses more arguments than the export has.
   * @param {AnyFunction} func
   */
  calledBy(func) {
    /** @type {string[]} */
    const heard = (this.#listening = []);
    for (let count = 0; count <= MOST_ARGUMENTS && heard.length === 0; count += 1) {
      try {
        func(...Array(count).fill('0')); // a number or a bigint, whichever is asked for
        break;
      } catch (error) {
        if (!(error instanceof TypeError)) break;
      }
    }
    this.#listening = null;
    return heard.length === 1 ? heard[0] : undefined;
  }
}
