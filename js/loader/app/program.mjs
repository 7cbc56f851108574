// One running app: its modules, handles and live instances. Two apps in one page share nothing of this.
/** @import { Manifest, ManifestEntry } from '../manifest/manifest.mjs' */
/** @import { AppOptions, LoadOptions, ModuleArguments } from '../index.d.ts' */
/** @import { RbBridge } from './module_instance.mjs' */
/** @import { StackOwner } from '../guard/stack_keeper.mjs' */
/** @import { ModuleHandle } from './module_handle.mjs' */
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { describeFailure } from '../guard/failures.mjs';
import { chooseBridge, detectFeatures } from '../wasm/features.mjs';
import { pairHost } from '../functions/function_pointers.mjs';
import { createBridge } from '../memory/helpers.mjs';
import { importedModules } from '../manifest/manifest.mjs';
import { usualMemoryCopyFrom } from '../memory/memory_copy.mjs';
import { ModuleInstance } from './module_instance.mjs';
import { StackKeeper } from '../guard/stack_keeper.mjs';
import { suggest } from '../base/suggest.mjs';
import { PLUGINS } from '../base/parts.mjs';

/**
 * What was fetched of a module and checked. The adapters bring the last five: of glue, of wasm-bindgen, of modules
 * without JavaScript.
 * @typedef {object} VariantFile
 * @property {WebAssembly.Module | null} compiled null: the module has no wasm file of its own
 * @property {string} prefix of its names in a fused file, or ''
 * @property {Array<{ module: string, name: string, kind: string }>} imports by its own names
 * @property {Array<{ name: string, kind: string }>} exports by its own names
 * @property {'portable' | 'direct' | 'fused'} variant
 * @property {string[]} memories names of modules whose memories it imports
 * @property {string} [url] of its file, relative to the manifest
 * @property {Function | null} [factory] default export of the glue
 * @property {{ locateFile: (path: string, prefix?: string) => string, getPreloadedPackage: (located: string, size:
 *   number) => unknown }} [glueFiles] module arguments by which the glue finds its files
 * @property {string} [script] address of the script
 * @property {Record<string, Function>} [scripts] import scripts by import module
 * @property {any} [wasi] exports of npm @bjorn3/browser_wasi_shim, which are the vendor's
 */

/** @typedef {ModuleRecord & { files: VariantFile }} FetchedRecord a module whose files are there */

/** @typedef {FetchedRecord & { instance: ModuleInstance }} StartedRecord one that is about to start, or has */

/**
 * Options of load() once they are checked, with defaults; modules by their names in the manifest.
 * @typedef {Omit<LoadOptions, 'baseUrl' | 'hookTimeout' | 'modules'> & { baseUrl: string, hookTimeout: number,
 *   modules: Record<string, ModuleArguments> }} CheckedOptions
 */

/** @typedef {Pick<AppOptions, 'onProgress' | 'signal'>} OpenOptions options of one opening of a lazy side */

/** @typedef {ModuleInstance | null} Owner who has a lazy side open: an instance, or JavaScript, which is null */

/**
 * How a call ended that failed: `what` says "trapped: unreachable", `text` "sorter.sort_delays trapped: unreachable".
 * @typedef {{ kind: string, text: string, what?: string, status?: number, cause?: unknown }} Failure
 */

/** @typedef {ModuleInstance & { memory: WebAssembly.Memory }} WithMemory an instance after requireMemory() */

/** Handle of the main module, RB_MAIN in C. */
const MAIN_HANDLE = 1;

/** What an app keeps of a module whether or not an instance of it is open. */
export class ModuleRecord {
  /** @param {ManifestEntry} entry */
  constructor(entry) {
    this.entry = entry;
    this.name = entry.name;
    /** @type {VariantFile | null} */
    this.files = null;
    /** @type {ModuleInstance | null} */
    this.instance = null;
    /** @type {Map<Owner, number>} */
    this.opens = new Map();
    /** @type {Promise<void> | null} */
    this.opening = null;
    /** @type {ModuleHandle | null} */
    this.handle = null; // object given to the user
  }

  /** @param {ModuleHandle} handle */
  setHandle(handle) {
    this.handle = handle;
  }

  /** @param {VariantFile} files what was fetched and checked */
  setFiles(files) {
    this.files = files;
  }

  /** @param {Promise<void>} work opening that others wait for */
  beginOpening(work) {
    this.opening = work;
  }

  /** Ends what beginOpening() has begun. */
  endOpening() {
    this.opening = null;
  }

  /** @param {Owner} owner who has it open once more */
  addOpen(owner) {
    this.opens.set(owner, (this.opens.get(owner) ?? 0) + 1);
  }

  /** @param {Owner} owner who has it open once less, if at all */
  removeOpen(owner) {
    const count = (this.opens.get(owner) ?? 0) - 1;
    if (count > 0) this.opens.set(owner, count);
    else this.opens.delete(owner);
  }
}

