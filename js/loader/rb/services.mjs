// What rbBridge(0, name) gives: dlopen's family, error texts and guarded pointers, all on behalf of one module.
/** @import { Program } from '../app/program.mjs' */
/** @import { ModuleInstance, Service } from '../app/module_instance.mjs' */
import { badOption } from '../base/arguments.mjs';
import { textOf } from '../base/errors.mjs';
import { shown } from '../base/kinds.mjs';
import { PLUGINS } from '../base/parts.mjs';
import { pluginOpenerOf } from '../app/program.mjs';
import { writeCString } from '../memory/c_strings.mjs';
import { guardForLoop, guardedThunk } from '../guard/guard.mjs';
import { lendFunction } from '../functions/function_pointers.mjs';
import { lendBound } from '../functions/lend_bound.mjs';
import { nameAt, signatureAt } from './name_arguments.mjs';
import { findOpen, openCounted, openNow } from '../app/open_close.mjs';
import { byHandle, closeByHandle, releaseByHandle } from './handles.mjs';
import { answerModule, findExportFor, findGuarded, guardPointer } from './lookup.mjs';

/**
 * rb_dlopen(namePtr) -> handle; a null pointer asks for the main module, as dlopen(NULL) does.
 * @type {Service['make']}
 */
function dlopen(program, self) {
  return (namePtr) =>
    answerModule(self, 0, () => openNow(program, namePtr === 0 ? 'main' : nameAt(self, namePtr), self).handle);
}

/**
 * rb_find(namePtr) -> handle, not counted.
 * @type {Service['make']}
 */
function find(program, self) {
  return (namePtr) =>
    answerModule(self, 0, () => findOpen(program, namePtr === 0 ? 'main' : nameAt(self, namePtr)).handle);
}

/**
 * rb_dlopen_async(namePtr, callback(handle, userdata), userdata); handle 0: rb_dlerror says why.
 * @type {Service['make']}
 */
function dlopenAsync(program, self) {
  return (namePtr, callback, userdata) =>
    answerModule(self, undefined, () => {
      const name = nameAt(self, namePtr);
      const { func } = self.table.get(callback);
      const opening = openCounted(program, name, self);
      tellOpened(program, self, opening, (handle) => func(handle, userdata));
    });
}

/**
 * rb_open_async(addressPtr, interfacePtr, optionsPtr, callback(handle, userdata), userdata): opens a plugin; handle 0:
 * rb_dlerror says why. Options are null or JSON.
 * @type {Service['make']}
 */
function openAsync(program, self) {
  return (addressPtr, interfacePtr, optionsPtr, callback, userdata) =>
    answerModule(self, undefined, () => {
      const [url, name] = [nameAt(self, addressPtr), nameAt(self, interfacePtr)];
      const options = optionsPtr === 0 ? '{}' : nameAt(self, optionsPtr);
      const { func } = self.table.get(callback);
      const open = async () => pluginOpener(program)({ ...parseOptions(options), url, interface: name }, self);
      tellOpened(program, self, open(), (handle) => func(handle, userdata));
    });
}

/** @param {Program} program */
function pluginOpener(program) {
  const open = pluginOpenerOf(program);
  if (open) return open;
  throw badOption(
    '',
    'this app opens no plugins',
    'name an interface of plugins by PLUGIN_INTERFACES of the main module',
  );
}

/** @param {string} json */
function parseOptions(json) {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw badOption('', `the options ${shown(json)} are not JSON (${textOf(error)})`, 'pass an object, or NULL', error);
  }
}

/**
 * @param {Program} program
 * @param {ModuleInstance} self
 * @param {Promise<ModuleInstance>} opening
 * @param {(handle: number) => void} callback
 */
async function tellOpened(program, self, opening, callback) {
  let handle = 0;
  let problem = '';
  try {
    handle = (await opening).handle;
  } catch (error) {
    problem = textOf(error);
  }
  if (!self.isCallable) {
    releaseByHandle(program, handle, self);
    return;
  }
  if (problem) self.noteLookupError(problem);
  // In a task of its own, where an error is an uncaught one and no rejection of this promise.
  queueMicrotask(() => guardForLoop(program, self, 'callback of an opening')(() => callback(handle)));
}

/**
 * rb_dlsym(handle, namePtr) -> function pointer.
 * @type {Service['make']}
 */
function dlsym(program, self) {
  return (handle, namePtr) =>
    answerModule(self, 0, () => {
      const other = byHandle(program, handle, self);
      return self.table.pin(findExportFor(program, self, other, nameAt(self, namePtr)), other);
    });
}

/**
 * rb_dlsym_guarded(handle, "name:sig") -> function pointer whose call goes through a guard.
 * @type {Service['make']}
 */
function dlsymGuarded(program, self) {
  return (handle, namePtr) =>
    answerModule(self, 0, () => {
      const other = byHandle(program, handle, self);
      return self.table.pin(findGuarded(program, self, other, nameAt(self, namePtr)), other);
    });
}

/**
 * rb_lend_guarded(handle, fnPtr, sigPtr) -> pointer in the other's table, one reference, back by removeFnPtr.
 * @type {Service['make']}
 */
