/*
 * Another module's memory in C: WPL_DECLARE_MEMORY(module) declares the functions that get, set and copy there. For C99
 * and C++.
 *
 * The header that wasm_generate_api_header makes for a side says it for that side; main_memory.h says it for the main
 * module; so it is rarely written by hand. Say it once in a file for each module, outside of functions and namespaces.
 *
 * For module `sorter` (addresses are byte addresses, unsigned, of any alignment; calls go from wasm to wasm, and in the
 * direct file of a DIRECT side they are plain loads and stores):
 *
 *   int8_t sorter_getI8(uint32_t address)
 *       and getI16, getI32, getI64, getF32, getF64: the value at `address` in sorter's memory. Cast it to the unsigned
 *       type for unsigned values.
 *   void sorter_setI8(uint32_t address, int8_t value)
 *       and setI16, setI32, setI64, setF32, setF64: puts it there.
 *   void sorter_mts_memcpy(uint32_t dest, uint32_t src, uint32_t size)
 *       copies `size` bytes from main to side; sorter_stm_memcpy from side to main.
 *   void sorter_mts_memcpy1(uint32_t dest, uint32_t src)
 *       and 2, 4, 8, and stm_: copies that many bytes, without the cost of a general copy.
 *   uint32_t sorter_mts_addFnPtr(uint32_t fnPtr)
 *       puts main's function into the side's table and returns the side's function pointer, or 0 (rb_dlerror says why).
 *       The same function gives the same pointer, counted. stm_: the other way.
 *   uint32_t sorter_mts_removeFnPtr(uint32_t fnPtr)
 *       gives back one pointer that mts_addFnPtr returned; 1, or 0 if it is not known. stm_: likewise.
 *
 * Main and side in those names are the roles of the pair (this module, that module): the main module is always main; of
 * two sides, the one that asks (this one) is. So seen from a side, main_mts_memcpy brings data in and main_stm_memcpy
 * takes it out; seen from the main module, sorter_mts_memcpy takes data to the side and sorter_stm_memcpy fetches it.
 *
 * Errors: an address out of range traps; a copy traps before its first byte is written.
 */
#ifndef WASM_PSEUDO_LINK_MEMORY_H
#define WASM_PSEUDO_LINK_MEMORY_H

#include <wasm_pseudo_link/rb.h>

#include <stdint.h>

#if !WPL_DETAIL_UNREACHABLE && !(WPL_DETAIL_ACCESSOR_IMPORTED && WPL_DETAIL_BRIDGE_IMPORTED)

WPL_EXTERN_C_BEGIN

/* Whether `module` is "main". Not by strcmp: there may be no C library. */
WPL_INLINE int wpl_detail_is_main(const char *module) {
  return module[0] == 'm' && module[1] == 'a' && module[2] == 'i' && module[3] == 'n' && module[4] == '\0';
}

/*
 * The accessor or bridge function `name` of `module`, which must be open. It is kept for good, so the module is never
 * given back (rb_dlclose).
 */
WPL_INLINE rb_fn wpl_detail_memory_function(const char *module, const char *name) {
  const rb_handle handle = wpl_detail_is_main(module) ? RB_MAIN : rb_dlopen(module);
  const rb_fn function = handle ? rb_bridge(handle, name) : (rb_fn)0;
  if (!function) {
    WPL_FAILURE(
        "no function for another module's memory: it is not open, or (ACCESS POINTER) rb_set_bridge was not called");
  }
  return function;
}

WPL_EXTERN_C_END

#endif

/**
 * WPL_PTR(type, module): a pointer into `module`'s memory in declarations that modules in C and C++ share: `type *` in
 * that module itself. In every other one it is wpl::ptr<type, module's tag> in C++20, which knows whose address it is,
 * and uint32_t in C and older C++, which is what they pass to the module's accessor and bridge. One wasm i32 in all.
 *
 *     WPL_EXTERN_C SORTER_API void sort_delays(WPL_PTR(int16_t, main) first, uint32_t n);
 *
 * module: `main`, or the name of a side. In C++20 its tag must be there: include the side's API header, or
 * <wasm_pseudo_link/wasm_pseudo_link.hpp> for `main`. A number becomes such a pointer by wpl::unsafe_ptr, and back by
 * local_address().
 */
