// Opens modules by name and closes them, counting who has them open.
import { WasmPseudoLinkError } from './errors.mjs';
import { importedModules } from './manifest.mjs';
import { moduleClosed } from './module_instance.mjs';
import { LAZY_SIDES } from './parts.mjs';

/**
 * Opens a module that is already there; for C, which cannot wait.
 * @param {object} program the app
 * @param {string} name
 * @returns {object} its instance
 * @throws {WasmPseudoLinkError} UNKNOWN_MODULE, NOT_OPEN
 */
export function openNow(program, name) {
  const record = openRecord(program, name);
  record.opens += 1;
  return record.instance;
}

/**
 * The same without counting: a handle that wants no rb_dlclose.
 * @param {object} program the app
 * @param {string} name
 * @returns {object} its instance
 * @throws {WasmPseudoLinkError} UNKNOWN_MODULE, NOT_OPEN
 */
export function findOpen(program, name) {
  return openRecord(program, name).instance;
}

function openRecord(program, name) {
  const record = program.record(name);
  if (!record.instance || record.opening) {
    throw new WasmPseudoLinkError(
      'NOT_OPEN',
      record.name,
      'is a lazy side that is not open',
      'open it with rb_dlopen_async() or app.open() first',
    );
  }
  return record;
}

/**
 * Opens a module by name and counts it; a lazy side is fetched and started if it is not there.
 * @param {object} program the app
 * @param {string} name
 * @param {object} [options] signal and onProgress for this opening
 * @returns {Promise<object>} its instance
 * @throws {WasmPseudoLinkError} UNKNOWN_MODULE and whatever loading may throw
 */
export async function openCounted(program, name, options) {
  const record = program.record(name);
  while (record.opening) await record.opening.catch(() => {});
  if (LAZY_SIDES && !record.instance) await program.openLazy(record, options);
  record.opens += 1;
  return record.instance;
}

/**
 * Gives back one open; the last one closes the module.
 * @param {object} program the app
 * @param {object} record
 * @returns {boolean} whether it is closed now
 * @throws {WasmPseudoLinkError} STATIC_MODULE, MODULE_CLOSED, MODULE_BUSY
 */
export function closeCounted(program, record) {
  if (LAZY_SIDES && record.entry.lazy) return closeLazy(program, record);
  throw new WasmPseudoLinkError(
    'STATIC_MODULE',
    record.name,
    'lives as long as main',
    'list it in LAZY_SIDES to open and close it',
  );
}

function closeLazy(program, record) {
  if (!record.instance || record.opening) throw moduleClosed(record.name);
  if (record.opens > 1) {
    record.opens -= 1;
    return false;
  }
  requireClosable(program, record);
  record.opens = 0;
  program.dropInstance(record);
  return true;
}

function requireClosable(program, record) {
  const busy = (what) =>
    new WasmPseudoLinkError(
      'MODULE_BUSY',
      record.name,
      what,
      'close it when its functions have returned, from another module',
    );
  const users = [...program.records.values()].filter(
    (other) => other.instance && other !== record && importedModules(other.entry).includes(record.name),
  );
  if (users.length > 0) throw busy(`is used by the open module ${users[0].name}`);
  if (program.main.instance.state !== 'failed' && record.instance.isRunning())
    throw busy('is running: a function of it has not returned');
}
