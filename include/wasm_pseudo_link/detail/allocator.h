/*
 * This module's allocator, lent to the other modules: wpl_malloc and wpl_free, which each main and side module exports.
 * For C99 and C++; included by rb.h, and so by every generated API header.
 *
 *   uint32_t wpl_malloc(uint32_t size)
 *       as malloc: the address of `size` bytes in this module's memory, with indeterminate values, or 0 if there are
 *       none. May grow the memory.
 *   void wpl_free(uint32_t address)
 *       as free: gives back what wpl_malloc or this module's own malloc returned; 0 is allowed.
 *
 * Other modules find them by rb_dlsym(handle, "wpl_malloc:ii") and rb_dlsym(handle, "wpl_free:vi"), or use wpl::buffer
 * and wpl::string, which do that. They are malloc and free of this module's C library, so a block may be allocated in
 * one module and freed in the other. Plain exports of malloc would not do: emcc removes them, and an export named
 * malloc would be taken for the importing module's own.
 *
 * A module in which nothing calls malloc gets no allocator by this header (some 40 bytes of code; with -flto emcc links
 * one, some 7 KB): its wpl_malloc always returns 0, and a wpl::buffer or wpl::string in its memory is an error of
 * main's link. If others shall allocate in it all the same, or if it replaces malloc and free by its own, compile all
 * of it with WPL_KEEP_ALLOCATOR=1:
 *
 *     target_compile_definitions(sorter PRIVATE WPL_KEEP_ALLOCATOR=1)
 */
#ifndef WASM_PSEUDO_LINK_ALLOCATOR_H
#define WASM_PSEUDO_LINK_ALLOCATOR_H

#include <wasm_pseudo_link/detail/config.h>

#if defined(__wasm__) && (defined(WPL_MAIN_MODULE) || defined(WPL_ACCESS_DIRECT) || defined(WPL_ACCESS_IMPORT) || \
                          defined(WPL_ACCESS_ACCESSOR) || defined(WPL_ACCESS_POINTER) || defined(WPL_ACCESS_NONE))

#include <stddef.h>
#include <stdint.h>

#if defined(WPL_KEEP_ALLOCATOR)
#include <stdlib.h>
#endif

WPL_EXTERN_C_BEGIN

/* Exported under their own names; weak, since each file of a module defines them. */
#define WPL_DETAIL_LENT(name) __attribute__((weak, used, export_name(#name)))

WPL_DETAIL_LENT(wpl_malloc) uint32_t wpl_malloc(uint32_t size);
WPL_DETAIL_LENT(wpl_free) void wpl_free(uint32_t address);

#if defined(WPL_KEEP_ALLOCATOR)

uint32_t wpl_malloc(uint32_t size) { return (uint32_t)(uintptr_t)malloc(size); }
void wpl_free(uint32_t address) { free((void *)(uintptr_t)address); }

#else

/* Emscripten's other names of malloc and free. A weak reference is null unless something else links them. */
WPL_DETAIL_WEAK void *emscripten_builtin_malloc(size_t size);
WPL_DETAIL_WEAK void emscripten_builtin_free(void *block);

uint32_t wpl_malloc(uint32_t size) {
  return emscripten_builtin_malloc ? (uint32_t)(uintptr_t)emscripten_builtin_malloc(size) : 0;
}
void wpl_free(uint32_t address) {
  if (emscripten_builtin_free) emscripten_builtin_free((void *)(uintptr_t)address);
}

#endif

WPL_EXTERN_C_END

#endif

#endif