function lendGuarded(program, self) {
  return (handle, pointer, sigPtr) =>
    answerModule(self, 0, () => {
      const other = byHandle(program, handle, self);
      const signature = signatureAt(self, sigPtr);
      const { func } = self.table.get(pointer);
      if (other.guardsItself) return lendFunction(program, self, other, pointer);
      return other.table.add(guardedThunk(program, self, `callback ${pointer}`, func, signature, other), self);
    });
}

/**
 * rb_lend_bound(handle, fnPtr, context, sigPtr): as above for a function whose first argument is a context.
 * @param {Program} program
 * @param {ModuleInstance} self
 * @param {boolean} guarded
 * @returns {ReturnType<Service['make']>}
 */
function lendBoundBy(program, self, guarded) {
  return (handle, pointer, context, sigPtr) =>
    answerModule(self, 0, () => {
      const other = byHandle(program, handle, self);
      return lendBound(program, self, other, { pointer, context, signature: signatureAt(self, sigPtr), guarded });
    });
}

/**
 * rb_guard(fnPtr, sigPtr) -> the same function guarded.
 * @type {Service['make']}
 */
function guard(program, self) {
  return (pointer, sigPtr) =>
    answerModule(self, 0, () => {
      const { func, owner } = guardPointer(program, self, pointer, signatureAt(self, sigPtr));
      return self.table.pin(func, owner);
    });
}

/**
 * rb_take_back(handle, pointer) -> 0, or -1; a closed module has given all back. No error text: for destructors.
 * @type {Service['make']}
 */
function takeBack(program) {
  return (handle, pointer) => (program.byHandle.get(handle)?.table.remove(pointer >>> 0) ? 0 : -1);
}

/**
 * rb_release(handle): rb_dlclose for destructors: a module that stays open is no error.
 * @type {Service['make']}
 */
function release(program, self) {
  return (handle) => releaseByHandle(program, handle, self);
}

/**
 * rb_dlclose(handle) -> 0, or -1 and rb_dlerror says why.
 * @type {Service['make']}
 */
function dlclose(program, self) {
  return (handle) =>
    answerModule(self, -1, () => {
      closeByHandle(program, handle, self);
      return 0;
    });
}

/**
 * Gives a text to C.
 * @param {ModuleInstance} self
 * @param {'lastCallError' | 'lastCallStack'} key
 * @returns {ReturnType<Service['make']>}
 */
function giveText(self, key) {
  return (address, size) => {
    if (size === 0 && self.failedCall === null) return 0; // what wpl::call_guarded asks after each call
    return answerModule(self, 0, () => writeCString(self.requireMemory(), address, size, self[key], self.name));
  };
}

/**
 * Gives a text to C and forgets it once it was read.
 * @param {ModuleInstance} self
 * @param {'dlError' | 'callError'} key
 * @param {() => void} clear
 * @returns {ReturnType<Service['make']>}
 */
function takeText(self, key, clear) {
  return (address, size) =>
    answerModule(self, 0, () => {
      const text = self[key];
      const length = writeCString(self.requireMemory(), address, size, text, self.name);
      if (size !== 0) clear();
      return length;
    });
}

/**
 * rb_on_call_error(fnPtr, user): a function void(*)(void* user) of this module that is called after each failed guarded
 * call, before the call returns; it may throw an exception of its own module. 0 removes it.
 * @type {Service['make']}
 */
function onCallError(program, self) {
  return (pointer, user) =>
    answerModule(self, undefined, () => {
      if (pointer === 0) {
        self.handleCallErrors(null);
        return;
      }
      const { func } = self.table.get(pointer);
      self.handleCallErrors(() => program.stacks.around(program.stacksOf(self), () => func(user)));
    });
}

/**
 * The services: signature, and how the function is made for one module.
 * @type {Readonly<Record<string, Service>>}
 */
export const SERVICES = /* @__PURE__ */ Object.freeze({
  rb_dlopen: { signature: 'ii', make: dlopen },
  rb_find: { signature: 'ii', make: find },
  rb_dlopen_async: { signature: 'viii', make: dlopenAsync },
  ...(PLUGINS ? { rb_open_async: { signature: 'viiiii', make: openAsync } } : {}),
  rb_dlsym: { signature: 'iii', make: dlsym },
  rb_dlsym_guarded: { signature: 'iii', make: dlsymGuarded },
  rb_lend_guarded: { signature: 'iiii', make: lendGuarded },
  rb_lend_bound: { signature: 'iiiii', make: (program, self) => lendBoundBy(program, self, false) },
  rb_lend_bound_guarded: { signature: 'iiiii', make: (program, self) => lendBoundBy(program, self, true) },
  rb_take_back: { signature: 'iii', make: takeBack },
  rb_guard: { signature: 'iii', make: guard },
  rb_dlclose: { signature: 'ii', make: dlclose },
  rb_release: { signature: 'vi', make: release },
  rb_dlerror: { signature: 'iii', make: (program, self) => takeText(self, 'dlError', () => self.noteLookupError('')) },
  rb_call_error: {
    signature: 'iii',
    make: (program, self) => takeText(self, 'callError', () => self.forgetCallError()),
  },
  rb_last_call_error: { signature: 'iii', make: (program, self) => giveText(self, 'lastCallError') },
  rb_call_error_stack: { signature: 'iii', make: (program, self) => giveText(self, 'lastCallStack') },
  rb_on_call_error: { signature: 'vii', make: onCallError },
  rb_self: { signature: 'i', make: (program, self) => () => self.handle },
});