/** The state of one app. */
export class Program {
  /**
   * @param {Manifest} manifest a checked manifest
   * @param {CheckedOptions} options of load()
   * @param {(program: Program, self: ModuleInstance) => RbBridge} makeRbBridge
   * @param {((program: Program, records: ModuleRecord[], options: OpenOptions) => Promise<void>) | null} openLazy
   *   starts lazy sides together; null without LAZY_SIDES
   */
  constructor(manifest, options, makeRbBridge, openLazy) {
    this.manifest = manifest;
    this.options = options;
    this.makeRbBridge = makeRbBridge;
    this.features = detectFeatures();
    if (!this.features.blocks) throw noBlocks();
    this.bridgeKind = chooseBridge(this.features, options.bridge);
    if (this.bridgeKind === 'bridge' && !this.features.multiMemory) throw noMultiMemory();
    this.records = new Map(manifest.modules.map((entry) => [entry.name, new ModuleRecord(entry)]));
    this.main = /** @type {ModuleRecord} */ (this.records.get(manifest.main));
    /** @type {StackOwner[]} */
    this.live = []; // instantiated, not closed; replaced, never changed
    /** @type {Set<ModuleInstance>} */
    this.exposed = new Set(); // those whose own functions JavaScript outside of them has, and calls without a guard
    this.links = 0; // counts the changes of who can enter whom without a guard
    /** @type {Map<number, ModuleInstance>} */
    this.byHandle = new Map();
    this.nextHandle = MAIN_HANDLE + 1;
    this.stacks = new StackKeeper(() => this.#failMain());
    this.openLazy = openLazy;
    this.ended = new AbortController(); // for what still runs when the app is given up
  }

  /**
   * @returns {number | null} size from which on copies by multi-memory go by memory.copy; null where there is no
   *   multi-memory
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
   * @param {FetchedRecord} record
   * @returns {ModuleInstance}
   */
  createInstance(record) {
    const instance = this.#makeInstance(record.entry, record === this.main, record.files.variant);
    record.instance = instance;
    return instance;
  }

  /**
   * The same for a module that is in no record: an adapter's own.
   * @param {ManifestEntry} entry as the manifest would have it
   * @returns {ModuleInstance}
   */
  createExtraInstance(entry) {
    return this.#makeInstance(entry, false);
  }

  /**
   * @param {ManifestEntry} entry
   * @param {boolean} isMain
   * @param {string} [variant]
   */
  #makeInstance(entry, isMain, variant) {
    const handle = isMain ? MAIN_HANDLE : this.nextHandle++;
    const makeRbBridge = (/** @type {ModuleInstance} */ self) => this.makeRbBridge(this, self);
    const instance = new ModuleInstance(entry, handle, this.options.helpers, makeRbBridge, variant);
    this.byHandle.set(handle, instance);
    return instance;
  }

  /**
   * Makes an instance known to guards, once it is instantiated.
   * @param {ModuleInstance} instance
   */
  addLive(instance) {
    this.links += 1;
    if (instance.stackSave) this.live = [...this.live, /** @type {StackOwner} */ (instance)];
  }

  /**
   * Notes that a module can call functions of another one unguarded by pointers.
   * @param {ModuleInstance} from instance
   * @param {ModuleInstance} to instance that the functions belong to
   */
  noteReach(from, to) {
    if (from === to || from.reached.has(to)) return;
    this.#keepStacks(to);
    from.noteReach(to);
  }

  /**
   * Notes that JavaScript outside of a module gets what can enter it without a guard.
   * @param {ModuleInstance} instance
   */
  noteExposed(instance) {
    if (this.exposed.has(instance)) return;
    this.#keepStacks(instance);
    this.exposed.add(instance);
  }

  /**
   * Before anyone can enter an instance in a new way. If this throws, nothing has changed.
   * @param {ModuleInstance} instance
   */
  #keepStacks(instance) {
    this.stacks.add(this.#findStacks([instance]));
    this.links += 1;
  }

  /**
   * The stacks that a guarded call of an instance saves; stack_keeper.mjs says why it is these.
   * @param {ModuleInstance} target
   * @returns {StackOwner[]} found again only after links have changed
   */
  stacksOf(target) {
    if (target.stacksAsOf !== this.links) target.setStacks(this.#findStacks([target, ...this.exposed]), this.links);
    return target.stacks;
  }

  /** @param {ModuleInstance[]} entered */
  #findStacks(entered) {
    const reached = this.#reach(entered, (instance) => instance.alongside?.() ?? []);
    return this.live.filter((instance) => reached.has(instance));
  }

  /**
   * The bridge of a pair. The main module plays "main"; among two sides the one that asks does.
   * @param {ModuleInstance} asker
   * @param {ModuleInstance} other
   * @returns {Record<string, Function>}
   */
  bridgeOf(asker, other) {
    const [main, side] = other.isMain ? [other, asker] : [asker, other];
    return main.bridgeTo(side, () => {
      main.requireMemory();
      side.requireMemory();
      const host = pairHost(this, main, side);
      return createBridge(
        this.options.helpers,
        this.bridgeKind,
        /** @type {WithMemory} */ (main),
        /** @type {WithMemory} */ (side),
        host,
        this.memoryCopyFrom,
      );
    });
  }

