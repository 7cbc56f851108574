/*
 * The C interface to other modules, after dlfcn: open by name, look up by name, close, ask what went wrong. For C99 and
 * C++, in main modules and in sides of every access mode but NONE. All of it rests on one function, rbBridge(library,
 * name).
 *
 * Text and pointers given to these functions are in this module's own memory; function pointers returned are in this
 * module's own table and are called directly: wasm to wasm unless the function says otherwise. Looking up goes through
 * JavaScript, so look up once and keep the pointer.
 */
#ifndef WASM_PSEUDO_LINK_RB_H
#define WASM_PSEUDO_LINK_RB_H

#include <wasm_pseudo_link/detail/allocator.h>
#include <wasm_pseudo_link/detail/config.h>

#include <stddef.h>
#include <stdint.h>

WPL_EXTERN_C_BEGIN

/** Names an open module to the functions below. Never reused while the program runs. */
typedef uint32_t rb_handle;

/** A function pointer of any type, to be cast to the right one before it is called. */
typedef void (*rb_fn)(void);

/** The type of rbBridge. */
typedef rb_fn (*rb_bridge_fn)(rb_handle library, const char *name);

/** No module: what rb_dlopen returns when it fails. */
#define RB_NONE ((rb_handle)0)

/** The main module, always open. */
#define RB_MAIN ((rb_handle)1)

#if WPL_DETAIL_UNREACHABLE

/* Declared so that their use is an error which says why. */
#define WPL_DETAIL_NO_RB WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT)
void rb_set_bridge(rb_bridge_fn bridge) WPL_DETAIL_NO_RB;
rb_fn rb_bridge(rb_handle handle, const char *name) WPL_DETAIL_NO_RB;
uint32_t rb_bridge_for(rb_handle handle) WPL_DETAIL_NO_RB;
rb_handle rb_self(void) WPL_DETAIL_NO_RB;
rb_handle rb_dlopen(const char *name) WPL_DETAIL_NO_RB;
void rb_dlopen_async(const char *name, void (*callback)(rb_handle, void *), void *user) WPL_DETAIL_NO_RB;
void rb_open_async(const char *address, const char *interface, const char *options, void (*callback)(rb_handle, void *),
                   void *user) WPL_DETAIL_NO_RB;
rb_fn rb_dlsym(rb_handle handle, const char *name) WPL_DETAIL_NO_RB;
rb_fn rb_dlsym_guarded(rb_handle handle, const char *name) WPL_DETAIL_NO_RB;
int rb_dlclose(rb_handle handle) WPL_DETAIL_NO_RB;
const char *rb_dlerror(void) WPL_DETAIL_NO_RB;
const char *rb_call_error(void) WPL_DETAIL_NO_RB;
void rb_on_call_error(void (*handler)(void *user), void *user) WPL_DETAIL_NO_RB;
uint32_t rb_lend(rb_handle handle, rb_fn function) WPL_DETAIL_NO_RB;
uint32_t rb_lend_guarded(rb_handle handle, rb_fn function, const char *signature) WPL_DETAIL_NO_RB;
int rb_take_back(rb_handle handle, uint32_t lent) WPL_DETAIL_NO_RB;
rb_handle rb_find(const char *name) WPL_DETAIL_NO_RB;
void rb_release(rb_handle handle) WPL_DETAIL_NO_RB;
rb_fn rb_guard(rb_fn function, const char *signature) WPL_DETAIL_NO_RB;
uint32_t rb_last_call_error(char *buffer, uint32_t size) WPL_DETAIL_NO_RB;
uint32_t rb_call_error_stack(char *buffer, uint32_t size) WPL_DETAIL_NO_RB;
uint32_t rb_lend_bound(rb_handle handle, rb_fn function, void *context, const char *signature) WPL_DETAIL_NO_RB;
uint32_t rb_lend_bound_guarded(rb_handle handle, rb_fn function, void *context, const char *signature) WPL_DETAIL_NO_RB;

#else

/* ---- rbBridge itself ---- */

#if WPL_DETAIL_RB_IMPORTED

/* wasm import env.rbBridge */
WPL_NOTHROW WPL_DETAIL_FROM_LOADER("rbBridge") rb_fn rbBridge(rb_handle library, const char *name);

