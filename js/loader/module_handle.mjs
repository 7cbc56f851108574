// What the user of load() sees of a module.
import { guardForJavaScript } from './guard.mjs';
import { functionAt, lendJavaScript, takeJavaScriptBack } from './lend_javascript.mjs';
import { visibleExports } from './manifest.mjs';
import { createViews } from './memory_views.mjs';
import { moduleClosed } from './module_instance.mjs';
import { TOOLS, leftOut } from './parts.mjs';

/**
 * The handle of a module. It stays the same object when a lazy side is closed and opened again.
 */
export class ModuleHandle {
  #program;
  #record;

  /**
   * @param {object} program the app
   * @param {object} record
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

  /** @returns {WebAssembly.Memory} its memory; take buffer anew after each call, since it may have grown */
  get memory() {
    return this.#instance.memory;
  }

  /** @returns {object} what its runtime offers to JavaScript: emcc's Module object, the .NET runtime's API */
  get module() {
    return this.#instance.module;
  }

  /** @returns {object} what emcc's factory returned (the Module object) */
  get emscripten() {
    return this.#instance.module;
  }

  /**
   * @returns {Record<string, Function>} every exported function by name, guarded: failures are thrown as
   * WasmPseudoLinkError
   */
  get exports() {
    const instance = this.#instance;
    instance.handleExports ??= guardedExports(this.#program, instance);
    return instance.handleExports;
  }

  /** @returns {Record<string, Function>} the same functions as exports, under a shorter name */
  get fn() {
    return this.exports;
  }

  /** @returns {object} typed arrays over its memory that are right whenever it has grown, and texts in it */
  get views() {
    const instance = this.#withTools('views');
    if (TOOLS) instance.handleViews ??= createViews(instance);
    return instance.handleViews;
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
    return TOOLS && Boolean(instance) && takeJavaScriptBack(instance, pointer);
  }

  /**
   * @param {number} pointer a function pointer of this module
   * @returns {Function} the function, guarded
   */
  getFunction(pointer) {
    const instance = this.#withTools('getFunction');
    return TOOLS ? functionAt(this.#program, instance, pointer) : null;
  }

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

function guardedExports(program, instance) {
  const guarded = {};
  for (const name of visibleExports(instance.entry))
    guarded[name] = guardForJavaScript(program, instance, name, instance.exports[name]);
  return Object.freeze(guarded);
}
