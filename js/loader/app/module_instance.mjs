// One running instance of a module: its memory, exports, table, error texts and what it holds for others.
/** @import { ManifestEntry } from '../manifest/manifest.mjs' */
/** @import { LoadOptions, ModuleState } from '../index.d.ts' */
/** @import { TableSlots } from '../functions/function_table.mjs' */
/** @import { StackOwner } from '../guard/stack_keeper.mjs' */
/** @import { Program } from './program.mjs' */
import { FunctionTable } from '../functions/function_table.mjs';
import { WasmPseudoLinkError, isError } from '../base/errors.mjs';
import { getOrCreate } from '../base/lazy_map.mjs';
import { stackOf } from '../base/wasm_stack.mjs';
import { createAccessor, createBlocks } from '../memory/helpers.mjs';
import { DOTNET, LOOKUPS } from '../base/parts.mjs';

/**
 * Exports by name. Only the manifest says what a wasm file exports, so that they are of any type.
 * @typedef {Record<string, any>} ModuleExports
 */

/**
 * What the loader knows of a module's runtime. Where a member may be missing, the runtime has no such thing.
 * @typedef {object} ModuleRuntime
 * @property {() => number} stackSave
 * @property {(address: number) => void} stackRestore
 * @property {() => WebAssembly.Table | null} table of function pointers
 * @property {((index: number, func: Function | null) => void) | null} [setTableEntry] where it mirrors its table
 * @property {((args: string[]) => ExitCode | Promise<ExitCode>) | null} [callMain]
 * @property {((thrown: unknown) => string | null) | null} [exceptionText] null: not thrown by this module
 * @property {((thrown: unknown) => void) | null} [releaseException]
 * @property {((thrown: unknown) => boolean) | null} [isLongjmp] whether it is a longjmp() of this module
 * @property {(() => WebAssembly.Tag[]) | null} [tags] under which it throws wasm exceptions
 * @property {boolean} [throwsJavaScript] whether its exceptions, or its longjmp(), are JavaScript values
 * @property {Asyncify | true | null} [asyncify] true: it suspends by JSPI
 * @property {boolean} [isOurs] whether our js library is in its glue
 */

/** @typedef {number | undefined} ExitCode */

/** @typedef {{ pending?: () => boolean, whenDone: () => Promise<ExitCode> }} Asyncify */

/**
 * What is there of a runtime before its module is instantiated: some of it, and what the js library hands over.
 * @typedef {Partial<ModuleRuntime> & { exceptionMessage?: ((thrown: unknown) => string[] | null) | null }} EarlyRuntime
 */

/**
 * What an adapter finds in the exports of a file. Without stackSave it has no stack that guards must keep.
 * @typedef {{ exports: ModuleExports, memory: WebAssembly.Memory | null, stackSave: (() => number) | null,
 *   runtime: ModuleRuntime }} Instantiated
 */

/**
 * A service of rbBridge(0, name): its signature, and how the function is made for one module.
 * @typedef {object} Service
 * @property {string} signature
 * @property {(program: Program, self: ModuleInstance) => (...args: number[]) => number | void} make
 */

/** @typedef {(libId: number, namePtr: number) => number} RbBridge */

/**
 * A guarded call that failed. isForgotten: rb_call_error has given its text; isRead: that, or another way to read it.
 * @typedef {{ text: string, cause?: unknown, isForgotten: boolean, isRead: boolean }} FailedCall
 */

