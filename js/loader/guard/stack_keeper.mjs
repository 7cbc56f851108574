// Saved stack pointers of all live modules, for nested guarded calls of one app.
/** @import { ModuleInstance, ModuleRuntime } from '../app/module_instance.mjs' */
import { readExitCode } from '../base/exit_code.mjs';

/**
 * An instance that has a stack.
 * @typedef {ModuleInstance & { stackSave: () => number, runtime: ModuleRuntime }} StackOwner
 */

/** @typedef {{ instances: StackOwner[], pointers: number[] }} Frame what one call has noted */

/**
 * A stack of saved stack pointers. A trap leaves stack pointers where they were, so each guarded call notes those of
 * all live modules (whichever of them the call may enter) and puts them back after a failure.
 *
 * The JavaScript stack may run out in any call of a function, also in what follows a failure. A guarded call therefore
 * ends by assignments alone: `depth = mark`, and after a failure `owed = true`. What is owed is done at once if there
 * is stack left, else by the next guarded call that begins or ends.
 */
export class StackKeeper {
  /** @param {() => void} failMain marks main as failed, after a failure that has no description */
  constructor(failMain) {
    this.failMain = failMain;
    /** @type {Frame[]} */
    this.frames = [];
    this.depth = 0; // how many of the frames belong to calls that are running
    this.owed = false; // whether stack pointers are to be put back to those in frames[depth]
    this.mainIsLost = false; // whether what is owed includes that main is marked as failed
    /** @type {ReturnType<typeof readExitCode>} */
    this.exitCode = undefined; // of the process when the outermost call began
  }

  /**
   * Begins a call. If this throws, nothing has begun.
   * @param {StackOwner[]} instances live modules
   * @returns {number} mark: what depth is set to when the call ends
   */
  enter(instances) {
    if (this.owed) this.settle();
    const mark = this.depth;
    const frame = (this.frames[mark] ??= { instances, pointers: [] });
    frame.instances = instances;
    const { pointers } = frame;
    for (let index = 0; index < instances.length; index += 1) pointers[index] = instances[index].stackSave();
    if (mark === 0) this.exitCode = readExitCode();
    this.depth = mark + 1; // last, since whatever is called may throw
    return mark;
  }

  /** Puts the stack pointers back that the call of frames[depth] has noted. */
  restore() {
    const { instances, pointers } = this.frames[this.depth];
    for (let index = 0; index < instances.length; index += 1) {
      if (instances[index].state !== 'closed') instances[index].runtime.stackRestore(pointers[index]);
    }
  }

  /** Does what is owed for failed calls that could not do it themselves. */
  settle() {
    this.restore();
    if (this.mainIsLost) this.failMain();
    this.settled();
  }

  /** Nothing is owed any more. */
  settled() {
    this.owed = false;
    this.mainIsLost = false;
  }

  /** Lets go of instances that calls have noted which have ended. */
  forgetEnded() {
    this.frames.length = Math.min(this.frames.length, this.depth + Number(this.owed));
  }
}
