// What the user of load() sees of a module.
import { guardForJavaScript } from './guard.mjs';
import { visibleExports } from './manifest.mjs';
import { moduleClosed } from './module_instance.mjs';

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