#if defined(__cplusplus) && __cplusplus >= 202002L
#define WPL_PTR(type, module) ::wpl::ptr<type, ::wpl::modules::module>
#else
#define WPL_PTR(type, module) WPL_DETAIL_PTR_OF(module##_EXPORTS, type)

/* <side>_EXPORTS is 1 in the side itself, and no macro elsewhere; the main module gets the like. */
#if defined(WPL_MAIN_MODULE) && !defined(main_EXPORTS)
#define main_EXPORTS 1
#endif
#define WPL_DETAIL_PTR_OF(own, type) WPL_DETAIL_PTR_OF_(own, type)
#define WPL_DETAIL_PTR_OF_(own, type) WPL_DETAIL_SECOND(WPL_DETAIL_IS_OWN_##own type *, uint32_t, )
#define WPL_DETAIL_IS_OWN_1 ,
#define WPL_DETAIL_IS_OWN_ ,
#define WPL_DETAIL_SECOND(...) WPL_DETAIL_SECOND_(__VA_ARGS__)
#define WPL_DETAIL_SECOND_(first, second, ...) second
#endif

/* The three ways to make one function available: WPL_DETAIL_..(module, field, parameters, arguments). */

#define WPL_DETAIL_REFUSED_VALUE(result, module, field, parameters, arguments) \
  result module##_##field parameters WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT);
#define WPL_DETAIL_REFUSED_VOID(module, field, parameters, arguments) \
  void module##_##field parameters WPL_DETAIL_UNAVAILABLE(WPL_DETAIL_NONE_TEXT);

