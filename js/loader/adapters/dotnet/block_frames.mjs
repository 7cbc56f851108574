// The JavaScript frame between C# and block functions of other modules. A trap or exception must never pass through C#
// frames: catch and finally do not run then, and the interpreter's stack leaks until the runtime ends.
//
// It is leaner than guardFunction: the thunk itself notes the stack pointers of the called module and of the runtime in
// the block, and what C# sees of a failure is a status, so that there is no error text to clear before each call. All
// functions share one frame, which calls them by number through one function: where each has its own, V8 finds a call of
// changing functions there and takes 10 ns longer (24 instead of 14).
import { WasmPseudoLinkError } from '../../errors.mjs';
import { refusal, settleFailure } from '../../guard.mjs';
import { makeThunk } from '../../thunks.mjs';
import { makeBlockRunner, makeBlockThunk, scratchOffset } from './block_thunks.mjs';

/** The number of functions that are no more. */
const DEAD = 0;

/** No stack pointer but those in the block had to be saved. */
const ALL_IN_BLOCK = -1;

/** The block functions of an app behind their frame. */
export class BlockFrames {
  /**
   * @param {object} program the app
   * @param {object} self instance that calls: C#
   * @param {{ memory: WebAssembly.Memory, stackSave: Function, stackRestore: Function }} runtime
   */
  constructor(program, self, runtime) {
    this.program = program;
    this.self = self;
    this.runtime = runtime;
    this.table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
    this.functions = [describeFunction({ state: 'dead' }, '', 0)]; // by number
    this.free = [];
    this.frame = this.#makeFrame();
    /** A block function that fails as functions do that have ended. */
    this.dead = makeThunk('ii', () => this.#tell(deadFunction().message));
  }

  /**
   * Adds a function.
   * @param {object} target instance that it belongs to
   * @param {{ func: Function, name: string, signature: string }} what name: for error texts
   * @returns {{ entry: Function, end: () => void }} entry: exported wasm function (block) -> 0, or 1 after a failure, whose
   *   text is in self.lastCallError then; end() lets go of the target: calls fail from then on
   * @throws {WebAssembly.LinkError} if it has another type than its signature says
   */
  add(target, { func, name, signature }) {
    const { memory, stackSave: ownStack } = this.runtime;
    const number = new WebAssembly.Global({ value: 'i32', mutable: true }, DEAD);
    const stack = target.stackSave ?? noStack;
    const { entry, run } = makeBlockThunk(signature, { func, stack, ownStack, memory }, this.frame, number);
    const index = this.free.pop() ?? this.table.grow(1);
    this.table.set(index, run);
    this.functions[index] = describeFunction(target, name, scratchOffset(signature));
    number.value = index;
    const end = () => {
      if (number.value === DEAD) return;
      number.value = DEAD;
      this.functions[index] = null;
      this.table.set(index, null);
      this.free.push(index);
    };
    return { entry, end };
  }

  /** Everything that runs in a call that ends well is in this one function. */
  #makeFrame() {
    const { program, functions } = this;
    const { stacks } = program;
    const run = makeBlockRunner(this.table);
    return (block, number) => {
      const called = functions[number];
      const { target } = called;
      if (target.state !== 'ready' && target.state !== 'constructing') return this.#refuse(target);
      if (called.live !== program.live) this.#renew(called);
      const mark = called.isAlone && stacks.depth > 0 ? ALL_IN_BLOCK : stacks.save(called.others);
      target.entered += 1;
      try {
        run(block, number);
      } catch (thrown) {
        return this.#fail(called, thrown, block, mark);
      }
      target.entered -= 1;
      if (mark !== ALL_IN_BLOCK) stacks.drop(mark);
      return 0;
    };
  }

  #renew(called) {
    called.live = this.program.live;
    called.others = called.live.filter((instance) => instance !== called.target && instance !== this.self);
    called.isAlone = called.others.length === 0;
  }

  #fail(called, thrown, block, mark) {
    const { target, name, scratch } = called;
    const { stacks } = this.program;
    const saved = new DataView(this.runtime.memory.buffer);
    const at = (block >>> 0) + scratch;
    this.runtime.stackRestore(saved.getInt32(at + 4, true));
    if (target.state !== 'closed') target.runtime.stackRestore(saved.getInt32(at, true));
    if (mark !== ALL_IN_BLOCK) {
      stacks.restore(mark);
      stacks.drop(mark);
    }
    target.entered -= 1;
    return this.#tell(settleFailure(this.program, target, name, thrown).text);
  }

  #refuse(target) {
    return this.#tell(target.state === 'dead' ? deadFunction().message : refusal(target).text);
  }

  #tell(text) {
    this.self.callError = this.self.lastCallError = text;
    return 1;
  }
}

/** What the frame knows of a function: which live modules have stack pointers that are not in the block, as of `live`. */
function describeFunction(target, name, scratch) {
  return { target, name, scratch, live: null, others: [], isAlone: false };
}

function noStack() {
  return 0;
}

function deadFunction() {
  return new WasmPseudoLinkError(
    'CALLBACK_DEAD',
    '',
    'C# called a callback after the module that lent it had taken it back, or was closed',
    'keep it alive for as long as C# may call it',
  );
}