/**
 * Gives this module its rbBridge. Only a side with ACCESS POINTER needs it, first thing in its init function; in all
 * other modules, which import rbBridge, it does nothing, so that the same source compiles in each access mode.
 *
 * @param bridge  what the main module got from rb_bridge_for(side), now a function pointer of this module
 */
WPL_INLINE void rb_set_bridge(rb_bridge_fn bridge) { (void)bridge; }

#define WPL_DETAIL_HAS_BRIDGE 1
#define WPL_DETAIL_CALL_BRIDGE(library, name) rbBridge(library, name)

#else

/* One variable a module: a weak definition, the linker keeps one of them. */
extern rb_bridge_fn wpl_detail_bridge;
WPL_DETAIL_WEAK rb_bridge_fn wpl_detail_bridge = 0;

WPL_INLINE void rb_set_bridge(rb_bridge_fn bridge) { wpl_detail_bridge = bridge; }

#define WPL_DETAIL_HAS_BRIDGE (wpl_detail_bridge != 0)
#define WPL_DETAIL_CALL_BRIDGE(library, name) (wpl_detail_bridge ? wpl_detail_bridge(library, name) : (rb_fn)0)

#endif

WPL_INLINE rb_fn rb_dlsym(rb_handle handle, const char *name);

/* The loader's own functions are found as functions of library 0. */
WPL_INLINE rb_fn wpl_detail_service(const char *name) { return WPL_DETAIL_CALL_BRIDGE(0, name); }

/**
 * Looks up a function that belongs to a module rather than being exported by it.
 *
 * @param handle  the module meant
 * @param name    an accessor function over its memory ("getI32", "setF64" ...); a bridge function of the pair (this
 *                module, that module) ("mts_memcpy", "stm_addFnPtr" ...): if one of the two is main, it is the bridge's
 *                main, else this module is; "rbBridge": that module's own rbBridge, whose name argument is in its
 *                memory and whose result is in its table; or an exported function, as with rb_dlsym
 * @return the function, or NULL: rb_dlerror says why. Valid while the module is open.
 *
 * Cost: goes through JavaScript.
 */
WPL_INLINE rb_fn rb_bridge(rb_handle handle, const char *name) {
  /* Library 0 has the loader's own functions, which a handle that a failed look-up gave must not find. */
  return handle == RB_NONE ? rb_dlsym(handle, name) : WPL_DETAIL_CALL_BRIDGE(handle, name);
}

/** This module's own handle: RB_MAIN in the main module. Cost: a call through JavaScript. */
WPL_INLINE rb_handle rb_self(void) {
  typedef rb_handle (*service)(void);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_self");
  return cached ? cached() : RB_NONE;
}

/* ---- Modules ---- */

/**
 * Opens a module, or finds it open: each successful call wants one rb_dlclose.
 *
 * @param name  the module's name: that of its CMake target; "main", or NULL as with dlopen, for the main module
 * @return its handle, or RB_NONE: rb_dlerror says why. A side in SIDES is open from the start and always found. One in
 *         LAZY_SIDES must be there already (rb_dlopen_async, or the loader's open()), since fetching takes time that C
 *         code cannot wait for.
 */
