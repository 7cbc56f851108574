// What C does with the handles of modules.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { closeCounted, releaseOpen } from '../app/open_close.mjs';

/**
 * @param {Program} program the app
 * @param {number} libId handle that C passed
 * @param {ModuleInstance} asker instance, for the error
 * @returns {ModuleInstance} that it belongs to
 * @throws {WasmPseudoLinkError} BAD_HANDLE, MODULE_CLOSED
 */
export function byHandle(program, libId, asker) {
  const instance = program.byHandle.get(libId);
  if (instance) return instance;
  if (libId > 0 && libId < program.nextHandle) {
    throw new WasmPseudoLinkError(
      'MODULE_CLOSED',
      asker.name,
      `handle ${libId} belongs to a module that is closed`,
      'open the module again and use its new handle',
    );
  }
  throw new WasmPseudoLinkError(
    'BAD_HANDLE',
    asker.name,
    `${libId} is no handle of a module`,
    'pass what rb_dlopen returned, or RB_MAIN',
    { handle: libId },
  );
}

/**
 * rb_dlclose: gives back one open, by handle.
 * @param {Program} program the app
 * @param {number} handle
 * @param {ModuleInstance} asker instance, for errors
 */
export function closeByHandle(program, handle, asker) {
  closeCounted(program, program.record(byHandle(program, handle, asker).name), asker);
}

/**
 * rb_release: the same for destructors, which can do nothing about an error.
 * @param {Program} program the app
 * @param {number} handle of a module that may be closed, as everything is that an app with an error has left behind
 * @param {ModuleInstance} asker
 */
export function releaseByHandle(program, handle, asker) {
  const record = program.records.get(program.byHandle.get(handle)?.name ?? '');
  if (record) releaseOpen(program, record, asker);
}