#define WPL_DETAIL_IMPORTED_VALUE(result, module, field, parameters, arguments) \
  WPL_NOTHROW WPL_DETAIL_FROM_LOADER(#module "_" #field) result module##_##field parameters;
#define WPL_DETAIL_IMPORTED_VOID(module, field, parameters, arguments) \
  WPL_NOTHROW WPL_DETAIL_FROM_LOADER(#module "_" #field) void module##_##field parameters;

#define WPL_DETAIL_LOOKED_UP_VALUE(result, module, field, parameters, arguments) \
  WPL_INLINE result module##_##field parameters {                                \
    typedef result(*function) parameters;                                        \
    static function cached;                                                      \
    if (!cached) cached = (function)wpl_detail_memory_function(#module, #field); \
    return cached arguments;                                                     \
  }
#define WPL_DETAIL_LOOKED_UP_VOID(module, field, parameters, arguments)          \
  WPL_INLINE void module##_##field parameters {                                  \
    typedef void(*function) parameters;                                          \
    static function cached;                                                      \
    if (!cached) cached = (function)wpl_detail_memory_function(#module, #field); \
    cached arguments;                                                            \
  }

#if WPL_DETAIL_UNREACHABLE
#define WPL_DETAIL_ACCESSOR_VALUE WPL_DETAIL_REFUSED_VALUE
#define WPL_DETAIL_ACCESSOR_VOID WPL_DETAIL_REFUSED_VOID
#elif WPL_DETAIL_ACCESSOR_IMPORTED
#define WPL_DETAIL_ACCESSOR_VALUE WPL_DETAIL_IMPORTED_VALUE
#define WPL_DETAIL_ACCESSOR_VOID WPL_DETAIL_IMPORTED_VOID
#else
#define WPL_DETAIL_ACCESSOR_VALUE WPL_DETAIL_LOOKED_UP_VALUE
#define WPL_DETAIL_ACCESSOR_VOID WPL_DETAIL_LOOKED_UP_VOID
#endif

#if WPL_DETAIL_UNREACHABLE
#define WPL_DETAIL_BRIDGE_VALUE WPL_DETAIL_REFUSED_VALUE
#define WPL_DETAIL_BRIDGE_VOID WPL_DETAIL_REFUSED_VOID
#elif WPL_DETAIL_BRIDGE_IMPORTED
#define WPL_DETAIL_BRIDGE_VALUE WPL_DETAIL_IMPORTED_VALUE
#define WPL_DETAIL_BRIDGE_VOID WPL_DETAIL_IMPORTED_VOID
#else
#define WPL_DETAIL_BRIDGE_VALUE WPL_DETAIL_LOOKED_UP_VALUE
#define WPL_DETAIL_BRIDGE_VOID WPL_DETAIL_LOOKED_UP_VOID
#endif

#define WPL_DETAIL_ELEMENT(module, letters, type)                                      \
  WPL_DETAIL_ACCESSOR_VALUE(type, module, get##letters, (uint32_t address), (address)) \
  WPL_DETAIL_ACCESSOR_VOID(module, set##letters, (uint32_t address, type value), (address, value))

#define WPL_DETAIL_DIRECTION(module, direction)                                                                       \
  WPL_DETAIL_BRIDGE_VOID(module, direction##_memcpy, (uint32_t dest, uint32_t src, uint32_t size), (dest, src, size)) \
  WPL_DETAIL_BRIDGE_VOID(module, direction##_memcpy1, (uint32_t dest, uint32_t src), (dest, src))                     \
  WPL_DETAIL_BRIDGE_VOID(module, direction##_memcpy2, (uint32_t dest, uint32_t src), (dest, src))                     \
  WPL_DETAIL_BRIDGE_VOID(module, direction##_memcpy4, (uint32_t dest, uint32_t src), (dest, src))                     \
  WPL_DETAIL_BRIDGE_VOID(module, direction##_memcpy8, (uint32_t dest, uint32_t src), (dest, src))                     \
  WPL_DETAIL_BRIDGE_VALUE(uint32_t, module, direction##_addFnPtr, (uint32_t fnPtr), (fnPtr))                          \
  WPL_DETAIL_BRIDGE_VALUE(uint32_t, module, direction##_removeFnPtr, (uint32_t fnPtr), (fnPtr))

/*
 * A function that does nothing, called where this module allocates in the memory of `module`. Under emcc its import
 * tells the build, which then checks that the module has an allocator (js/tools/app/import_checks.mjs).
 */
#if defined(__EMSCRIPTEN__) && WPL_DETAIL_ACCESSOR_IMPORTED && !WPL_DETAIL_UNREACHABLE
#define WPL_DETAIL_DECLARE_ALLOCATES(module) WPL_NOTHROW void module##_allocates(void);
#define WPL_DETAIL_ALLOCATES(module) ::module##_allocates()
#else
#define WPL_DETAIL_DECLARE_ALLOCATES(module)
#define WPL_DETAIL_ALLOCATES(module) static_cast<void>(0)
#endif

/** Declares (or, where the access mode has no imports, defines) the functions listed above for `module`. */
#define WPL_DECLARE_MEMORY(module)         \
  WPL_EXTERN_C_BEGIN                       \
  WPL_DETAIL_ELEMENT(module, I8, int8_t)   \
  WPL_DETAIL_ELEMENT(module, I16, int16_t) \
  WPL_DETAIL_ELEMENT(module, I32, int32_t) \
  WPL_DETAIL_ELEMENT(module, I64, int64_t) \
  WPL_DETAIL_ELEMENT(module, F32, float)   \
  WPL_DETAIL_ELEMENT(module, F64, double)  \
  WPL_DETAIL_DIRECTION(module, mts)        \
  WPL_DETAIL_DIRECTION(module, stm)        \
  WPL_DETAIL_DECLARE_ALLOCATES(module)     \
  WPL_EXTERN_C_END

#endif
