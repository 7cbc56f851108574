// Saved stack pointers of modules, for nested guarded calls of one app.
//
// A trap or exception leaves the stack pointers of the modules that it ran through where they were. The loader sees
// only some of those modules: a call without a guard goes from wasm to wasm. But the loader knows who can make such
// calls, because it makes every link between modules: imports, functions that were looked up or lent, C# sides that
// share a runtime. A guarded call therefore saves the stack pointers of its target and of the modules that can be
// entered from there without a guard, and no others (Program.stacksOf()). Usually that is the target alone. This is
// enough:
// - A failure ends frames that the call has made. A module has such a frame only if it is one of those, or if a
//   guarded call inside entered it, which has saved its stack pointer and put it back.
// - What a call saves is read when the call begins. So it does not matter which modules have frames below, nor how they
//   were entered.
// - A running call may get a new link: rb_dlsym without a guard, a function that is lent. Nobody has used that link
//   yet. add() gives each running call the stack pointers that it lacks; no frame of that call has moved them.
//
// There are two more ways into a module. JavaScript may have what enters it without a guard: the loader hands that out
// itself, and from then on every guarded call saves this module's stack pointer (Program.noteExposed()). And the loader
// calls error handlers (rb_on_call_error), whose module need not be the one that runs; around() is for them.
/** @import { ModuleInstance, ModuleRuntime } from '../app/module_instance.mjs' */
import { readExitCode } from '../base/exit_code.mjs';

/**
 * An instance that has a stack.
 * @typedef {ModuleInstance & { stackSave: () => number, runtime: ModuleRuntime }} StackOwner
 */

/**
 * Stack pointers that a call has saved elsewhere.
 * @typedef {{ pointerOf: (instance: StackOwner, at: number) => number | undefined }} Elsewhere
 */

/**
 * What one call has saved.
 * @typedef {{ instances: StackOwner[], pointers: number[], elsewhere: Elsewhere | null, at: number }} Frame
 */

/**
 * A stack of saved stack pointers.
 *
 * The JavaScript stack may run out in any call of a function, also in what follows a failure. A guarded call therefore
 * ends by assignments alone: `depth = mark`, and after a failure `owed = mark + 1`, unless an inner call owes more.
 * What is owed is done at once if there is stack left, else by the next guarded call that begins or ends.
 */
export class StackKeeper {
  /** @param {() => void} failMain marks main as failed, after a failure that has no description */
  constructor(failMain) {
    this.failMain = failMain;
    /** @type {Frame[]} */
    this.frames = [];
    this.depth = 0; // how many of the frames belong to calls that are running
    this.owed = 0; // unless 0: stack pointers are to be put back to those in the frames from depth up to this one
    this.mainIsLost = false; // whether what is owed includes that main is marked as failed
    /** @type {ReturnType<typeof readExitCode>} */
    this.exitCode = undefined; // of the process when the outermost call began
  }

  /**
   * Begins a call. If this throws, nothing has begun.
   * @param {StackOwner[]} instances whose stacks the call may sink
   * @param {Elsewhere | null} [elsewhere] what the call saves itself, of other instances
   * @param {number} [at] where it does
   * @returns {number} mark: what depth is set to when the call ends
   */
  enter(instances, elsewhere = null, at = 0) {
    if (this.owed) this.settle();
    const mark = this.depth;
    const frame = (this.frames[mark] ??= { instances, pointers: [], elsewhere, at });
    frame.instances = instances;
    frame.elsewhere = elsewhere;
    frame.at = at;
    const { pointers } = frame;
    for (let index = 0; index < instances.length; index += 1) pointers[index] = instances[index].stackSave();
    if (mark === 0) this.exitCode = readExitCode();
    this.depth = mark + 1; // last, since whatever is called may throw
    return mark;
  }

  /**
   * Saves stack pointers for all running calls that lack them, before a link is made by which they can enter instances.
   * A call has not moved those that it lacks: they are still what the next inner call found, or what they are now.
   * @param {StackOwner[]} instances
   */
  add(instances) {
    if (this.owed) this.settle();
    for (const instance of instances) {
      let pointer = instance.stackSave();
      for (const frame of this.frames.slice(0, this.depth).reverse()) {
        const saved = pointerIn(frame, instance);
        if (saved === undefined) {
          frame.pointers[frame.instances.length] = pointer;
          frame.instances = [...frame.instances, instance];
        } else pointer = saved;
      }
    }
  }

  /**
   * Does work that the loader makes a module do, besides what that one was called for; failures pass on.
   * @param {StackOwner[]} instances whose stacks it may sink
   * @param {() => void} work
   */
  around(instances, work) {
    const mark = this.enter(instances);
    try {
      work();
    } catch (thrown) {
      this.depth = mark;
      if (this.owed <= mark) this.owed = mark + 1;
      this.settle();
      throw thrown;
    }
    this.depth = mark;
    if (this.owed) this.settle();
  }

  /** Puts the stack pointers back that calls have saved which failed: the outermost comes last. */
  restore() {
    for (let index = this.owed - 1; index >= this.depth; index -= 1) restoreFrame(this.frames[index]);
  }

  /** Does what is owed for failed calls that could not do it themselves. */
  settle() {
    this.restore();
    if (this.mainIsLost) this.failMain();
    this.settled();
  }

  /** Nothing is owed any more. */
  settled() {
    this.owed = 0;
    this.mainIsLost = false;
  }

  /** Lets go of instances that calls have noted which have ended. */
  forgetEnded() {
    this.frames.length = Math.min(this.frames.length, Math.max(this.depth, this.owed));
  }
}

/** @param {Frame} frame */
function restoreFrame({ instances, pointers }) {
  for (let index = 0; index < instances.length; index += 1) {
    if (instances[index].state !== 'closed') instances[index].runtime.stackRestore(pointers[index]);
  }
}

/**
 * @param {Frame} frame
 * @param {StackOwner} instance
 * @returns {number | undefined} undefined: the call has not saved it
 */
function pointerIn({ instances, pointers, elsewhere, at }, instance) {
  const index = instances.indexOf(instance);
  return index < 0 ? elsewhere?.pointerOf(instance, at) : pointers[index];
}
