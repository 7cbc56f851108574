// What C does with the handles of modules.
import { WasmPseudoLinkError } from './errors.mjs';
import { guardFunction } from './guard.mjs';
import { closeCounted } from './open_close.mjs';

/**
 * @param {object} program the app
 * @param {number} libId handle that C passed
 * @param {object} asker instance, for the error
 * @returns {object} the instance that it belongs to
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
 * @param {object} program the app
 * @param {number} handle
 * @param {object} asker instance, for errors
 */
export function closeByHandle(program, handle, asker) {
  closeCounted(program, program.record(byHandle(program, handle, asker).name));
}

/**
 * Calls into a module from the event loop, where nobody waits for the result: an error becomes an uncaught one.
 * @param {object} program the app
 * @param {object} instance
 * @param {string} name
 * @param {Function} func
 */
export function callFromLoop(program, instance, name, func) {
  guardFunction(program, instance, name, func, (failure) => {
    const error = instance.isMain
      ? program.failDirectly(instance, failure)
      : new WasmPseudoLinkError('GUARDED_CALL_FAILED', instance.name, failure.text, 'look at the cause', {
          cause: failure.cause,
        });
    queueMicrotask(() => {
      throw error;
    });
  })();
}
