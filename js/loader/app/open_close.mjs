// Opens modules by name and closes them, counting who has them open.
//
// An opening starts a lazy side together with the lazy sides that it imports from and that are closed. While it lasts,
// these sides belong to it: another opening that needs one of them waits, and then checks again what is open.
// Everything else here happens in one step.
/** @import { OpenOptions, Owner, Program, ModuleRecord, StartedRecord } from './program.mjs' */
/** @import { ModuleInstance } from './module_instance.mjs' */
import { firstOf, throwIfAborted, untilAborted } from '../base/abort.mjs';
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { importedModules } from '../manifest/manifest.mjs';
import { moduleClosed } from './module_instance.mjs';
import { LAZY_SIDES, PLUGINS } from '../base/parts.mjs';

/**
 * Opens a module that is already there; for C, which cannot wait.
 * @param {Program} program the app
 * @param {string} name
 * @param {ModuleInstance} owner for which it is open from now on
 * @returns {ModuleInstance} its instance
 * @throws {WasmPseudoLinkError} UNKNOWN_MODULE, NOT_OPEN
 */
export function openNow(program, name, owner) {
  const record = openRecord(program, name);
  record.addOpen(owner);
  return record.instance;
}

/**
 * The same without counting: a handle that wants no rb_dlclose.
 * @param {Program} program the app
 * @param {string} name
 * @returns {ModuleInstance} its instance
 * @throws {WasmPseudoLinkError} UNKNOWN_MODULE, NOT_OPEN
 */
export function findOpen(program, name) {
  return openRecord(program, name).instance;
}

/**
 * @param {Program} program
 * @param {string} name
 */
function openRecord(program, name) {
  const record = program.record(name);
  if (!isOpen(record)) {
    throw new WasmPseudoLinkError(
      'NOT_OPEN',
      record.name,
      'is a lazy side that is not open',
      'open it with rb_dlopen_async() or app.open() first',
    );
  }
  return /** @type {StartedRecord} */ (record);
}

/** @param {ModuleRecord} record */
const isOpen = (record) => record.instance !== null && record.opening === null;

/**
 * Opens a module by name and counts it; a lazy side is fetched and started if it is not there.
 * @param {Program} program the app
 * @param {string} name
 * @param {Owner} owner for whom it is open then
 * @param {OpenOptions} [options] signal and onProgress for this opening
 * @returns {Promise<ModuleInstance>} its instance
 * @throws {WasmPseudoLinkError} UNKNOWN_MODULE, ABORTED, MODULE_FAILED and whatever loading may throw
 */
export async function openCounted(program, name, owner, options = {}) {
  let record = program.record(name);
  const { signal, release } = firstOf(options.signal, program.ended.signal);
  try {
    throwIfAborted(signal);
    for (let busy; (busy = openingNear(program, record));) {
      await untilAborted(busy, signal);
      if (PLUGINS) record = program.record(name); // a plugin whose opening has failed is not there any more
    }
    if (LAZY_SIDES && !record.instance) await openClosed(program, record, owner, { ...options, signal });
    else record.addOpen(owner);
  } finally {
    release();
  }
  return /** @type {StartedRecord} */ (record).instance;
}

/**
 * The end of another opening that has to be awaited.
 * @param {Program} program
 * @param {ModuleRecord} record
 */
function openingNear(program, record) {
  if (isOpen(record)) return null;
  return [...withDependencies(program, record)].find(({ opening }) => opening)?.opening?.catch(() => {});
}

/**
 * @param {Program} program
 * @param {ModuleRecord} record
 * @param {Set<ModuleRecord>} [found]
 * @returns {Set<ModuleRecord>} the module, and all that it needs by imports
 */
function withDependencies(program, record, found = new Set()) {
  if (found.has(record)) return found;
  found.add(record);
  for (const name of importedModules(record.entry)) withDependencies(program, program.record(name), found);
  return found;
}

/**
 * @param {Program} program
 * @param {ModuleRecord} record
 * @param {Owner} owner
 * @param {OpenOptions} options
 */
async function openClosed(program, record, owner, options) {
  const needed = [...withDependencies(program, record)];
  for (const { instance } of needed) if (instance?.failure) instance.requireCallable();
  const closed = needed.filter(({ instance }) => !instance);
  const end = () => closed.forEach((each) => each.endOpening());
  const work = program.openLazy?.(program, closed, options).then(
    () => {
      end();
      record.addOpen(owner); // in the same step: closeUnheld() would close a side that is open without an owner
    },
    (error) => {
      end();
      throw error;
    },
  );
  for (const each of closed) each.beginOpening(/** @type {Promise<void>} */ (work));
  try {
    await work;
  } finally {
    closeUnheld(program); // if it failed, too: what it needed may have lost its last owner meanwhile
  }
}

