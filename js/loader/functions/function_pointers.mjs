// Lends functions of one module to the table of another.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { textOf } from '../base/errors.mjs';
import { LOOKUPS, leftOut } from '../base/parts.mjs';
import { signatureOf } from '../wasm/found_signatures.mjs';
import { borderBetween, withBorder } from './borders.mjs';

/**
 * Puts the function behind a pointer of one module into the other's table; the same function gives the same pointer,
 * and a function that came from there gets its original pointer back. It has a border if one of the two modules throws
 * exceptions or calls longjmp(), and if its type can be found: up to three parameters, or any number of i32.
 * @param {Program} program the app
 * @param {ModuleInstance} from instance that the pointer belongs to
 * @param {ModuleInstance} to instance that wants to call it
 * @param {number} pointer index in from's table
 * @returns {number} index in to's table
 * @throws {WasmPseudoLinkError} BAD_POINTER, TABLE_FULL
 */
export function lendFunction(program, from, to, pointer) {
  const { func, slot } = from.table.get(pointer);
  if (from === to) return pointer;
  program.noteReach(to, slot?.owner ?? from);
  if (slot) return to.table.add(func, slot.owner, slot.loan);
  const lent = functionFor(program, from, to, func, pointer);
  const loan = from.table.lend(lent, pointer);
  try {
    return to.table.add(lent, from, loan);
  } finally {
    from.table.forget(loan);
  }
}

/**
 * @param {Program} program
 * @param {ModuleInstance} from
 * @param {ModuleInstance} to
 * @param {Function} func
 * @param {number} pointer
 */
function functionFor(program, from, to, func, pointer) {
  const border = borderBetween(program, from, to, { text: `function ${pointer >>> 0}` });
  const signature = border && signatureOf(func);
  return signature ? from.wrappedFor(to, func, () => withBorder(border, signature, func)) : func;
}

/**
 * The functions that a bridge of two modules imports. They return 0 after an error, whose text is then read by
 * rb_dlerror in either module.
 * @param {Program} program the app
 * @param {ModuleInstance} main instance that plays "main"
 * @param {ModuleInstance} side instance that plays "side"
 * @returns {Record<string, (pointer: number) => number>}
 */
export function pairHost(program, main, side) {
  return LOOKUPS ? lendBetween(program, main, side) : refuseAll(side);
}

/**
 * The bridge wants the four functions, whether or not its modules do.
 * @param {ModuleInstance} side
 */
function refuseAll(side) {
  const refuse = () => {
    throw leftOut(side.name, 'function pointers of another module');
  };
  return { mts_addFnPtr: refuse, stm_addFnPtr: refuse, mts_removeFnPtr: refuse, stm_removeFnPtr: refuse };
}

/**
 * @param {Program} program
 * @param {ModuleInstance} main
 * @param {ModuleInstance} side
 * @returns {Record<string, (pointer: number) => number>}
 */
function lendBetween(program, main, side) {
  /** @type {(work: (pointer: number) => number) => (pointer: number) => number} */
  const answer = (work) => (pointer) => {
    try {
      return work(pointer);
    } catch (error) {
      main.noteLookupError(textOf(error));
      side.noteLookupError(textOf(error));
      return 0;
    }
  };
  return {
    mts_addFnPtr: answer((pointer) => lendFunction(program, main, side, pointer)),
    stm_addFnPtr: answer((pointer) => lendFunction(program, side, main, pointer)),
    mts_removeFnPtr: answer((pointer) => Number(side.table.remove(pointer))),
    stm_removeFnPtr: answer((pointer) => Number(main.table.remove(pointer))),
  };
}
