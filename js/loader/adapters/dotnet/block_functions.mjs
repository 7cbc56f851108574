// The services by which C# finds functions of other modules: as guarded block functions, whatever their signature.
import { WasmPseudoLinkError } from '../../errors.mjs';
import { getOrMake } from '../../get_or_make.mjs';
import { nameAt, signatureAt } from '../../name_arguments.mjs';
import { findHelper } from '../../rb_bridge.mjs';
import { byHandle } from '../../rb_handles.mjs';
import { answerModule, findExport } from '../../rb_lookup.mjs';
import { BlockFrames } from './block_frames.mjs';

/** Block functions of an app, in the runtime's table. */
export class BlockFunctions {
  /**
   * @param {object} program the app
   * @param {object} self instance of the attachment
   * @param {object} runtime
   */
  constructor(program, self, runtime) {
    this.program = program;
    this.self = self;
    this.runtime = runtime;
    this.frames = new BlockFrames(program, self, runtime);
    this.found = new Map(); // instance -> Map of its block functions by name
    this.lent = new Map(); // function that was lent to C# -> Map of pointers by signature
    this.watched = new Map(); // instance -> Set of addresses
    this.services = {
      rb_block: { signature: 'iii', make: () => (handle, name) => this.#find(handle, name) },
      rb_block_of: { signature: 'iii', make: () => (pointer, signature) => this.#findLent(pointer, signature) },
      rb_watch: { signature: 'iii', make: () => (handle, cell) => this.#watch(handle, cell) },
    };
  }

  /**
   * Lets go of a module that closes, and tells C#.
   * @param {object} gone instance
   */
  forget(gone) {
    for (const { end } of this.found.get(gone)?.values() ?? []) end();
    this.found.delete(gone);
    const cells = this.watched.get(gone);
    this.watched.delete(gone);
    const memory = new DataView(this.runtime.memory.buffer);
    for (const cell of cells ?? []) memory.setInt32(cell, 0, true);
  }

  /** rb_block(handle, "name:signature") -> function pointer, or 0 and rb_dlerror says why. */
  #find(handle, namePtr) {
    return answerModule(this.self, 0, () => {
      const other = byHandle(this.program, handle, this.self);
      const text = nameAt(this.self, namePtr);
      const known = getOrMake(this.found, other, () => new Map());
      return this.self.table.pin(getOrMake(known, text, () => this.#create(other, text)).entry, other);
    });
  }

  #create(other, text) {
    const what = findHelper(this.program, this.self, other, text) ?? findExport(other, text);
    if (what.signature) return this.frames.add(other, what);
    throw new WasmPseudoLinkError(
      'WRONG_SIGNATURE',
      other.name,
      `${what.name} has types that signature letters cannot express`,
      'call a function whose parameters and result are numbers',
    );
  }

  /** rb_block_of(function pointer of the runtime's table, signature) -> function pointer, or 0. */
  #findLent(pointer, sigPtr) {
    return answerModule(this.self, 0, () => {
      const signature = signatureAt(this.self, sigPtr);
      const { func, slot } = this.self.table.get(pointer);
      const pointers = getOrMake(this.lent, func, () => new Map());
      if (slot) slot.onRelease = () => this.#takeBack(func);
      return getOrMake(pointers, signature, () => this.#lend(slot?.owner ?? this.self, func, pointer, signature));
    });
  }

  /** For late callers its slot keeps a function that says so. */
  #lend(owner, func, pointer, signature) {
    const name = `callback ${pointer >>> 0}`;
    const { entry, end } = this.#addLent(owner, { func, name, signature });
    return this.self.table.addMortal(entry, owner, { kill: end, tombstone: () => this.frames.dead });
  }

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

  #takeBack(func) {
    for (const pointer of this.lent.get(func)?.values() ?? []) this.self.table.remove(pointer);
    this.lent.delete(func);
  }

  /** rb_watch(handle, address) -> 0, or -1: has the i32 there set to 0 when the module closes. */
  #watch(handle, cell) {
    return answerModule(this.self, -1, () => {
      const other = byHandle(this.program, handle, this.self);
      getOrMake(this.watched, other, () => new Set()).add(cell >>> 0);
      return 0;
    });
  }
}
