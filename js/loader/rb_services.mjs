// What rbBridge(0, name) gives: dlopen's family, error texts and guarded pointers, all on behalf of one module.
import { WasmPseudoLinkError } from './errors.mjs';
import { writeCString } from './c_strings.mjs';
import { guardedThunk } from './guard.mjs';
import { lendFunction } from './function_pointers.mjs';
import { lendBound } from './lend_bound.mjs';
import { nameAt, signatureAt } from './name_arguments.mjs';
import { findOpen, openCounted, openNow } from './open_close.mjs';
import { byHandle, callFromLoop, closeByHandle } from './rb_handles.mjs';
import { answerModule, findExportFor, findGuarded, guardPointer } from './rb_lookup.mjs';

/** rb_dlopen(namePtr) -> handle; a null pointer asks for the main module, as dlopen(NULL) does. */
function dlopen(program, self) {
  return (namePtr) =>
    answerModule(self, 0, () => openNow(program, namePtr === 0 ? 'main' : nameAt(self, namePtr)).handle);
}

/** rb_find(namePtr) -> handle, not counted. */
function find(program, self) {
  return (namePtr) =>
    answerModule(self, 0, () => findOpen(program, namePtr === 0 ? 'main' : nameAt(self, namePtr)).handle);
}

/** rb_dlopen_async(namePtr, callback(handle, userdata), userdata); handle 0: rb_dlerror says why. */
function dlopenAsync(program, self) {
  return (namePtr, callback, userdata) =>
    answerModule(self, undefined, () => {
      const name = nameAt(self, namePtr);
      const { func } = self.table.get(callback);
      openAndTell(program, self, name, (handle) => func(handle, userdata));
    });
}

async function openAndTell(program, self, name, callback) {
  let handle = 0;
  let problem = '';
  try {
    handle = (await openCounted(program, name)).handle;
  } catch (error) {
    problem = error.message;
  }
  if (self.state !== 'ready') {
    if (handle !== 0) closeByHandle(program, handle, self);
    return;
  }
  if (problem) self.dlError = problem;
  callFromLoop(program, self, 'callback of rb_dlopen_async', () => callback(handle));
}

/** rb_dlsym(handle, namePtr) -> function pointer. */
function dlsym(program, self) {
  return (handle, namePtr) =>
    answerModule(self, 0, () => {
      const other = byHandle(program, handle, self);
      return self.table.pin(findExportFor(self, other, nameAt(self, namePtr)), other);
    });
}

/** rb_dlsym_guarded(handle, "name:sig") -> function pointer whose call goes through a guard. */
function dlsymGuarded(program, self) {
  return (handle, namePtr) =>
    answerModule(self, 0, () => {
      const other = byHandle(program, handle, self);
      return self.table.pin(findGuarded(program, self, other, nameAt(self, namePtr)), other);
    });
}

/** rb_lend_guarded(handle, fnPtr, sigPtr) -> pointer in the other's table, one reference, back by removeFnPtr. */
function lendGuarded(program, self) {
  return (handle, pointer, sigPtr) =>
    answerModule(self, 0, () => {
      const other = byHandle(program, handle, self);
      const signature = signatureAt(self, sigPtr);
      const { func } = self.table.get(pointer);
      if (other.guardsItself) return lendFunction(self, other, pointer);
      return other.table.add(guardedThunk(program, self, `callback ${pointer}`, func, signature, other), self);
    });
}

/** rb_lend_bound(handle, fnPtr, context, sigPtr): as above for a function whose first argument is a context. */
function lendBoundBy(program, self, guarded) {
  return (handle, pointer, context, sigPtr) =>
    answerModule(self, 0, () => {
      const other = byHandle(program, handle, self);
      return lendBound(program, self, other, { pointer, context, signature: signatureAt(self, sigPtr), guarded });
    });
}

/** rb_guard(fnPtr, sigPtr) -> the same function guarded. */
function guard(program, self) {
  return (pointer, sigPtr) =>
    answerModule(self, 0, () => {
      const { func, owner } = guardPointer(program, self, pointer, signatureAt(self, sigPtr));
      return self.table.pin(func, owner);
    });
}

/** rb_take_back(handle, pointer) -> 0, or -1; a closed module has given all back. No error text: for destructors. */
function takeBack(program) {
  return (handle, pointer) => (program.byHandle.get(handle)?.table.remove(pointer >>> 0) ? 0 : -1);
}

/** rb_release(handle): rb_dlclose for destructors: a module that stays open is no error. */
function release(program, self) {
  return (handle) => {
    try {
      closeByHandle(program, handle, self);
    } catch (error) {
      if (!(error instanceof WasmPseudoLinkError)) throw error;
    }
  };
}

/** rb_dlclose(handle) -> 0, or -1 and rb_dlerror says why. */
function dlclose(program, self) {
  return (handle) =>
    answerModule(self, -1, () => {
      closeByHandle(program, handle, self);
      return 0;
    });
}

/** Gives a text to C. */
function giveText(self, key) {
  return (address, size) => {
    if (size === 0 && self[key] === '') return 0; // what wpl::call_guarded asks after each call
    return answerModule(self, 0, () => writeCString(self.requireMemory(), address, size, self[key], self.name));
  };
}

/** Gives a text to C and forgets it once it was read. */
function takeText(self, key) {
  return (address, size) =>
    answerModule(self, 0, () => {
      const text = self[key];
      const length = writeCString(self.requireMemory(), address, size, text, self.name);
      if (size !== 0) self[key] = '';
      return length;
    });
}

/**
 * rb_on_call_error(fnPtr, user): a function void(*)(void* user) of this module that is called after each failed guarded
 * call, before the call returns; it may throw an exception of its own module. 0 removes it.
 */
function onCallError(program, self) {
  return (pointer, user) =>
    answerModule(self, undefined, () => {
      if (pointer === 0) {
        self.onCallError = null;
        return;
      }
      const { func } = self.table.get(pointer);
      self.onCallError = () => func(user);
    });
}

/**
 * The services: signature, and how the function is made for one module.
 * @type {Readonly<Record<string, { signature: string, make: (program: object, self: object) => Function }>>}
 */
export const SERVICES = /* @__PURE__ */ Object.freeze({
  rb_dlopen: { signature: 'ii', make: dlopen },
  rb_find: { signature: 'ii', make: find },
  rb_dlopen_async: { signature: 'viii', make: dlopenAsync },
  rb_dlsym: { signature: 'iii', make: dlsym },
  rb_dlsym_guarded: { signature: 'iii', make: dlsymGuarded },
  rb_lend_guarded: { signature: 'iiii', make: lendGuarded },
  rb_lend_bound: { signature: 'iiiii', make: (program, self) => lendBoundBy(program, self, false) },
  rb_lend_bound_guarded: { signature: 'iiiii', make: (program, self) => lendBoundBy(program, self, true) },
  rb_take_back: { signature: 'iii', make: takeBack },
  rb_guard: { signature: 'iii', make: guard },
  rb_dlclose: { signature: 'ii', make: dlclose },
  rb_release: { signature: 'vi', make: release },
  rb_dlerror: { signature: 'iii', make: (program, self) => takeText(self, 'dlError') },
  rb_call_error: { signature: 'iii', make: (program, self) => takeText(self, 'callError') },
  rb_last_call_error: { signature: 'iii', make: (program, self) => giveText(self, 'lastCallError') },
  rb_on_call_error: { signature: 'vii', make: onCallError },
  rb_self: { signature: 'i', make: (program, self) => () => self.handle },
});
