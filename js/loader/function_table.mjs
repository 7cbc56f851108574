// Slots of one module's function table that hold functions of other modules.
import { WasmPseudoLinkError, textOf } from './errors.mjs';

const GROWTH_LIMIT = 64;

/** How many slots of dead callbacks are kept out of use, so that late calls find an error and not another function. */
const TOMBSTONES = 32;

/** What is known of a table whoever uses it: several modules may share one. */
export class SpareSlots {
  constructor() {
    this.free = []; // indices of empty slots, reused oldest first
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
   * @param {SpareSlots} [spare] of a table that other modules use too
   */
  constructor(module, getTable, setEntry, spare = new SpareSlots()) {
    this.module = module;
    this.getTable = getTable;
    this.setEntry = setEntry;
    this.slots = new Map(); // function -> slot
    this.byIndex = new Map(); // index -> slot
    this.spare = spare;
    this.graves = new Map(); // index -> slot of a dead callback, reused oldest first and after all empty ones
    this.homes = new Map(); // own function lent out (or its stand-in) -> { index, lent, taken }
  }

  /** @returns {number} how many slots are in use */
  get size() {
    return this.byIndex.size;
  }

  /**
   * Adds one reference to a function. A function that came from this very table goes home: its own pointer is returned.
   * @param {Function} func an exported wasm function
   * @param {object} owner the module that the function belongs to; releaseOwner(owner) frees the slot
   * @param {object} [home] the record that lend() of the function's own table returned
   * @returns {number} index in this table
   * @throws {WasmPseudoLinkError} TABLE_FULL, NOT_READY
   */
  add(func, owner, home) {
    const own = this.homes.get(func);
    if (own) {
      own.taken += 1;
      return own.index;
    }
    const slot = this.slots.get(func) ?? this.#create(func, owner);
    slot.references += 1;
    if (home) this.#adopt(slot, home);
    return slot.index;
  }

  /**
   * Adds a callback, which is never shared: one reference, and its slot holds an error for late callers once it is
   * freed.
   * @param {Function} func an exported wasm function
   * @param {object} owner the module that the function belongs to
   * @param {{ kill: () => void, tombstone: () => Function }} mortal kill(): calls of func throw from now on;
   *   tombstone(): a function that throws likewise and keeps nothing of the owner alive
   * @returns {number} index in this table
   * @throws {WasmPseudoLinkError} TABLE_FULL, NOT_READY
   */
  addMortal(func, owner, mortal) {
    const slot = this.#create(func, owner);
    slot.references = 1;
    slot.mortal = mortal;
    return slot.index;
  }

  /**
   * Puts a function into the table until its owner is released; asking again gives the same slot.
   * @param {Function} func
   * @param {object} owner
   * @returns {number} index in this table
   */
  pin(func, owner) {
    const own = this.homes.get(func);
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
    if (!slot) return this.#removeHome(index);
    if (slot.references === 0) return false;
    slot.references -= 1;
    this.#drop(slot);
    return true;
  }

  #removeHome(index) {
    for (const home of this.homes.values()) {
      if (home.index !== index || home.taken === 0) continue;
      home.taken -= 1;
      return true;
    }
    return false;
  }

  /**
   * Looks up a function that is about to be lent to another table.
   * @param {number} index function pointer of this table's module
   * @returns {{ func: Function, slot: object | undefined }} slot is set if the function is another module's
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
    return { func, slot: this.spare.used.get(at) };
  }

  /**
   * Remembers that an own function is lent out, so that it can come home.
   * @param {Function} func the function as others will hold it
   * @param {number} index its pointer here
   * @returns {object} the record to pass to add() of the borrowing table
   */
  lend(func, index) {
    let home = this.homes.get(func);
    if (!home) this.homes.set(func, (home = { table: this, func, index: index >>> 0, lent: 0, taken: 0 }));
    return home;
  }

  /**
   * Drops a lend() record that nobody took.
   * @param {object} home
   */
  forget(home) {
    if (home.lent === 0) this.homes.delete(home.func);
  }

  /**
   * Frees every slot that holds a function of an owner, whatever its reference count.
   * @param {object} owner
   */
  releaseOwner(owner) {
    for (const slot of [...this.byIndex.values()]) if (slot.owner === owner) this.#release(slot);
    for (const slot of this.graves.values()) {
      if (slot.owner !== owner) continue;
      this.#write(slot.index, slot.mortal.tombstone());
      slot.owner = slot.func = slot.mortal = null;
    }
  }

  /** Empties every slot; for a module that goes away while its table stays. */
  emptyAll() {
    for (const slot of [...this.byIndex.values()]) this.#release(slot);
    for (const index of this.graves.keys()) this.#giveBack(index);
    this.releaseAll();
  }

  /** Forgets everything; for a module that goes away with its table. */
  releaseAll() {
    for (const { home } of this.byIndex.values()) if (home) giveHome(home);
    this.graves.clear();
    this.byIndex.clear();
    this.slots.clear();
    this.homes.clear();
  }

  #adopt(slot, home) {
    if (slot.home) return;
    slot.home = home;
    home.lent += 1;
  }

  #drop(slot) {
    if (slot.references === 0 && !slot.pinned) this.#release(slot);
  }

  #release(slot) {
    this.slots.delete(slot.func);
    this.byIndex.delete(slot.index);
    this.spare.used.delete(slot.index);
    if (slot.mortal) {
      slot.mortal.kill();
      this.graves.set(slot.index, slot);
    } else {
      this.#giveBack(slot.index);
    }
    if (slot.home) giveHome(slot.home);
    slot.onRelease?.();
  }

  #giveBack(index) {
    this.#write(index, null);
    this.spare.free.push(index);
  }

  #create(func, owner) {
    const index = this.#take();
    this.#write(index, func);
    const slot = { func, owner, index, references: 0, pinned: false, home: null, mortal: null, onRelease: null };
    this.slots.set(func, slot);
    this.byIndex.set(index, slot);
    this.spare.used.set(index, slot);
    return slot;
  }

  #take() {
    if (this.spare.free.length > 0) return this.spare.free.shift();
    if (this.graves.size >= TOMBSTONES) return this.#takeGrave();
    try {
      return this.#grow();
    } catch (error) {
      if (this.graves.size === 0) throw error;
      return this.#takeGrave();
    }
  }

  #takeGrave() {
    const [index] = this.graves.keys();
    this.graves.delete(index);
    return index;
  }

  #write(index, func) {
    if (this.setEntry) this.setEntry(index, func);
    else this.#table().set(index, func);
  }

  #grow() {
    const table = this.#table();
    let count = this.spare.growth;
    let first = tryGrow(table, count);
    if (first === null && count > 1) first = tryGrow(table, (count = 1));
    if (first === null) throw this.#full(table);
    this.spare.growth = Math.min(count * 2, GROWTH_LIMIT);
    for (let index = first + 1; index < first + count; index += 1) this.spare.free.push(index);
    return first;
  }

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

function giveHome(home) {
  home.lent -= 1;
  home.table.forget(home);
}

function tryGrow(table, count) {
  try {
    return table.grow(count);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw new Error(`Internal error: ${textOf(error)}`);
  }
}
