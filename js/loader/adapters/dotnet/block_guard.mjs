// The JavaScript frame between C# and the block function of another module. A trap or exception must never pass through
// C# frames: catch and finally do not run then, and the interpreter's stack leaks until the runtime ends.
//
// It is leaner than guardFunction: the thunk itself notes the stack pointers of the called module and of the runtime in
// the block, and what C# sees of a failure is a status, so that there is no error text to clear before each call.
import { refusal, settleFailure } from '../../guard.mjs';
import { scratchOffset } from './block_thunks.mjs';

/**
 * Makes the frame for one function.
 * @param {object} program the app
 * @param {object} self instance that calls: C#
 * @param {object} target instance that is called
 * @param {{ name: string, signature: string }} what
 * @param {(block: number) => void} run calls the target
 * @returns {(block: number) => number} 0, or 1 after a failure, whose text is in self.lastCallError then
 */
export function guardBlock(program, self, target, { name, signature }, run) {
  const { stacks } = program;
  const { memory } = self;
  const { stackRestore } = self.runtime;
  const scratch = scratchOffset(signature);
  let live = null;
  let others = []; // live modules whose stack pointers are not in the block

  const renew = () => {
    live = program.live;
    others = live.filter((instance) => instance !== target && instance !== self);
  };
  const fail = (failure) => {
    self.callError = self.lastCallError = failure.text;
    return 1;
  };
  const failed = (thrown, block, mark) => {
    const saved = new DataView(memory.buffer);
    stackRestore(saved.getInt32(block + scratch + 4, true));
    if (target.state !== 'closed') target.runtime.stackRestore(saved.getInt32(block + scratch, true));
    if (mark !== NOTHING_SAVED) {
      stacks.restore(mark);
      stacks.drop(mark);
    }
    target.entered -= 1;
    return fail(settleFailure(program, target, name, thrown));
  };

  return (block) => {
    if (target.state !== 'ready' && target.state !== 'constructing') return fail(refusal(target));
    if (live !== program.live) renew();
    const mark = others.length === 0 && stacks.depth > 0 ? NOTHING_SAVED : stacks.save(others);
    target.entered += 1;
    try {
      run(block);
    } catch (thrown) {
      return failed(thrown, block, mark);
    }
    target.entered -= 1;
    if (mark !== NOTHING_SAVED) stacks.drop(mark);
    return 0;
  };
}

const NOTHING_SAVED = -1;
