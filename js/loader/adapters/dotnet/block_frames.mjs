// The JavaScript frame between C# and block functions of other modules. A trap or exception must never pass through C#
// frames: catch and finally do not run then, and the interpreter's stack leaks until the runtime ends.
//
// It is leaner than guardFunction: the thunk itself notes the stack pointers of the called module and of the runtime in
// the block, and what C# sees of a failure is a status, so that there is no error text to clear before each call. All
// functions share one frame, which calls them by number through one function: where each has its own, V8 finds a call
// of changing functions there and takes 10 ns longer (24 instead of 14).
/** @import { Program } from '../../app/program.mjs' */
/** @import { ModuleInstance } from '../../app/module_instance.mjs' */
/** @import { Elsewhere, StackOwner } from '../../guard/stack_keeper.mjs' */
/** @import { DotnetRuntime } from './runtime_start.mjs' */
import { WasmPseudoLinkError } from '../../base/errors.mjs';
import { refusal, settleFailure } from '../../guard/guard.mjs';
import { makeThunk } from '../../wasm/thunks.mjs';
import { makeBlockRunner, makeBlockThunk, scratchOffset } from './block_thunks.mjs';

/** @typedef {{ state: 'revoked', isCallable: false }} Revoked what a function that has ended belongs to */

/**
 * What the frame knows of a function: which stacks it may sink whose pointers are not in the block, as of `links`.
 * @typedef {object} BlockFunction
 * @property {ModuleInstance | Revoked} target
 * @property {string} name
 * @property {number} scratch
 * @property {number} links
 * @property {StackOwner[]} others
 * @property {Elsewhere['pointerOf']} pointerOf those that are in the block
 */

/** The number of functions that have ended. */
const REVOKED = 0;

/** The block functions of an app behind their frame. */
export class BlockFrames {
  /**
   * @param {Program} program the app
   * @param {ModuleInstance} self instance that calls: C#
   * @param {Pick<DotnetRuntime, 'memory' | 'stackSave' | 'stackRestore'>} runtime
   */
  constructor(program, self, runtime) {
    this.program = program;
    this.self = self;
    this.runtime = runtime;
    this.table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
    this.functions = [describeFunction({ state: 'revoked', isCallable: false }, '', 0, noPointer)]; // by number
    /** @type {number[]} */
    this.free = [];
    this.frame = this.#makeFrame();
    /** A block function that fails as functions do that have ended. */
    this.revoked = makeThunk('ii', () => this.#tell(revokedError().message));
  }

  /**
   * Adds a function.
   * @param {ModuleInstance} target instance that it belongs to
   * @param {{ func: Function, name: string, signature: string }} what name: for error texts
   * @returns {{ entry: Function, end: () => void }} entry: exported wasm function (block) -> 0, or 1 after a failure,
   *   whose text is in self.lastCallError then; end() lets go of the target: calls fail from then on
   * @throws {WebAssembly.LinkError} if it has another type than its signature says
   */
  add(target, { func, name, signature }) {
    const { memory, stackSave: ownStack } = this.runtime;
    const number = new WebAssembly.Global({ value: 'i32', mutable: true }, REVOKED);
    const stack = target.stackSave ?? noStack;
    const { entry, run } = makeBlockThunk(signature, { func, stack, ownStack, memory }, this.frame, number);
    const index = this.free.pop() ?? this.table.grow(1);
    this.table.set(index, run);
    const scratch = scratchOffset(signature);
    this.functions[index] = describeFunction(target, name, scratch, (instance, block) => {
      if (instance === target) return this.#pointerAt(block, scratch);
      return instance === this.self ? this.#pointerAt(block, scratch + 4) : undefined;
    });
    number.value = index;
    const end = () => {
      if (number.value === REVOKED) return;
      number.value = REVOKED;
      this.functions[index] = this.functions[REVOKED];
      this.table.set(index, null);
      this.free.push(index);
    };
    return { entry, end };
  }

  /**
   * Everything that runs in a call that ends well is in this one function.
   * @returns {(block: number, number: number) => number}
   */
  #makeFrame() {
    const { program, functions } = this;
    const { stacks } = program;
    const run = makeBlockRunner(this.table);
    return (block, number) => {
      const called = functions[number];
      const { target } = called;
      if (!target.isCallable) return this.#refuse(target);
      if (called.links !== program.links) this.#renew(called, target);
      const mark = stacks.enter(called.others, called, block);
      target.entered += 1;
      try {
        run(block, number);
      } catch (thrown) {
        // As in guard_calls.mjs: no function yet, since the JavaScript stack may have run out.
        stacks.depth = mark;
        if (stacks.owed <= mark) stacks.owed = mark + 1;
        target.entered -= 1;
        return this.#fail(target, called, thrown, block);
      }
      stacks.depth = mark;
      target.entered -= 1;
      if (stacks.owed) stacks.settle();
      return 0;
    };
  }

  /**
   * @param {BlockFunction} called
   * @param {ModuleInstance} target
   */
  #renew(called, target) {
    const { program, self } = this;
    called.others = program.stacksOf(target).filter((instance) => instance !== target && instance !== self);
    called.links = program.links;
  }

  /**
   * @param {number} block
   * @param {number} offset
   */
  #pointerAt(block, offset) {
    return new DataView(this.runtime.memory.buffer).getInt32((block >>> 0) + offset, true);
  }

  /**
   * @param {ModuleInstance} target
   * @param {BlockFunction} called
   * @param {unknown} thrown
   * @param {number} block
   */
  #fail(target, { name, scratch }, thrown, block) {
    const { stacks } = this.program;
    stacks.settle(); // first, because what inner calls owe may be of the same modules
    this.runtime.stackRestore(this.#pointerAt(block, scratch + 4));
    target.runtime?.stackRestore(this.#pointerAt(block, scratch)); // null: it was closed
    return this.#tell(settleFailure(this.program, target, name, thrown).text);
  }

  /** @param {BlockFunction['target']} target */
  #refuse(target) {
    return this.#tell(target.state === 'revoked' ? revokedError().message : refusal(target).text);
  }

  /** @param {string} text */
  #tell(text) {
    this.self.noteCallError(text);
    return 1;
  }
}

/**
 * @param {BlockFunction['target']} target
 * @param {string} name
 * @param {number} scratch
 * @param {BlockFunction['pointerOf']} pointerOf
 * @returns {BlockFunction}
 */
function describeFunction(target, name, scratch, pointerOf) {
  return { target, name, scratch, links: -1, others: [], pointerOf };
}

function noPointer() {
  return undefined;
}

function noStack() {
  return 0;
}

function revokedError() {
  return new WasmPseudoLinkError(
    'CALLBACK_DEAD',
    '',
    'C# called a callback after the module that lent it had taken it back, or was closed',
    'keep it alive for as long as C# may call it',
  );
}