  /**
   * Ends an instance and releases everything that is held for it or by it.
   * @param {ModuleRecord} record
   */
  dropInstance(record) {
    const { instance } = record;
    if (!instance) return;
    record.instance = null;
    record.opens.clear();
    if (PLUGINS && record.entry.plugin) removePlugin(this, record);
    this.releaseInstance(instance);
  }

  /**
   * Ends the app: what is being opened fails, and all instances are dropped.
   * @param {unknown} reason
   */
  end(reason) {
    this.ended.abort(reason);
    for (const record of this.records.values()) this.dropInstance(record);
  }

  /**
   * The same for an instance that is in no record: an adapter's own.
   * @param {ModuleInstance} instance
   */
  releaseInstance(instance) {
    this.live = this.live.filter((other) => other !== instance);
    this.exposed.delete(instance);
    this.links += 1;
    this.byHandle.delete(instance.handle);
    for (const other of this.byHandle.values()) other.forget(instance);
    for (const { opens } of this.records.values()) opens.delete(instance);
    this.stacks.forgetEnded();
    instance.close();
  }

  /**
   * Marks a module and all that it reaches by direct calls as failed, after nothing stopped a trap or exception.
   * @param {ModuleInstance} instance usually main
   * @param {Failure} failure
   * @returns {WasmPseudoLinkError} UNGUARDED_CALL_FAILED, or MAIN_EXITED if it called exit()
   */
  failDirectly(instance, failure) {
    const reached = [...this.#reach([instance])];
    for (const each of reached) each.fail(failure.text);
    const names = reached.map((each) => each.name);
    const details = { modules: names, kind: failure.kind, cause: failure.cause };
    if (failure.kind === 'exit') return mainExited(instance.name, /** @type {number} */ (failure.status), details);
    return new WasmPseudoLinkError(
      'UNGUARDED_CALL_FAILED',
      instance.name,
      `${failure.text}; nothing guarded this call, so ${names.join(', ')} failed`,
      'load the app anew, and call crash-prone sides guarded',
      details,
    );
  }

  /** The same for main after a failure that has no description, because the JavaScript stack had run out. */
  #failMain() {
    const { instance, name } = this.main;
    if (instance) this.failDirectly(instance, { kind: 'trap', text: `${name} trapped: the JavaScript stack ran out` });
  }

  /**
   * The instances that can be entered without a guard once some are: by imports from modules that are not GUARDED, and
   * by function pointers that were looked up or lent without a guard.
   * @param {ModuleInstance[]} entered
   * @param {(instance: ModuleInstance) => Iterable<ModuleInstance>} [besides] further ones that an instance can enter
   */
  #reach(entered, besides = () => []) {
    const found = new Set(entered);
    for (const instance of found) {
      const imported = importedModules(instance.entry).map((name) => this.record(name));
      const direct = imported.flatMap((record) => (record.entry.guarded ? [] : (record.instance ?? [])));
      // What is added to a set is visited by the loop over it.
      for (const other of [...direct, ...instance.reached, ...besides(instance)]) found.add(other);
    }
    return found;
  }

  /**
   * @param {ModuleInstance} instance
   * @param {unknown} thrown
   * @param {string} [name] of what was called
   * @returns {Failure & { what: string }}
   */
  describe(instance, thrown, name) {
    const others = this.live.filter((other) => other !== instance);
    const described = describeFailure(thrown, [instance, ...others]);
    return { ...described, what: described.text, text: `${instance.name}.${name} ${described.text}`, cause: thrown };
  }
}

/**
 * Opens plugins for modules: in a place where rb/ finds it, since load/ and plugins/ are above.
 * @typedef {(options: object, owner: ModuleInstance) => Promise<ModuleInstance>} PluginOpener
 */

/** @type {WeakMap<Program, PluginOpener>} */
const pluginOpeners = /* @__PURE__ */ new WeakMap();

/**
 * @param {Program} program
 * @param {PluginOpener} open
 */
export function setPluginOpener(program, open) {
  pluginOpeners.set(program, open);
}

/**
 * @param {Program} program
 * @returns {PluginOpener | undefined} undefined: the app has no interfaces
 */
export const pluginOpenerOf = (program) => pluginOpeners.get(program);

/**
 * Makes a plugin known to the app.
 * @param {Program} program
 * @param {ModuleRecord} record whose name no other has
 * @param {ModuleArguments} args module arguments
 */
export function addPlugin(program, record, args) {
  program.records.set(record.name, record);
  program.options.modules[record.name] = args;
}

/**
 * Forgets a plugin, unless that was done before.
 * @param {Program} program
 * @param {ModuleRecord} record
 */
export function removePlugin(program, record) {
  if (program.records.get(record.name) !== record) return;
  program.records.delete(record.name);
  delete program.options.modules[record.name];
}

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
