// One running app: its modules, handles and live instances. Two apps in one page share nothing of this.
import { WasmPseudoLinkError } from './errors.mjs';
import { describeFailure } from './failures.mjs';
import { chooseBridge, detectFeatures } from './features.mjs';
import { pairHost } from './function_pointers.mjs';
import { createBridge } from './helpers.mjs';
import { importedModules } from './manifest.mjs';
import { usualMemoryCopyFrom } from './memory_copy.mjs';
import { ModuleInstance } from './module_instance.mjs';
import { LOOKUPS, leftOut } from './parts.mjs';
import { createRbBridge } from './rb_bridge.mjs';
import { StackKeeper } from './stack_keeper.mjs';
import { suggest } from './suggest.mjs';

/** Handle of the main module, RB_MAIN in C. */
const MAIN_HANDLE = 1;

/** What an app keeps of a module whether or not an instance of it is open. */
class ModuleRecord {
  constructor(entry) {
    this.entry = entry;
    this.name = entry.name;
    this.files = null; // { compiled, factory, variant } once fetched
    this.instance = null;
    this.opens = 0;
    this.opening = null; // promise while it opens
    this.handle = null; // object given to the user
  }
}

/** The state of one app. */
export class Program {

  /**
   * @param {object} manifest a checked manifest
   * @param {object} options checked options of load()
   */
  constructor(manifest, options) {
    this.manifest = manifest;
    this.options = options;
    this.features = detectFeatures();
    if (!this.features.blocks) throw noBlocks();
    this.bridgeKind = chooseBridge(this.features, options.bridge);
    if (this.bridgeKind === 'bridge' && !this.features.multiMemory) throw noMultiMemory();
    this.records = new Map(manifest.modules.map((entry) => [entry.name, new ModuleRecord(entry)]));
    this.main = this.records.get(manifest.main);
    this.live = []; // instantiated, not closed; replaced, never changed, so that a running guard keeps its own list
    this.byHandle = new Map();
    this.nextHandle = MAIN_HANDLE + 1;
    this.stacks = new StackKeeper();
    this.openLazy = null; // set by load(): opens a record
  }

  /**
   * @returns {number | null} size from which on copies by multi-memory go by memory.copy; null where there is no multi-memory
   */
  get memoryCopyFrom() {
    return this.features.multiMemory ? (this.options.memoryCopyFrom ?? usualMemoryCopyFrom()) : null;
  }

  /**
   * @param {string} name a module's name; "main" is the main module whatever its target is called
   * @returns {ModuleRecord}
   * @throws {WasmPseudoLinkError} UNKNOWN_MODULE
   */
  record(name) {
    const record = name === 'main' ? this.main : this.records.get(name);
    if (record) return record;
    throw new WasmPseudoLinkError(
      'UNKNOWN_MODULE',
      '',
      `there is no module "${name}"`,
      suggest(name, [...this.records.keys()], 'modules'),
    );
  }

  /**
   * Creates an instance in state "loading" and gives it a handle.
   * @param {ModuleRecord} record
   * @returns {ModuleInstance}
   */
  createInstance(record) {
    const handle = record === this.main ? MAIN_HANDLE : this.nextHandle++;
    const instance = new ModuleInstance(record.entry, handle, this.options.helpers);
    instance.rbBridge = LOOKUPS ? createRbBridge(this, instance) : refuseLookups(instance);
    this.byHandle.set(handle, instance);
    record.instance = instance;
    return instance;
  }

  /** Makes an instance known to guards, once it has a stack. */
  addLive(instance) {
    this.live = [...this.live, instance];
  }

  /**
   * The bridge of a pair. The main module plays "main"; among two sides the one that asks does.
   * @param {ModuleInstance} asker
   * @param {ModuleInstance} other
   * @returns {Record<string, Function>}
   */
  bridgeOf(asker, other) {
    const [main, side] = other.isMain ? [other, asker] : [asker, other];
    let bridge = main.bridges.get(side);
    if (!bridge) {
      main.requireMemory();
      side.requireMemory();
      bridge = createBridge(
        this.options.helpers,
        this.bridgeKind,
        main,
        side,
        pairHost(main, side),
        this.memoryCopyFrom,
      );
      main.bridges.set(side, bridge);
    }
    return bridge;
  }

