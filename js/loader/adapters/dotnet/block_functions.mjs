// The services by which C# finds functions of other modules: as guarded block functions, whatever their signature.
/** @import { Program } from '../../app/program.mjs' */
/** @import { ModuleInstance, Service } from '../../app/module_instance.mjs' */
/** @import { DotnetRuntime } from './runtime_start.mjs' */
import { WasmPseudoLinkError } from '../../base/errors.mjs';
import { getOrCreate } from '../../base/lazy_map.mjs';
import { nameAt, signatureAt } from '../../rb/name_arguments.mjs';
import { findHelper } from '../../rb/rb_bridge.mjs';
import { byHandle } from '../../rb/handles.mjs';
import { answerModule, findExport } from '../../rb/lookup.mjs';
import { BlockFrames } from './block_frames.mjs';

/** Block functions of an app, in the runtime's table. */
export class BlockFunctions {
  /**
   * @param {Program} program the app
   * @param {ModuleInstance} self instance of the attachment
   * @param {DotnetRuntime} runtime
   */
  constructor(program, self, runtime) {
    this.program = program;
    this.self = self;
    this.runtime = runtime;
    this.frames = new BlockFrames(program, self, runtime);
    /** @type {Map<ModuleInstance, Map<string, ReturnType<BlockFrames['add']>>>} of an instance, by name */
    this.found = new Map();
    /** @type {Map<Function, Map<string, number>>} function that was lent to C# -> pointers by signature */
    this.lent = new Map();
    /** @type {Map<ModuleInstance, Set<number>>} addresses */
    this.watched = new Map();
    /** @type {Record<string, Service>} */
    this.services = {
      rb_block: {
        signature: 'iii',
        make: () => (/** @type {number} */ handle, /** @type {number} */ name) => this.#find(handle, name),
      },
      rb_block_of: {
        signature: 'iii',
        make: () => (/** @type {number} */ pointer, /** @type {number} */ signature) =>
          this.#findLent(pointer, signature),
      },
      rb_watch: {
        signature: 'iii',
        make: () => (/** @type {number} */ handle, /** @type {number} */ cell) => this.#watch(handle, cell),
      },
    };
  }

  /**
   * Lets go of a module that closes, and tells C#.
   * @param {ModuleInstance} gone instance
   */
  forget(gone) {
    for (const { end } of this.found.get(gone)?.values() ?? []) end();
    this.found.delete(gone);
    const cells = this.watched.get(gone);
    this.watched.delete(gone);
    const memory = new DataView(this.runtime.memory.buffer);
    for (const cell of cells ?? []) memory.setInt32(cell, 0, true);
  }

  /**
   * rb_block(handle, "name:signature") -> function pointer, or 0 and rb_dlerror says why.
   * @param {number} handle
   * @param {number} namePtr
   */
  #find(handle, namePtr) {
    return answerModule(this.self, 0, () => {
      const other = byHandle(this.program, handle, this.self);
      const text = nameAt(this.self, namePtr);
      const known = getOrCreate(this.found, other, () => new Map());
      return this.self.table.pin(getOrCreate(known, text, () => this.#create(other, text)).entry, other);
    });
  }

  /**
   * @param {ModuleInstance} other
   * @param {string} text
   */
  #create(other, text) {
    const { func, name, signature } = findHelper(this.program, this.self, other, text) ?? findExport(other, text);
    if (signature) return this.frames.add(other, { func, name, signature });
    throw new WasmPseudoLinkError(
      'WRONG_SIGNATURE',
      other.name,
      `${name} has types that signature letters cannot express`,
      'call a function whose parameters and result are numbers',
    );
  }

  /**
   * rb_block_of(function pointer of the runtime's table, signature) -> function pointer, or 0.
   * @param {number} pointer
   * @param {number} sigPtr
   */
  #findLent(pointer, sigPtr) {
    return answerModule(this.self, 0, () => {
      const signature = signatureAt(this.self, sigPtr);
      const { func, slot } = this.self.table.get(pointer);
      const pointers = getOrCreate(this.lent, func, () => new Map());
      if (slot) this.self.table.whenReleased(slot, () => this.#takeBack(func));
      return getOrCreate(pointers, signature, () => this.#lend(slot?.owner ?? this.self, func, pointer, signature));
    });
  }

  /**
   * For late callers its slot keeps a function that says so.
   * @param {ModuleInstance} owner
   * @param {Function} func
   * @param {number} pointer
   * @param {string} signature
   */
  #lend(owner, func, pointer, signature) {
    const name = `callback ${pointer >>> 0}`;
    const { entry, end } = this.#addLent(owner, { func, name, signature });
    return this.self.table.addRevocable(entry, owner, { revoke: end, makeRevoked: () => this.frames.revoked });
  }

  /**
   * @param {ModuleInstance} owner
   * @param {{ func: Function, name: string, signature: string }} what
   */
  #addLent(owner, what) {
    try {
      return this.frames.add(owner, what);
    } catch (error) {
      if (!(error instanceof WebAssembly.LinkError)) throw error;
      throw new WasmPseudoLinkError(
        'WRONG_SIGNATURE',
        owner.name,
        `${what.name} is not "${what.signature}" (result first)`,
        'take the function as the type that it was lent with',
      );
    }
  }

  /** @param {Function} func */
  #takeBack(func) {
    for (const pointer of this.lent.get(func)?.values() ?? []) this.self.table.remove(pointer);
    this.lent.delete(func);
  }

  /**
   * rb_watch(handle, address) -> 0, or -1: has the i32 there set to 0 when the module closes.
   * @param {number} handle
   * @param {number} cell
   */
  #watch(handle, cell) {
    return answerModule(this.self, -1, () => {
      const other = byHandle(this.program, handle, this.self);
      getOrCreate(this.watched, other, () => new Set()).add(cell >>> 0);
      return 0;
    });
  }
}
