// What the user of load() sees of a module.
/** @import { Program, ModuleRecord } from './program.mjs' */
/** @import { ManifestEntry } from '../manifest/manifest.mjs' */
/** @import { ModuleExports, ModuleInstance } from './module_instance.mjs' */
import { dictionary } from '../base/dictionary.mjs';
import { guardForJavaScript } from '../guard/guard.mjs';
import { functionAt, lendJavaScript, removeJavaScript } from '../functions/lend_javascript.mjs';
import { visibleExports } from '../manifest/manifest.mjs';
import { createViews } from '../memory/memory_views.mjs';
import { moduleClosed } from './module_instance.mjs';
import { TOOLS, leftOut } from '../base/parts.mjs';

/**
 * The handle of a module. It stays the same object when a lazy side is closed and opened again.
 */
export class ModuleHandle {
  #program;
  #record;

  /**
   * @param {Program} program the app
   * @param {ModuleRecord} record
   */
  constructor(program, record) {
    this.#program = program;
    this.#record = record;
  }

  /** @returns {string} name in the manifest */
  get name() {
    return this.#record.name;
  }

  /** @returns {string} loading, instantiated, constructing, ready, failed or closed */
  get state() {
    return this.#record.instance?.state ?? 'closed';
  }

  /** @returns {string} why the module failed, or '' */
  get failure() {
    return this.#record.instance?.failure ?? '';
  }

  /** @returns {string} the built file that runs: portable, direct or fused */
  get variant() {
    return this.#instance.variant;
  }

  /** @returns {WebAssembly.Memory | null} take its buffer again after each call, since it may have grown */
  get memory() {
    return this.#instance.memory;
  }

  /** @returns {unknown} what its runtime offers to JavaScript: emcc's Module object, the .NET runtime's API */
  get module() {
    const instance = this.#instance;
    this.#program.noteExposed(instance);
    return instance.module;
  }

  /**
   * @returns {Record<string, Function>} every exported function by name, guarded: failures are thrown as
   * WasmPseudoLinkError
   */
  get exports() {
    const instance = this.#instance;
    return instance.exportsForHandle(() => guardedExports(this.#program, instance, this.#record.entry));
  }

  /** @returns {object} typed arrays over its memory that are right whenever it has grown, and texts in it */
  get views() {
    const instance = this.#withTools('views');
    return TOOLS && instance.viewsForHandle(() => createViews(instance));
  }

  /**
   * Makes a JavaScript function a function pointer of this module.
   * @param {Function} func
   * @param {string} signature as the module calls it, the result first: "iii"
   * @returns {number} pointer that the module can call until it is removed or closed
   */
  addFunction(func, signature) {
    const instance = this.#withTools('addFunction');
    return TOOLS ? lendJavaScript(this.#program, instance, func, signature) : 0;
  }

  /**
   * Takes such a pointer back: calls of it fail from now on.
   * @param {number} pointer
   * @returns {boolean} false if addFunction() of this module did not give it; a closed module has given all back
   */
  removeFunction(pointer) {
    const { instance } = this.#record;
    return TOOLS && instance !== null && removeJavaScript(instance, pointer);
  }

  /**
   * @param {number} pointer a function pointer of this module
   * @returns {Function} the function, guarded
   */
  getFunction(pointer) {
    const instance = this.#withTools('getFunction');
    return TOOLS && functionAt(this.#program, instance, pointer);
  }

  /**
   * @param {string} what is asked for
   * @returns {ModuleInstance}
   */
  #withTools(what) {
    if (TOOLS) return this.#instance;
    throw leftOut(this.name, what);
  }

  get #instance() {
    const { instance } = this.#record;
    if (instance) return instance;
    throw moduleClosed(this.#record.name);
  }
}

/**
 * What its manifest entry lists: a JavaScript main calls its own functions by itself.
 * @param {Program} program
 * @param {ModuleInstance} instance
 * @param {ManifestEntry} entry
 */
function guardedExports(program, instance, entry) {
  /** @type {Record<string, Function>} */
  const guarded = dictionary();
  const exports = /** @type {ModuleExports} */ (instance.exports);
  for (const name of visibleExports(entry))
    guarded[name] = guardForJavaScript(program, instance, name, exports[name], entry.exports[name]);
  return Object.freeze(guarded);
}