  /**
   * Ends an instance and releases everything that is held for it or by it.
   * @param {ModuleRecord} record
   */
  dropInstance(record) {
    const { instance } = record;
    if (!instance) return;
    record.instance = null;
    this.releaseInstance(instance);
  }

  /**
   * The same for an instance that is in no record: an adapter's own.
   * @param {ModuleInstance} instance
   */
  releaseInstance(instance) {
    this.live = this.live.filter((other) => other !== instance);
    this.byHandle.delete(instance.handle);
    for (const other of this.byHandle.values()) forgetInstance(other, instance);
    instance.close();
  }

  /**
   * Marks a module and all that it reaches by direct calls as failed, after nothing stopped a trap or exception.
   * @param {ModuleInstance} instance usually main
   * @param {{ text: string, cause: unknown }} failure
   * @returns {WasmPseudoLinkError} UNGUARDED_CALL_FAILED, or MAIN_EXITED if it called exit()
   */
  failDirectly(instance, failure) {
    const reached = this.#reachedDirectly(instance);
    for (const each of reached) each.fail(failure.text);
    const names = reached.map((each) => each.name);
    const details = { modules: names, kind: failure.kind, cause: failure.cause };
    if (failure.kind === 'exit') return mainExited(instance.name, failure.status, details);
    return new WasmPseudoLinkError(
      'UNGUARDED_CALL_FAILED',
      instance.name,
      `${failure.text}; nothing guarded this call, so ${names.join(', ')} failed`,
      'load the app anew, and call crash-prone sides guarded',
      details,
    );
  }

  /** By imports from sides that are not GUARDED, and by function pointers that were looked up or lent without a guard. */
  #reachedDirectly(instance, found = [instance]) {
    const imported = importedModules(instance.entry)
      .map((name) => this.records.get(name))
      .filter((record) => record.instance && !record.entry.guarded)
      .map((record) => record.instance);
    for (const other of [...imported, ...instance.reached]) {
      if (found.includes(other)) continue;
      found.push(other);
      this.#reachedDirectly(other, found);
    }
    return found;
  }

  /**
   * @param {ModuleInstance} instance
   * @param {unknown} thrown
   * @param {string} [name] of what was called
   * @returns {{ kind: string, what: string, text: string, status?: number, cause: unknown }} what: "trapped:
   *   unreachable";
   *   text: "sorter.sort_delays trapped: unreachable"
   */
  describe(instance, thrown, name) {
    const others = this.live.filter((other) => other !== instance);
    const described = describeFailure(thrown, [instance, ...others]);
    return { ...described, what: described.text, text: `${instance.name}.${name} ${described.text}`, cause: thrown };
  }
}

const refuseLookups = (instance) => () => {
  throw leftOut(instance.name, 'rbBridge');
};

function noBlocks() {
  return new WasmPseudoLinkError(
    'ENGINE_TOO_OLD',
    '',
    'this engine has no WebAssembly SIMD or no functions with several results',
    'use a newer one: Chrome 91, Firefox 89, Safari 16.4 and Node 16.4 are the first that have both',
  );
}

function noMultiMemory() {
  return new WasmPseudoLinkError(
    'ENGINE_TOO_OLD',
    '',
    'the option "bridge" forces the bridge, but this engine has no multi-memory',
    'leave the option out: the loader then takes bridge_fb',
  );
}

/**
 * The error for a main module that ended with a status.
 * @param {string} name
 * @param {number} status
 * @param {object} [details]
 * @returns {WasmPseudoLinkError} MAIN_EXITED
 */
export function mainExited(name, status, details = {}) {
  return new WasmPseudoLinkError('MAIN_EXITED', name, `main ended with status ${status}`, 'see what it printed', {
    ...details,
    status,
  });
}

function forgetInstance(other, gone) {
  other.table?.releaseOwner(gone);
  other.bridges.delete(gone);
  other.reached.delete(gone);
  other.guards.delete(gone);
  other.counted?.delete(gone);
  other.onForget?.(gone);
}
