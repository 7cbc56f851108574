// The one error class of the loader and the table of its codes.
import { stackOf } from './wasm_stack.mjs';

/**
 * Every code an error of the loader can carry, with what it means. No part of app.mjs: nothing there uses it.
 * @type {Readonly<Record<string, string>>}
 */
export const ERROR_CODES = /* @__PURE__ */ Object.freeze({
  BAD_OPTION: 'An option of load(), or an argument, has the wrong type or names something that does not exist.',
  MANIFEST_INVALID: 'The manifest is missing parts, has wrong types or contradicts itself.',
  ABI_MISMATCH: 'A module or the manifest was built for another ABI version of WasmPseudoLink.',
  ENGINE_TOO_OLD: 'The engine lacks something that every variant needs, or no variant of a module suits it.',
  FILE_MISSING: 'A file of the app could not be read or fetched.',
  FILE_DAMAGED: 'A file of the app has another size or hash than the manifest says.',
  COMPILE_FAILED: 'A wasm file is intact but the engine refuses to compile it.',
  GLUE_FAILED: 'The JavaScript file of a module could not be imported, or its factory failed.',
  DOTNET_FAILED: 'The .NET runtime of the C# sides could not be imported or started.',
  IMPORTS_UNRESOLVED: 'Imports from other modules are missing or have another signature; the message lists all.',
  LINK_FAILED: 'The engine refused to instantiate a module with its imports.',
  HOOK_FAILED: "A user's own instantiateWasm threw, rejected, gave no instance or never called back.",
  OUT_OF_MEMORIES: 'The engine cannot create another wasm memory.',
  CONSTRUCTOR_FAILED: 'A static constructor of a module trapped, threw or ended the program.',
  MAIN_EXITED: 'The main module ended with a status other than 0; see the property status.',
  UNGUARDED_CALL_FAILED:
    'A trap or exception unwound the main module; it and the sides it reaches directly have failed.',
  GUARDED_CALL_FAILED: 'A guarded call ended with a trap, an exception, abort() or exit().',
  MODULE_FAILED: 'The module failed earlier and takes no more calls.',
  MODULE_CLOSED: 'The module, or the handle used to reach it, is closed.',
  MODULE_BUSY: 'The module cannot be closed now: its code is running or another open module needs it.',
  STATIC_MODULE: 'The module lives as long as the main module and cannot be closed.',
  NOT_LAZY: 'Only the sides listed in LAZY_SIDES can be opened by name.',
  NOT_OPEN: 'The lazy side is not open.',
  NOT_READY: 'The module was reached before its memory, data or constructors were there.',
  UNKNOWN_MODULE: 'No module of the app has that name.',
  UNKNOWN_SYMBOL: 'The module has no function of that name.',
  WRONG_SIGNATURE: 'The function has another signature than the one asked for.',
  BAD_HANDLE: 'The number is no handle that rb_dlopen returned.',
  BAD_POINTER: 'An address or a function pointer is null, out of range or not terminated.',
  CALLBACK_DEAD: 'A callback was called after the module that lent it had taken it back, or was closed.',
  ACCESS_REFUSED: 'The access mode of the module does not allow this.',
  NAME_TAKEN: 'A module of the app has the name that a plugin was to get.',
  INTERFACE_MISMATCH:
    'The plugin does not implement the interface that was asked for: another one, another version, other functions.',
  PLUGIN_REFUSED: 'The file of a plugin has or does what the host does not allow; the message lists all of it.',
  TABLE_FULL: 'The function table of a module cannot take another entry.',
  PART_LEFT_OUT: 'A part of the loader was asked for that the build left out of app.mjs, since no module needed it.',
  ABORTED: 'The AbortSignal given to load() fired before main started.',
});

/**
 * @param {unknown} thrown may be a Proxy that throws at this question
 * @returns {thrown is Error} whether it is an Error
 */
export function isError(thrown) {
  try {
    return thrown instanceof Error;
  } catch {
    return false;
  }
}

/**
 * The error of the loader. `message` reads "<module>: what happened; what to do". Where something else failed first,
 * that is `cause`, and `stack` has the cause's frames: those of wasm by module and function where the engine tells.
 *
 * @example
 * try { await createApp(); } catch (error) { if (error.code === 'FILE_DAMAGED') offerReload(error.module); }
 */
export class WasmPseudoLinkError extends Error {
  /**
   * @param {string} code a key of ERROR_CODES
   * @param {string} module name of the module, or '' when the whole app is meant
   * @param {string} what what happened
   * @param {string} remedy what to do about it
   * @param {object} [details] further own properties, `cause` among them
   */
  constructor(code, module, what, remedy, details = {}) {
    const { cause, ...own } = /** @type {{ cause?: unknown }} */ (details);
    super(`${module ? `${module}: ` : ''}${what}; ${remedy}`, 'cause' in details ? { cause } : undefined);
    this.name = 'WasmPseudoLinkError';
    this.code = code;
    this.module = module;
    this.what = what;
    this.remedy = remedy;
    Object.assign(this, own);
    // Only when it is read: a failed guarded call whose stack is not read costs no text.
    if (isError(cause))
      Object.defineProperty(this, 'stack', {
        get: () => `${this.name}: ${this.message}\n${stackOf(cause)}`,
        configurable: true,
      });
  }
}

/**
 * A short text for any thrown value.
 * @param {unknown} thrown
 * @returns {string}
 */
export function textOf(thrown) {
  try {
    return String(thrown instanceof Error ? thrown.message || thrown.name : thrown);
  } catch {
    return 'a value that has no text';
  }
}
