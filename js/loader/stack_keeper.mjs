// Saved stack pointers of all live modules, for nested guarded calls of one app.
import { readExitCode } from './exit_code.mjs';

/**
 * A stack of saved stack pointers. A trap leaves stack pointers where they were, so each guarded call notes those of all
 * live modules (whichever of them the call may enter) and puts them back after a failure.
 */
export class StackKeeper {
  constructor() {
    this.saved = [];
    this.top = 0;
    this.lists = []; // which instances each nested call has saved
    this.depth = 0;
    this.exitCode = undefined; // of the process when the outermost call began
  }

  /**
   * @param {object[]} instances live modules
   * @returns {number} mark to give to restore() and drop()
   */
  save(instances) {
    const mark = this.top;
    this.begin();
    this.lists[this.depth] = instances;
    for (let index = 0; index < instances.length; index += 1) this.saved[this.top++] = instances[index].stackSave();
    return mark;
  }

  /** Notes that code of the app runs; the outermost time, what process.exitCode is. */
  begin() {
    if (this.depth === 0) this.exitCode = readExitCode();
    this.depth += 1;
  }

  /**
   * Puts the stack pointers back that save() noted.
   * @param {number} mark
   */
  restore(mark) {
    const instances = this.lists[this.depth];
    for (let index = 0; index < instances.length; index += 1) {
      if (instances[index].state !== 'closed') instances[index].runtime.stackRestore(this.saved[mark + index]);
    }
  }

  /** @param {number} mark */
  drop(mark) {
    this.top = mark;
    this.lists[this.depth] = null;
    this.depth -= 1;
  }
}
