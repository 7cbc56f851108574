// Slots of one module's function table that hold functions of other modules.
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';

const GROWTH_LIMIT = 64;

/**
 * How many slots of revoked callbacks are kept out of use, so that late calls find an error and not another function.
 */
const REVOKED_SLOTS = 32;

/**
 * How a callback ends: revoke() makes calls of it throw, wherever it was copied to; makeRevoked() gives a function that
 * throws likewise and keeps nothing of its owner alive.
 * @typedef {{ revoke: () => void, makeRevoked: () => Function }} Revocation
 */

/**
 * An own function that other tables hold: `lent` slots of theirs do, and `taken` references of its own pointer were
 * given back to this module by them.
 * @typedef {{ table: FunctionTable, func: Function, index: number, lent: number, taken: number }} Loan
 */

/**
 * A function of another module in this table.
 * @typedef {object} Slot
 * @property {Function} func
 * @property {ModuleInstance} owner the module that it belongs to
 * @property {number} index
 * @property {number} references
 * @property {boolean} pinned whether it stays until its owner is released
 * @property {Loan | null} loan
 * @property {Revocation | null} revocation
 * @property {(() => void) | null} onRelease
 */

/**
 * The slot of a revoked callback; once its owner is released it keeps nothing of the owner.
 * @typedef {Pick<Slot, 'index'> & { [Key in 'func' | 'owner' | 'revocation']: Slot[Key] | null }} RevokedSlot
 */

/** The slots of a table, whoever uses it: several modules may share one. */
export class TableSlots {
  constructor() {
    /** @type {number[]} */
    this.free = []; // indices of empty slots, reused oldest first
    /** @type {Map<number, Slot>} */
    this.used = new Map(); // index -> slot
    this.growth = 1;
  }
}

/**
 * Puts functions into a module's table, counts their users, finds them again by identity and reuses freed slots.
 * Never uses Emscripten's addFunction, which knows nothing about owners.
 */
export class FunctionTable {
  /**
   * @param {string} module name of the table's module, for errors
   * @param {() => (WebAssembly.Table | null | undefined)} getTable the table, asked for at each use
   * @param {(index: number, func: Function | null) => void} [setEntry] writes a slot where the glue mirrors its table
   * @param {TableSlots} [shared] of a table that other modules use too
   */
  constructor(module, getTable, setEntry, shared = new TableSlots()) {
    this.module = module;
    this.getTable = getTable;
    this.setEntry = setEntry;
    /** @type {Map<Function, Slot>} */
    this.slots = new Map(); // function -> slot
    /** @type {Map<number, Slot>} */
    this.byIndex = new Map(); // index -> slot
    this.shared = shared;
    /** @type {Map<number, RevokedSlot>} */
    this.revoked = new Map(); // index -> slot of a revoked callback, reused oldest first and after all empty ones
    /** @type {Map<Function, Loan>} */
    this.loans = new Map(); // own function that other tables hold -> its loan
  }

  /** @returns {number} how many slots are in use */
  get size() {
    return this.byIndex.size;
  }

  /**
   * Adds one reference to a function. A function that came from this very table is not stored again: its own pointer is
   * returned.
   * @param {Function} func an exported wasm function
   * @param {ModuleInstance} owner the module that the function belongs to; releaseOwner(owner) frees the slot
   * @param {Loan | null} [loan] what lend() of the function's own table returned
   * @returns {number} index in this table
   * @throws {WasmPseudoLinkError} TABLE_FULL, NOT_READY
   */
  add(func, owner, loan) {
    const own = this.loans.get(func);
    if (own) {
      own.taken += 1;
      return own.index;
    }
    const slot = this.slots.get(func) ?? this.#create(func, owner);
    slot.references += 1;
    if (loan) this.#attach(slot, loan);
    return slot.index;
  }

