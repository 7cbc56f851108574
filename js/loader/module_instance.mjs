// One running instance of a module: its memory, exports, table, error texts and what it holds for others.
import { FunctionTable } from './function_table.mjs';
import { WasmPseudoLinkError } from './errors.mjs';
import { createAccessor, createBlocks } from './helpers.mjs';
import { DOTNET, LOOKUPS } from './parts.mjs';

/**
 * States in which an instance has data and can be called; 'constructing' so that constructors may reach their own
 * module.
 */
const CALLABLE = new Set(['constructing', 'ready']);

/**
 * An instance of a module. States: loading -> instantiated -> constructing -> ready -> failed | exited | closed.
 */
export class ModuleInstance {
  /**
   * @param {object} entry the module's entry in the manifest
   * @param {number} handle what C calls this instance; 1 is the main module, never used again after closing
   * @param {Record<string, Uint8Array>} helpers wasm bytes of accessor, blocks, bridge and bridge_fb
   */
  constructor(entry, handle, helpers) {
    this.entry = entry;
    this.name = entry.name;
    this.handle = handle;
    this.helpers = helpers;
    this.isMain = entry.role === 'main';
    this.state = 'loading';
    this.failure = '';
    this.aborting = null; // text of its abort(), until the call that it ended has failed
    this.memory = null;
    this.exports = null;
    this.runtime = null;
    this.stackSave = null; // runtime.stackSave, one step nearer for guarded calls
    this.module = null; // what the glue's factory returned
    this.variant = '';
    this.dlError = '';
    this.callError = '';
    this.lastCallError = ''; // the same, not forgotten when C reads it
    this.onCallError = null;
    this.entered = 0; // guarded calls into this module, and its own rbBridge, that are on the stack
    this.foreignFrames = 0; // counted for asyncify
    this.restingStack = null;
    this.rbBridge = null;
    this.bridges = new Map(); // other instance -> bridge in which this one plays "main"
    this.reached = new Set(); // instances whose functions this one can call unguarded by pointers
    this.services = new Map(); // name -> wasm function of rbBridge(0, name)
    this.ownServices = {}; // what rbBridge(0, name) offers to this module alone, as in SERVICES
    this.guards = new Map(); // calling instance -> Map of guarded thunks into this module
    this.counted = new Map(); // asking instance -> Map of thunks that count foreign frames
    this.exportsFor = null; // set if its exports differ by who calls them: (calling instance) -> functions by name
    this.onForget = null; // told of each instance that closes while this one is open
    this.onClose = null; // told when this instance closes
    this.tableIsShared = false;
    this.guardsItself = false; // whatever it calls by a pointer it calls guarded: nobody else's guard may hide a failure
    this.handleExports = null;
    this.handleViews = null;
    this.accessorExports = null;
    this.blocksExports = null;
    this.table = LOOKUPS ? createTable(this) : null;
  }

  /** @returns {Record<string, Function>} the accessor over this module's memory, made at first use */
  get accessor() {
    if (!this.accessorExports) {
      this.accessorExports = createAccessor(
        this.helpers,
        this.requireMemory(),
        (libId, name) => this.rbBridge(libId, name),
        this.name,
      );
    }
    return this.accessorExports;
  }

  /** @returns {Record<string, Function>} what bridge_fb needs of this module's memory besides, made at first use */
  get blocks() {
    this.blocksExports ??= createBlocks(this.helpers, this.requireMemory(), this.name);
    return this.blocksExports;
  }

  /**
   * @returns {WebAssembly.Memory}
   * @throws {WasmPseudoLinkError} NOT_READY, MODULE_CLOSED
   */
  requireMemory() {
    if (this.memory) return this.memory;
    if (this.state === 'closed') throw moduleClosed(this.name);
    throw new WasmPseudoLinkError(
      'NOT_READY',
      this.name,
      'its memory is not there yet',
      'reach it after it was instantiated',
    );
  }

  /**
   * Checks that functions of this module can be called.
   * @throws {WasmPseudoLinkError} MODULE_FAILED, MODULE_CLOSED, NOT_READY
   */
  requireCallable() {
    if (CALLABLE.has(this.state)) return;
    if (this.state === 'failed' || this.state === 'exited') throw moduleFailed(this);
    if (this.state === 'closed') throw moduleClosed(this.name);
    throw new WasmPseudoLinkError(
      'NOT_READY',
      this.name,
      'its constructors have not run yet',
      'call it from main() or later, not from a constructor of a module that starts earlier',
    );
  }

  /**
   * Marks the module as failed; the first reason is kept.
   * @param {string} why
   */
  fail(why) {
    if (this.state === 'failed' || this.state === 'closed') return;
    this.state = 'failed';
    this.failure = why;
  }

  /**
   * Marks a module whose runtime has shut itself down (EXIT_RUNTIME).
   * @param {number} status
   */
  end(status) {
    if (this.state !== 'ready') return;
    this.state = 'exited';
    this.failure = `its runtime has ended with status ${status}`;
  }

  /**
   * Whether frames of this module seem to be on the stack: inside a guarded call, or its stack pointer is not at
   * rest.
   */
  isRunning() {
    if (this.entered > 0) return true;
    if (this.state !== 'ready' || this.restingStack === null) return false;
    return this.runtime.stackSave() !== this.restingStack;
  }

  /**
   * @param {ModuleInstance} caller
   * @param {string} name
   * @returns {Function} an exported function as another module calls it
   */
  exportFor(caller, name) {
    return (this.exportsFor?.(caller) ?? this.exports)[name];
  }

  /**
   * For an instance whose table other instances use too, and which stays when this one closes.
   * @param {object} spare SpareSlots of that table
   */
  shareTable(spare) {
    this.tableIsShared = true;
    if (DOTNET) this.table = createTable(this, spare);
  }

  /** Lets go of everything; whoever still has this object gets MODULE_CLOSED. */
  close() {
    this.state = 'closed';
    this.onClose?.();
    if (this.tableIsShared) this.table.emptyAll();
    else this.table?.releaseAll();
    for (const map of [this.bridges, this.reached, this.services, this.guards, this.counted]) map.clear();
    this.memory =
      this.exports =
      this.runtime =
      this.module =
      this.accessorExports =
      this.blocksExports =
      this.handleExports =
      this.handleViews =
      this.exportsFor =
      this.onForget =
      this.onClose =
      this.onCallError =
        null;
  }
}

function createTable(instance, spare) {
  const setEntry = (index, func) => {
    if (instance.runtime.setTableEntry) instance.runtime.setTableEntry(index, func);
    else instance.runtime.table().set(index, func);
  };
  return new FunctionTable(instance.name, () => instance.runtime?.table(), setEntry, spare);
}

/**
 * The error for a call to a module that failed earlier.
 * @param {ModuleInstance} instance
 * @returns {WasmPseudoLinkError} MODULE_FAILED
 */
export function moduleFailed(instance) {
  const remedy = instance.entry.lazy ? 'close it and open it anew' : 'load the app anew';
  return new WasmPseudoLinkError('MODULE_FAILED', instance.name, `${instance.state}: ${instance.failure}`, remedy);
}

/**
 * The error for the use of a closed module.
 * @param {string} name
 * @returns {WasmPseudoLinkError} MODULE_CLOSED
 */
export function moduleClosed(name) {
  return new WasmPseudoLinkError(
    'MODULE_CLOSED',
    name,
    'is closed',
    'open it again with app.open() or rb_dlopen_async, and look its functions up anew',
  );
}