/** The most different texts of unread errors that are printed per module. */
const MOST_PRINTED = 20;

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
   * @param {ManifestEntry} entry the module's entry in the manifest
   * @param {number} handle what C calls this instance; 1 is the main module, never used again after closing
   * @param {LoadOptions['helpers']} helpers wasm bytes of accessor, blocks, bridge and bridge_fb
   * @param {(self: ModuleInstance) => RbBridge} makeRbBridge
   * @param {string} [variant] the built file that runs
   */
  constructor(entry, handle, helpers, makeRbBridge, variant = '') {
    this.entry = entry;
    this.name = entry.name;
    this.handle = handle;
    this.helpers = helpers;
    this.isMain = entry.role === 'main';
    /** @type {ModuleState} */
    this.state = 'loading';
    this.failure = '';
    /** @type {string | null} */
    this.aborting = null; // text of its abort(), until the call that it ended has failed
    /** @type {WebAssembly.Memory | null} */
    this.memory = null;
    /** @type {ModuleExports | null} */
    this.exports = null;
    /** @type {ModuleRuntime | null} */
    this.runtime = null;
    /** @type {(() => number) | null} */
    this.stackSave = null; // runtime.stackSave, one step nearer for guarded calls
    /** @type {StackOwner[]} */
    this.stacks = []; // those that a guarded call of this instance saves: right if stacksAsOf is program.links
    this.stacksAsOf = -1;
    /** @type {unknown} */
    this.module = null; // what the glue's factory returned
    this.variant = variant;
    this.dlError = '';
    /** @type {FailedCall | null} */
    this.failedCall = null; // its last guarded call, if that failed
    /** @type {Set<string>} */
    this.printed = new Set(); // texts of failed calls that were printed, since it did not read them
    /** @type {(() => void) | null} */
    this.onCallError = null;
    // Both are counted without functions, which could throw where the JavaScript stack has run out.
    this.entered = 0; // guarded calls into this module, and its own rbBridge, that are on the stack
    this.foreignFrames = 0; // frames of other modules that are on the stack, for asyncify
    /** @type {number | null} */
    this.restingStack = null;
    this.rbBridge = makeRbBridge(this);
    /** @type {Map<ModuleInstance, Record<string, Function>>} */
    this.bridges = new Map(); // other instance -> bridge in which this one plays "main"
    /** @type {Set<ModuleInstance>} */
    this.reached = new Set(); // instances whose functions this one can call unguarded by pointers
    /** @type {Map<string, Function>} */
    this.services = new Map(); // name -> wasm function of rbBridge(0, name)
    /** @type {Record<string, Service>} */
    this.ownServices = {}; // what rbBridge(0, name) offers to this module alone, as in SERVICES
    /** @type {Map<ModuleInstance, Map<Function, Map<string, Function>>>} */
    this.guards = new Map(); // calling instance -> Map of guarded thunks into this module
    /** @type {Map<ModuleInstance, Map<Function, Function>>} */
    this.wrapped = new Map(); // calling instance -> Map of own functions as that one calls them by a pointer
    /** @type {(() => Iterable<ModuleInstance>) | null} */
    this.alongside = null; // set if its code runs in one file with that of others
    /** @type {((caller: ModuleInstance) => ModuleExports) | null} */
    this.exportsFor = null; // set if its exports differ by who calls them: (calling instance) -> functions by name
    /** @type {((gone: ModuleInstance) => void) | null} */
    this.onForget = null; // told of each instance that closes while this one is open
    /** @type {(() => void) | null} */
    this.onClose = null; // told when this instance closes
    this.tableIsShared = false;
    this.guardsItself = false; // it guards all that it calls by a pointer: no other guard may hide a failure
    /** @type {Record<string, Function> | null} */
    this.handleExports = null;
    /** @type {object | null} */
    this.handleViews = null;
    /** @type {Record<string, Function> | null} */
    this.accessorExports = null;
    /** @type {Record<string, Function> | null} */
    this.blocksExports = null;
    /** Without LOOKUPS nobody asks for it. */
    this.table = /** @type {FunctionTable} */ (LOOKUPS ? createTable(this) : null);
  }

  /**
   * @param {WebAssembly.Memory} memory
   */
  useMemory(memory) {
    this.memory = memory;
  }

  /**
   * Takes what the glue hands over before the module is instantiated (js/library).
   * @param {EarlyRuntime} services made whole by becomeInstantiated()
   */
  useRuntime(services) {
    this.runtime = /** @type {ModuleRuntime} */ (services);
  }

  /**
   * Offers functions to other modules that the manifest does not list: what a JavaScript main has, only its page knows.
   * @param {ManifestEntry['exports']} signatures
   */
  offerExports(signatures) {
    this.entry = { ...this.entry, exports: signatures };
  }

  /**
   * Offers services by rbBridge(0, name) to this module alone.
   * @param {Record<string, Service>} services as SERVICES
   */
  offerServices(services) {
    this.ownServices = services;
  }

  /**
   * For exports that differ by who calls them.
   * @param {(caller: ModuleInstance) => ModuleExports} find
   */
  offerExportsByCaller(find) {
    this.exportsFor = find;
  }

  /**
   * Takes what its adapter found in the exports of its file.
   * @param {Instantiated} found
   */
  becomeInstantiated({ exports, memory, stackSave, runtime }) {
    this.exports = exports;
    this.memory = memory;
    this.stackSave = stackSave;
    this.runtime = runtime;
    this.state = 'instantiated';
  }

  /** Its constructors run from now on. */
  beginConstruction() {
    this.state = 'constructing';
  }

  /**
   * @param {unknown} module what it offers to JavaScript
   */
  becomeReady(module) {
    this.module = module;
    this.restingStack = /** @type {ModuleRuntime} */ (this.runtime).stackSave();
    this.state = 'ready';
  }

  /** Whether calls into it can be made now; with requireCallable() an error says why not. */
  get isCallable() {
    return this.state === 'ready' || this.state === 'constructing';
  }

  /** A guarded call that it makes begins, or has ended well. */
  clearCallError() {
    if (this.failedCall !== null) this.#forgetFailedCall();
  }

  /** How its last guarded call failed, until forgetCallError(). */
  get callError() {
    return this.failedCall?.isForgotten === false ? this.failedCall.text : '';
  }

  /** Its code has read the text of rb_call_error, which reading clears; that of rb_last_call_error it does not. */
  forgetCallError() {
    if (this.failedCall) this.failedCall.isForgotten = this.failedCall.isRead = true;
  }

  /** How its last guarded call failed, which whoever asks has then read. */
  get lastCallError() {
    if (this.failedCall) this.failedCall.isRead = true;
    return this.failedCall?.text ?? '';
  }

  /** The stack of that failure. */
  get lastCallStack() {
    const cause = this.failedCall?.cause;
    return isError(cause) ? stackOf(cause) : '';
  }

  /**
   * Notes that a guarded call that it made has failed.
   * @param {string} text
   */
  noteCallError(text) {
    this.failedCall = { text, isForgotten: false, isRead: true };
  }

  /**
   * The same, and runs its error handler (rb_on_call_error). Without one, what it has not read by the end of the
   * event loop's turn it never will.
   * @param {string} text
   * @param {unknown} [cause] what was thrown
   */
  reportCallError(text, cause) {
    const failed = { text, cause, isForgotten: false, isRead: this.onCallError !== null };
    this.failedCall = failed;
    this.onCallError?.();
    this.failedCall = failed; // the handler may have made guarded calls
    if (!failed.isRead) queueMicrotask(() => this.#printUnread(failed));
  }

  #forgetFailedCall() {
    this.#printUnread(/** @type {FailedCall} */ (this.failedCall));
    this.failedCall = null;
  }

  /** @param {FailedCall} failed */
  #printUnread(failed) {
    if (failed.isRead || this.printed.has(failed.text) || this.printed.size === MOST_PRINTED) return;
    this.printed.add(failed.text);
    console.error(
      `${failed.text}; the call returned 0, and ${this.name} did not read its error: call it by wpl::call_guarded, or read rb_call_error() after it`,
    );
  }

  /**
   * @param {(() => void) | null} handler
   */
  handleCallErrors(handler) {
    this.onCallError = handler;
  }

  /**
   * Sets the text of rb_dlerror; '' clears it.
   * @param {string} text
   */
  noteLookupError(text) {
    this.dlError = text;
  }

  /**
   * abort() was called in it: it has failed, and the text is kept until the call that this ends has failed.
   * @param {string} what abort() was given
   * @param {string} why
   */
  noteAbort(what, why) {
    this.aborting = what;
    this.fail(why);
  }

  /** The call that abort() ended has failed, or there was none. */
  forgetAbort() {
    this.aborting = null;
  }

  /**
   * Notes that it can call functions of another module unguarded; by Program.noteReach(), which tells running guards.
   * @param {ModuleInstance} owner
   */
  noteReach(owner) {
    this.reached.add(owner);
  }

  /**
   * @param {StackOwner[]} stacks those that a guarded call of it saves
   * @param {number} links of the program, when they were found
   */
  setStacks(stacks, links) {
    this.stacks = stacks;
    this.stacksAsOf = links;
  }

  /**
   * @param {string} name
   * @param {() => Function} make
   * @returns {Function} the wasm function of a service of rbBridge(0, name), made at first use
   */
  serviceFor(name, make) {
    return getOrCreate(this.services, name, make);
  }

  /**
   * @param {ModuleInstance} caller
   * @param {Function} func of this module
   * @param {string} signature
   * @param {() => Function} make
   * @returns {Function} the guarded function for the caller's table, made at first use
   */
  guardedFor(caller, func, signature, make) {
    const ofCaller = getOrCreate(this.guards, caller, () => new Map());
    return getOrCreate(
      getOrCreate(ofCaller, func, () => new Map()),
      signature,
      make,
    );
  }

  /**
   * @param {ModuleInstance} caller
   * @param {Function} func of this module
   * @param {() => Function} make
   * @returns {Function} the function for the caller's table, with what has to be around it, made at first use
   */
  wrappedFor(caller, func, make) {
    return getOrCreate(
      getOrCreate(this.wrapped, caller, () => new Map()),
      func,
      make,
    );
  }

  /**
   * @param {ModuleInstance} side the other of the pair
   * @param {() => Record<string, Function>} make
   * @returns {Record<string, Function>} the bridge in which this one plays "main", made at first use
   */
  bridgeTo(side, make) {
    return getOrCreate(this.bridges, side, make);
  }

  /** Whatever it calls by a pointer it calls guarded itself: no other guard may hide a failure from it. */
  guardItself() {
    this.guardsItself = true;
  }

  /** @param {() => Iterable<ModuleInstance>} others instances whose code runs in one file with its own */
  runAlongside(others) {
    this.alongside = others;
  }

  /**
   * @param {() => void} work done when this instance closes
   */
  whenClosed(work) {
    this.onClose = work;
  }

  /**
   * @param {(gone: ModuleInstance) => void} work done when another instance closes while this one is open
   */
  whenOtherCloses(work) {
    this.onForget = work;
  }

  /**
   * Lets go of all that belongs to an instance that closes.
   * @param {ModuleInstance} gone
   */
  forget(gone) {
    this.table?.releaseOwner(gone);
    this.setStacks([], -1);
    for (const map of [this.bridges, this.reached, this.guards, this.wrapped]) map.delete(gone);
    this.onForget?.(gone);
  }

  /** @returns {Record<string, Function>} the accessor over this module's memory, made at first use */
  get accessor() {
    if (!this.accessorExports) {
      this.accessorExports = createAccessor(this.helpers, this.requireMemory(), this.rbBridge, this.name);
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
   * Says more precisely why it failed.
   * @param {string} why
   */
  explainFailure(why) {
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
    return /** @type {ModuleRuntime} */ (this.runtime).stackSave() !== this.restingStack;
  }

  /**
   * @param {ModuleInstance} caller
   * @param {string} name
   * @returns {Function} an exported function as another module calls it
   */
  exportFor(caller, name) {
    return /** @type {ModuleExports} */ (this.exportsFor?.(caller) ?? this.exports)[name];
  }

  /**
   * @param {() => Record<string, Function>} make
   * @returns {Record<string, Function>} what make() gave at first use
   */
  exportsForHandle(make) {
    this.handleExports ??= make();
    return this.handleExports;
  }

  /**
   * @param {() => object} make
   * @returns {object} what make() gave at first use
   */
  viewsForHandle(make) {
    this.handleViews ??= make();
    return this.handleViews;
  }

  /**
   * For an instance whose table other instances use too, and which stays when this one closes.
   * @param {TableSlots} slots of that table
   */
  shareTable(slots) {
    this.tableIsShared = true;
    if (DOTNET) this.table = createTable(this, slots);
  }

  /** Lets go of everything; whoever still has this object gets MODULE_CLOSED. */
  close() {
    this.state = 'closed';
    this.onClose?.();
    this.setStacks([], -1);
    if (this.tableIsShared) this.table.emptyAll();
    else this.table?.releaseAll();
    for (const map of [this.bridges, this.reached, this.services, this.guards, this.wrapped]) map.clear();
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
      this.failedCall =
        null;
  }
}

/**
 * @param {ModuleInstance} instance
 * @param {TableSlots} [slots] of a table that other modules use too
 */
function createTable(instance, slots) {
  /** @type {(index: number, func: Function | null) => void} */
  const setEntry = (index, func) => {
    const { setTableEntry, table } = /** @type {ModuleRuntime} */ (instance.runtime);
    if (setTableEntry) setTableEntry(index, func);
    else /** @type {WebAssembly.Table} */ (table()).set(index, func);
  };
  return new FunctionTable(instance.name, () => instance.runtime?.table(), setEntry, slots);
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