  /**
   * Adds a callback that can be revoked. It is never shared: it has one reference, and once that is returned its slot
   * holds a function that throws, for late callers.
   * @param {Function} func an exported wasm function
   * @param {ModuleInstance} owner the module that the function belongs to
   * @param {Revocation} revocation
   * @returns {number} index in this table
   * @throws {WasmPseudoLinkError} TABLE_FULL, NOT_READY
   */
  addRevocable(func, owner, revocation) {
    const slot = this.#create(func, owner);
    slot.references = 1;
    slot.revocation = revocation;
    return slot.index;
  }

  /**
   * @param {number} index
   * @returns {Function | null} the callback that addRevocable() put there, if it is not revoked
   */
  revocableAt(index) {
    const slot = this.byIndex.get(index);
    return slot?.revocation ? slot.func : null;
  }

  /**
   * Has work done when a slot is released.
   * @param {Slot} slot
   * @param {() => void} work
   */
  whenReleased(slot, work) {
    slot.onRelease = work;
  }

  /**
   * Puts a function into the table until its owner is released; asking again gives the same slot.
   * @param {Function} func
   * @param {ModuleInstance} owner
   * @returns {number} index in this table
   */
  pin(func, owner) {
    const own = this.loans.get(func);
    if (own) return own.index;
    const slot = this.slots.get(func) ?? this.#create(func, owner);
    slot.pinned = true;
    return slot.index;
  }

  /**
   * Gives back one reference that add() returned.
   * @param {number} index
   * @returns {boolean} false if the pointer is not known, or has no references left
   */
  remove(index) {
    const slot = this.byIndex.get(index);
    if (!slot) return this.#returnOwn(index);
    if (slot.references === 0) return false;
    slot.references -= 1;
    this.#drop(slot);
    return true;
  }

