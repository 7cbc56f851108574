// Lends functions of one module to the table of another.
import { LOOKUPS, leftOut } from './parts.mjs';

/**
 * Puts the function behind a pointer of one module into the other's table; the same function gives the same pointer,
 * and a function that came from there gets its original pointer back.
 * @param {object} from instance that the pointer belongs to
 * @param {object} to instance that wants to call it
 * @param {number} pointer index in from's table
 * @returns {number} index in to's table
 * @throws {WasmPseudoLinkError} BAD_POINTER, TABLE_FULL
 */
export function lendFunction(from, to, pointer) {
  const { func, slot } = from.table.get(pointer);
  if (from === to) return pointer;
  noteReach(to, slot?.owner ?? from);
  if (slot) return to.table.add(func, slot.owner, slot.home);
  const home = from.table.lend(func, pointer);
  try {
    return to.table.add(func, from, home);
  } finally {
    from.table.forget(home);
  }
}

/**
 * Notes that an instance can call a function of another one unguarded.
 * @param {object} instance
 * @param {object} owner
 */
export function noteReach(instance, owner) {
  if (instance !== owner) instance.reached.add(owner);
}

/**
 * The functions that a bridge of two modules imports. They return 0 after an error, whose text is then read by
 * rb_dlerror in either module.
 * @param {object} main instance that plays "main"
 * @param {object} side instance that plays "side"
 * @returns {Record<string, (pointer: number) => number>}
 */
export function pairHost(main, side) {
  return LOOKUPS ? lendBetween(main, side) : refuseAll(side);
}

/** The bridge wants the four functions, whether or not its modules do. */
function refuseAll(side) {
  const refuse = () => {
    throw leftOut(side.name, 'function pointers of another module');
  };
  return { mts_addFnPtr: refuse, stm_addFnPtr: refuse, mts_removeFnPtr: refuse, stm_removeFnPtr: refuse };
}

function lendBetween(main, side) {
  const answer = (work) => (pointer) => {
    try {
      return work(pointer);
    } catch (error) {
      main.dlError = error.message;
      side.dlError = error.message;
      return 0;
    }
  };
  return {
    mts_addFnPtr: answer((pointer) => lendFunction(main, side, pointer)),
    stm_addFnPtr: answer((pointer) => lendFunction(side, main, pointer)),
    mts_removeFnPtr: answer((pointer) => Number(side.table.remove(pointer))),
    stm_removeFnPtr: answer((pointer) => Number(main.table.remove(pointer))),
  };
}