/**
 * Gives back one open; the last one of all closes the module.
 * @param {Program} program the app
 * @param {ModuleRecord} record
 * @param {Owner} closer
 * @returns {boolean} whether it is closed now
 * @throws {WasmPseudoLinkError} STATIC_MODULE, MODULE_CLOSED, MODULE_BUSY
 */
export function closeCounted(program, record, closer) {
  if (LAZY_SIDES && record.entry.lazy) return closeLazy(program, record, ownerFor(record, closer));
  throw new WasmPseudoLinkError(
    'STATIC_MODULE',
    record.name,
    'lives as long as main',
    'list it in LAZY_SIDES to open and close it',
  );
}

/**
 * The same for destructors, which can do nothing about a module that is busy: it closes when it is not, with the next
 * module that is opened or closed.
 * @param {Program} program the app
 * @param {ModuleRecord} record
 * @param {ModuleInstance} closer
 */
export function releaseOpen(program, record, closer) {
  record.removeOpen(ownerFor(record, closer));
  closeUnheld(program);
}

/**
 * Whose open it is that is given back: modules may pass handles on, and then one closes what another one has opened.
 * @param {ModuleRecord} record
 * @param {Owner} closer
 * @returns {Owner}
 */
function ownerFor({ opens }, closer) {
  if (closer === null || opens.has(closer)) return closer;
  return [...opens.keys()].find((owner) => owner !== null) ?? closer;
}

/**
 * @param {Program} program
 * @param {ModuleRecord} record
 * @param {Owner} owner
 */
function closeLazy(program, record, owner) {
  if (PLUGINS && record.entry.plugin && record.opening) throw beingOpened(record);
  if (!isOpen(record)) throw moduleClosed(record.name);
  const others = otherOwners(program, record, owner);
  const own = record.opens.get(owner) ?? 0;
  if (own > 1 || (own === 1 && others.length > 0)) {
    record.removeOpen(owner);
    return false;
  }
  const users = usersOf(program, record);
  if (users.length > 0) throw busy(record, `is used by the open module ${users[0].name}`);
  if (isRunning(program, record)) throw busy(record, 'is running: a function of it has not returned');
  if (own === 0 && others.length > 0)
    throw busy(record, `is not open for ${nameOf(owner)}, but for ${others.map(nameOf).join(' and ')}`);
  program.dropInstance(record);
  closeUnheld(program);
  return true;
}

/**
 * The owners other than this one. Opens of a failed main do not count, because it cannot give them back.
 * @param {Program} program
 * @param {ModuleRecord} record
 * @param {Owner} owner
 */
function otherOwners({ main }, record, owner) {
  const failed = main.instance?.state === 'failed' ? main.instance : undefined;
  return [...record.opens.keys()].filter((each) => each !== owner && each !== failed);
}

/** @param {Owner} owner */
const nameOf = (owner) => owner?.name ?? 'JavaScript';

/**
 * The modules that import from it and are open, or being opened.
 * @param {Program} program
 * @param {ModuleRecord} record
 */
function usersOf(program, record) {
  return [...program.records.values()].filter(
    (other) =>
      (other.instance || other.opening) && other !== record && importedModules(other.entry).includes(record.name),
  );
}

/**
 * @param {Program} program
 * @param {ModuleRecord} record
 */
function isRunning(program, record) {
  return program.main.instance?.state !== 'failed' && /** @type {StartedRecord} */ (record).instance.isRunning();
}

/**
 * @param {ModuleRecord} record
 * @param {string} what
 */
function busy(record, what) {
  return new WasmPseudoLinkError(
    'MODULE_BUSY',
    record.name,
    what,
    'close it when its functions have returned, from another module, where it was opened',
  );
}

/** @param {ModuleRecord} record */
function beingOpened({ name }) {
  return new WasmPseudoLinkError(
    'MODULE_BUSY',
    name,
    'is being opened',
    'close it when it is open, or end its opening by the signal that open() was given',
  );
}

/**
 * Closes each lazy side that has no owner and that no open module imports from. It was opened together with another
 * side, or by an instance that is closed.
 * @param {Program} program
 */
function closeUnheld(program) {
  if (!LAZY_SIDES) return;
  for (const record of program.records.values()) {
    if (!record.entry.lazy || !isOpen(record) || record.opens.size > 0) continue;
    if (usersOf(program, record).length > 0 || isRunning(program, record)) continue;
    program.dropInstance(record);
    closeUnheld(program); // from the start: its dependencies may be unheld now
    return;
  }
}