  /** @param {number} index */
  #returnOwn(index) {
    for (const loan of this.loans.values()) {
      if (loan.index !== index || loan.taken === 0) continue;
      loan.taken -= 1;
      return true;
    }
    return false;
  }

  /**
   * Looks up a function that is about to be lent to another table.
   * @param {number} index function pointer of this table's module
   * @returns {{ func: Function, slot: Slot | undefined }} slot is set if the function is another module's
   * @throws {WasmPseudoLinkError} BAD_POINTER
   */
  get(index) {
    const table = this.#table();
    const at = index >>> 0;
    const func = at === 0 || at >= table.length ? null : table.get(at);
    if (!func) {
      throw new WasmPseudoLinkError(
        'BAD_POINTER',
        this.module,
        `${at} is no function pointer of this module`,
        `pass the address of a function (its table has ${table.length} entries)`,
      );
    }
    return { func, slot: this.shared.used.get(at) };
  }

  /**
   * Remembers that an own function is lent out, so that it is recognised when it comes back.
   * @param {Function} func the function as others will hold it
   * @param {number} index its pointer here
   * @returns {Loan} what to pass to add() of the borrowing table
   */
  lend(func, index) {
    let loan = this.loans.get(func);
    if (!loan) this.loans.set(func, (loan = { table: this, func, index: index >>> 0, lent: 0, taken: 0 }));
    return loan;
  }

  /**
   * Drops a loan that no table holds.
   * @param {Loan} loan
   */
  forget(loan) {
    if (loan.lent === 0) this.loans.delete(loan.func);
  }

  /**
   * Frees every slot that holds a function of an owner, whatever its reference count.
   * @param {ModuleInstance} owner
   */
  releaseOwner(owner) {
    for (const slot of [...this.byIndex.values()]) if (slot.owner === owner) this.#release(slot);
    for (const slot of this.revoked.values()) {
      if (slot.owner !== owner) continue;
      this.#write(slot.index, /** @type {Revocation} */ (slot.revocation).makeRevoked());
      slot.owner = slot.func = slot.revocation = null;
    }
  }

  /** Empties every slot; for a module that goes away while its table stays. */
  emptyAll() {
    for (const slot of [...this.byIndex.values()]) this.#release(slot);
    for (const index of this.revoked.keys()) this.#giveBack(index);
    this.releaseAll();
  }

  /** Forgets everything; for a module that goes away with its table. */
  releaseAll() {
    for (const { loan } of this.byIndex.values()) if (loan) endLoan(loan);
    this.revoked.clear();
    this.byIndex.clear();
    this.slots.clear();
    this.loans.clear();
  }

  /**
   * @param {Slot} slot
   * @param {Loan} loan
   */
  #attach(slot, loan) {
    if (slot.loan) return;
    slot.loan = loan;
    loan.lent += 1;
  }

  /** @param {Slot} slot */
  #drop(slot) {
    if (slot.references === 0 && !slot.pinned) this.#release(slot);
  }

  /** @param {Slot} slot */
  #release(slot) {
    this.slots.delete(slot.func);
    this.byIndex.delete(slot.index);
    this.shared.used.delete(slot.index);
    if (slot.revocation) {
      slot.revocation.revoke();
      this.revoked.set(slot.index, slot);
    } else {
      this.#giveBack(slot.index);
    }
    if (slot.loan) endLoan(slot.loan);
    slot.onRelease?.();
  }

  /** @param {number} index */
  #giveBack(index) {
    this.#write(index, null);
    this.shared.free.push(index);
  }

  /**
   * @param {Function} func
   * @param {ModuleInstance} owner
   */
  #create(func, owner) {
    const index = this.#take();
    this.#write(index, func);
    /** @type {Slot} */
    const slot = { func, owner, index, references: 0, pinned: false, loan: null, revocation: null, onRelease: null };
    this.slots.set(func, slot);
    this.byIndex.set(index, slot);
    this.shared.used.set(index, slot);
    return slot;
  }

  /** @returns {number} */
  #take() {
    const empty = this.shared.free.shift();
    if (empty !== undefined) return empty;
    if (this.revoked.size >= REVOKED_SLOTS) return this.#takeRevoked();
    try {
      return this.#grow();
    } catch (error) {
      if (this.revoked.size === 0) throw error;
      return this.#takeRevoked();
    }
  }

  #takeRevoked() {
    const [index] = this.revoked.keys();
    this.revoked.delete(index);
    return index;
  }

  /**
   * @param {number} index
   * @param {Function | null} func
   */
  #write(index, func) {
    if (this.setEntry) this.setEntry(index, func);
    else this.#table().set(index, func);
  }

  #grow() {
    const table = this.#table();
    let count = this.shared.growth;
    let first = tryGrow(table, count);
    if (first === null && count > 1) first = tryGrow(table, (count = 1));
    if (first === null) throw this.#full(table);
    this.shared.growth = Math.min(count * 2, GROWTH_LIMIT);
    for (let index = first + 1; index < first + count; index += 1) this.shared.free.push(index);
    return first;
  }

  /** @param {WebAssembly.Table} table */
  #full(table) {
    return new WasmPseudoLinkError(
      'TABLE_FULL',
      this.module,
      `its function table of ${table.length} entries cannot grow`,
      'link the module with -sALLOW_TABLE_GROWTH (wasm-ld: --growable-table), or remove function pointers that are no longer used',
    );
  }

  #table() {
    const table = this.getTable();
    if (table) return table;
    throw new WasmPseudoLinkError(
      'NOT_READY',
      this.module,
      'its function table is not there yet, or not exported',
      'look functions up after the module was instantiated',
    );
  }
}

/** @param {Loan} loan */
function endLoan(loan) {
  loan.lent -= 1;
  loan.table.forget(loan);
}

/**
 * @param {WebAssembly.Table} table
 * @param {number} count
 * @returns {number | null} null: it cannot grow
 */
function tryGrow(table, count) {
  try {
    return table.grow(count);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw new Error(`Internal error: ${textOf(error)}`, { cause: error });
  }
}