WPL_INLINE rb_handle rb_dlopen(const char *name) {
  typedef rb_handle (*service)(const char *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_dlopen");
  return cached ? cached(name) : RB_NONE;
}

/**
 * As rb_dlopen, but not counted: wants no rb_dlclose, and does not keep a lazy module open.
 *
 * @param name  as for rb_dlopen
 * @return the handle of a module that is open, or RB_NONE: rb_dlerror says why
 */
WPL_INLINE rb_handle rb_find(const char *name) {
  typedef rb_handle (*service)(const char *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_find");
  return cached ? cached(name) : RB_NONE;
}

/**
 * Opens a module of LAZY_SIDES: fetches, checks and starts it if it is not open yet.
 *
 * @param name      the module's name
 * @param callback  called later, from JavaScript's event loop and never from inside this call, with the handle, or with
 *                  RB_NONE after a failure: rb_dlerror, called inside the callback, says why
 * @param user      given back to the callback
 */
WPL_INLINE void rb_dlopen_async(const char *name, void (*callback)(rb_handle handle, void *user), void *user) {
  typedef void (*service)(const char *, void (*)(rb_handle, void *), void *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_dlopen_async");
  if (cached) {
    cached(name, callback, user);
  } else {
    callback(RB_NONE, user); /* no rbBridge: nothing could ever call back */
  }
}

/**
 * Opens a plugin: a side that main did not know when it was built (PLUGIN_INTERFACES). Reads, checks and starts it.
 *
 * @param address    of its .wasm or .side.json, relative to the app's folder
 * @param interface  the one that it must implement
 * @param options    NULL, or options of open() in JavaScript as a JSON object: as, access, guarded, maxMemory (bytes),
 *                   integrity. Without them it has ACCESS NONE and 256 MiB, and is called by its own name.
 * @param callback   called later, from JavaScript's event loop and never from inside this call, with the handle, or
 *                   with RB_NONE after a failure: rb_dlerror, called inside the callback, says why. The handle needs
 *                   one rb_dlclose.
 * @param user       given back to the callback
 */
WPL_INLINE void rb_open_async(const char *address, const char *interface, const char *options,
                              void (*callback)(rb_handle handle, void *user), void *user) {
  typedef void (*service)(const char *, const char *, const char *, void (*)(rb_handle, void *), void *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_open_async");
  if (cached) {
    cached(address, interface, options, callback, user);
  } else {
    callback(RB_NONE, user); /* an app without PLUGIN_INTERFACES */
  }
}

/**
 * Looks up an exported function of an open module.
 *
 * @param handle  from rb_dlopen
 * @param name    "sort", or with the signature that you are going to call it with, "sort:vii": one letter for the
 *                result, then one for each parameter; v none, i 32-bit integer, enum or pointer, j 64-bit integer, f
 *                float, d double. With it a wrong guess is an error here instead of a trap at the call.
 * @return the function, to be cast to its type, or NULL: rb_dlerror says why. Calls are wasm to wasm and unguarded.
 *         Valid while the module is open.
 */
WPL_INLINE rb_fn rb_dlsym(rb_handle handle, const char *name) {
  typedef rb_fn (*service)(rb_handle, const char *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_dlsym");
  return cached ? cached(handle, name) : (rb_fn)0;
}

/**
 * As rb_dlsym, but what it returns is guarded: if the call ends in a trap or an exception, the stack pointers of the
 * modules that it entered are put back, it returns 0, and rb_call_error has the text. Cost: each call goes through
 * JavaScript.
 */
WPL_INLINE rb_fn rb_dlsym_guarded(rb_handle handle, const char *name) {
  typedef rb_fn (*service)(rb_handle, const char *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_dlsym_guarded");
  return cached ? cached(handle, name) : (rb_fn)0;
}

/**
 * The same function guarded, as rb_dlsym_guarded gives it: for pointers that are there already.
 *
 * @param function   a function pointer of this module; the function behind it may be any module's
 * @param signature  of the function, as after the colon in rb_dlsym's names: "vii"
 * @return a function pointer of this module, the same each time, or NULL: rb_dlerror says why. Valid while the module
 *         that has the function is open. Cost: each call goes through JavaScript.
 */
WPL_INLINE rb_fn rb_guard(rb_fn function, const char *signature) {
  typedef rb_fn (*service)(rb_fn, const char *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_guard");
  return cached ? cached(function, signature) : (rb_fn)0;
}

/**
 * Gives back what one rb_dlopen took. With the last one a lazy module is closed, and its handle and all functions
 * looked up through it become invalid.
 *
 * It gives back an open of this module, or of another one that has passed the handle on; never one of JavaScript.
 *
 * @return 0, or -1: rb_dlerror says why (handle closed before; the module is in SIDES and lives as long as main; its
 *         code is running; an open module imports from it; only JavaScript has it open).
 */
WPL_INLINE int rb_dlclose(rb_handle handle) {
  typedef int (*service)(rb_handle);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_dlclose");
  return cached ? cached(handle) : -1;
}

/**
 * As rb_dlclose, for clean-up code that cannot deal with errors: leaves no text for rb_dlerror, also where the module
 * stays open because it is in SIDES. If its code is running or an open module imports from it, the open is given back
 * all the same, and the module closes when that has ended and the next module is opened or closed.
 */
WPL_INLINE void rb_release(rb_handle handle) {
  typedef void (*service)(rb_handle);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_release");
  if (cached) cached(handle);
}

/* ---- Errors ---- */

#define WPL_DETAIL_ERROR_SIZE 1024

/* Reads an error text of the loader into `buffer`; NULL if there is none. */
WPL_INLINE const char *wpl_detail_read_error(rb_fn service, char *buffer) {
  typedef uint32_t (*reader)(char *, uint32_t);
  if (!service) return NULL;
  if (((reader)service)(buffer, WPL_DETAIL_ERROR_SIZE) == 0) return NULL;
  buffer[WPL_DETAIL_ERROR_SIZE - 1] = '\0';
  return buffer;
}

/**
 * What went wrong in the last failed function of this header that was called by this module, and forgets it.
 *
 * A function that was given RB_NONE keeps an earlier text: that of the rb_dlopen which failed says more.
 *
 * @return the text (UTF-8, cut to 1023 bytes) in a static buffer that the next call overwrites, or NULL if nothing
 *         failed since the last call
 */
WPL_INLINE const char *rb_dlerror(void) {
  static rb_fn cached;
  static char buffer[WPL_DETAIL_ERROR_SIZE];
  if (!WPL_DETAIL_HAS_BRIDGE) {
    return "this side has ACCESS POINTER and no rbBridge yet; let its init function call rb_set_bridge first";
  }
  if (!cached) cached = wpl_detail_service("rb_dlerror");
  return wpl_detail_read_error(cached, buffer);
}

/**
 * How the last guarded call made by this module ended: the callee's module and function, and the trap's or exception's
 * text. A guarded call is one through rb_dlsym_guarded, a function lent by rb_lend_guarded, or the API header of a
 * GUARDED side.
 *
 * @return the text (UTF-8, cut to 1023 bytes) in a static buffer that the next call overwrites, or NULL if the call
 *         succeeded or its error was read before
 */
WPL_INLINE const char *rb_call_error(void) {
  static rb_fn cached;
  static char buffer[WPL_DETAIL_ERROR_SIZE];
  if (!cached) cached = wpl_detail_service("rb_call_error");
  return wpl_detail_read_error(cached, buffer);
}

/**
 * The text that rb_call_error has, not forgotten when it is read, by whomever.
 *
 * @param buffer  of this module; gets the text (UTF-8) cut to `size` - 1 bytes, and a NUL
 * @param size    in bytes; 0 asks for the length alone and needs no buffer
 * @return length of the whole text in bytes without the NUL; 0 if the last guarded call made by this module succeeded
 */
WPL_INLINE uint32_t rb_last_call_error(char *buffer, uint32_t size) {
  typedef uint32_t (*service)(char *, uint32_t);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_last_call_error");
  return cached ? cached(buffer, size) : 0;
}

/**
 * The stack of the last guarded call made by this module, if it failed: where the trap or exception happened, and who
 * called, a frame a line, the innermost first. V8 (Node, Chromium) names the module and function of each frame, and
 * its place in the module's file; other engines write what they know. docs/debugging.md says how functions get names.
 * Cost: the engine writes the text in this call. A failure costs nothing more if its stack is not read.
 *
 * @param buffer  of this module; gets the text (UTF-8) cut to `size` - 1 bytes, and a NUL
 * @param size    in bytes; 0 asks for the length alone and needs no buffer
 * @return length of the whole text in bytes without the NUL; 0 if the call succeeded, or what was thrown has no stack
 */
WPL_INLINE uint32_t rb_call_error_stack(char *buffer, uint32_t size) {
  typedef uint32_t (*service)(char *, uint32_t);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_call_error_stack");
  return cached ? cached(buffer, size) : 0;
}

/**
 * Has a function called whenever a guarded call made by this module fails, before the call returns 0: one place for
 * those who do not want to ask rb_call_error after each call. The handler may call rb_call_error.
 *
 * @param handler  NULL to stop; there is one a module, the last one given
 * @param user     given back to the handler
 */
WPL_INLINE void rb_on_call_error(void (*handler)(void *user), void *user) {
  typedef void (*service)(void (*)(void *), void *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_on_call_error");
  if (cached) cached(handler, user);
}

/* ---- Functions lent to other modules ---- */

/**
 * Puts a function of this module into another module's table, so that the other can call it.
 *
 * @param handle    the module that shall call it
 * @param function  a function pointer of this module
 * @return a function pointer of the OTHER module (give it to that module, do not call it), or 0: rb_dlerror says why.
 *         The same function gives the same pointer, counted: each call wants one rb_take_back. Calls are wasm to wasm
 *         and unguarded.
 */
WPL_INLINE uint32_t rb_lend(rb_handle handle, rb_fn function) {
  typedef uint32_t (*adder)(rb_fn);
  /* Towards main the function goes from the bridge's side to its main; towards a side the other way. */
  const adder add = (adder)rb_bridge(handle, handle == RB_MAIN ? "stm_addFnPtr" : "mts_addFnPtr");
  return add ? add(function) : 0;
}

/**
 * As rb_lend, but guarded: if the function ends in a trap or exception when the other module calls it, its caller gets
 * 0, and that module's rb_call_error has the text. Cost: each call goes through JavaScript.
 *
 * @param signature  of the function, as after the colon in rb_dlsym's names: "vii"
 */
WPL_INLINE uint32_t rb_lend_guarded(rb_handle handle, rb_fn function, const char *signature) {
  typedef uint32_t (*service)(rb_handle, rb_fn, const char *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_lend_guarded");
  return cached ? cached(handle, function, signature) : 0;
}

/**
 * Lends a function together with a context of its own: a callback that has state. What the other module calls with
 * (a, b) becomes function(context, a, b), from wasm to wasm with no JavaScript in the call.
 *
 * @param handle     the module that shall call it; this module's own is fine too
 * @param function   a function pointer of this module, with a first parameter more than `signature` says: the context
 * @param context    given to the function, never read; what it points to must live until rb_take_back
 * @param signature  as the other module calls it, so without the context: "vii"
 * @return a function pointer of the OTHER module, or 0: rb_dlerror says why. Each call gives a new one, which wants one
 *         rb_take_back. From then on, or when this module is closed, calls of it are an error (CALLBACK_DEAD) that
 *         names it; about 32 callbacks later its slot in the other's table is used again.
 *
 * Cost: lending makes a small wasm instance, about 20 us.
 */
WPL_INLINE uint32_t rb_lend_bound(rb_handle handle, rb_fn function, void *context, const char *signature) {
  typedef uint32_t (*service)(rb_handle, rb_fn, void *, const char *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_lend_bound");
  return cached ? cached(handle, function, context, signature) : 0;
}

/** As rb_lend_bound, but guarded as rb_lend_guarded does it: each call goes through JavaScript. */
WPL_INLINE uint32_t rb_lend_bound_guarded(rb_handle handle, rb_fn function, void *context, const char *signature) {
  typedef uint32_t (*service)(rb_handle, rb_fn, void *, const char *);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_lend_bound_guarded");
  return cached ? cached(handle, function, context, signature) : 0;
}

/**
 * Takes back a function that rb_lend or one of its kin has lent; with the last one its slot in the other's table is
 * freed.
 *
 * @param handle  the module that it was lent to; if that is closed, there is nothing left to take back
 * @param lent    what the lending function returned
 * @return 0, or -1 if the pointer is not a lent one. Leaves no text for rb_dlerror.
 */
WPL_INLINE int rb_take_back(rb_handle handle, uint32_t lent) {
  typedef int (*service)(rb_handle, uint32_t);
  static service cached;
  if (!cached) cached = (service)wpl_detail_service("rb_take_back");
  return cached ? cached(handle, lent) : -1;
}

/**
 * Lends a module its own rbBridge: what a side with ACCESS POINTER wants in its init function.
 *
 *     rb_handle sorter = rb_dlopen("sorter");
 *     sorter_init(rb_bridge_for(sorter));      // in the side: void sorter_init(rb_bridge_fn b) { rb_set_bridge(b); }
 *
 * @return a function pointer of that module, or 0: rb_dlerror says why
 */
WPL_INLINE uint32_t rb_bridge_for(rb_handle handle) {
  const rb_fn bridge = rb_bridge(handle, "rbBridge");
  return bridge ? rb_lend(handle, bridge) : 0;
}

#endif /* WPL_DETAIL_UNREACHABLE */

WPL_EXTERN_C_END

#endif
