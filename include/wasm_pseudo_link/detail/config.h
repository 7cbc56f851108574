/*
 * What a source file is compiled for, and how it therefore reaches other modules. For C99 and C++; included by all
 * other headers, not meant to be included alone.
 *
 * Defined by WasmPseudoLink's CMake functions, never by hand:
 *
 *     WPL_MAIN_MODULE=1     the file is part of a main module
 *     <side>_EXPORTS        the file is part of the side module <side> (also by linking <side>::self)
 *     WPL_ACCESS_<mode>=1   the file is part of a side with access mode DIRECT, IMPORT, ACCESSOR, POINTER or NONE
 *     WPL_NO_JS=1           the file is part of a side that Emscripten links without JavaScript (NO_JS)
 *     WPL_IMPLEMENTS_<name>=1   the file is part of a side that implements the interface <name>
 *     WPL_MODULE_NAME       the module's name, as a string
 *     WPL_TESTING=1         the file is part of a unit test (target WasmPseudoLink::testing): the memories of all other
 *                           modules are byte arrays, see testing/loopback.hpp
 *
 * A static library that becomes part of several modules has none of them: it sees every module as another one and
 * reaches all by wasm imports, so it links into main modules and into sides with ACCESS DIRECT or IMPORT.
 *
 * So does a module that plain clang compiles (--target=wasm32, with or without wasi-libc), which CMake's functions do
 * not see and which needs none of the definitions for ACCESS DIRECT or IMPORT. It defines by hand what it wants of the
 * above; docs/clang.md says when. The C headers want no C library then.
 */
#ifndef WASM_PSEUDO_LINK_CONFIG_H
#define WASM_PSEUDO_LINK_CONFIG_H

#include <wasm_pseudo_link/version.h>

#if defined(WPL_MAIN_MODULE) + defined(WPL_ACCESS_DIRECT) + defined(WPL_ACCESS_IMPORT) +        \
        defined(WPL_ACCESS_ACCESSOR) + defined(WPL_ACCESS_POINTER) + defined(WPL_ACCESS_NONE) > \
    1
#error \
    "WasmPseudoLink: this file is compiled for two kinds of module at once (more than one of WPL_MAIN_MODULE and \
WPL_ACCESS_...). A static library that is part of several modules must link none of their ::self targets."
#endif

/*
 * How other modules are reached. 1: by a wasm import; 0: looked up through rbBridge at first use (accessor and bridge),
 * or given by rb_set_bridge (rbBridge itself). WPL_DETAIL_UNREACHABLE is 1 where none of them is (ACCESS NONE).
 */
#define WPL_DETAIL_ACCESSOR_IMPORTED 1
#define WPL_DETAIL_BRIDGE_IMPORTED 1
#define WPL_DETAIL_RB_IMPORTED 1
#define WPL_DETAIL_UNREACHABLE 0
#if defined(WPL_ACCESS_ACCESSOR)
#undef WPL_DETAIL_BRIDGE_IMPORTED
#define WPL_DETAIL_BRIDGE_IMPORTED 0
#elif defined(WPL_ACCESS_POINTER)
#undef WPL_DETAIL_ACCESSOR_IMPORTED
#undef WPL_DETAIL_BRIDGE_IMPORTED
#undef WPL_DETAIL_RB_IMPORTED
#define WPL_DETAIL_ACCESSOR_IMPORTED 0
#define WPL_DETAIL_BRIDGE_IMPORTED 0
#define WPL_DETAIL_RB_IMPORTED 0
#elif defined(WPL_ACCESS_NONE)
#undef WPL_DETAIL_UNREACHABLE
#define WPL_DETAIL_UNREACHABLE 1
#endif

/* WPL_EXTERN_C: before a declaration that C and C++ shall both read as a C function. */
#if defined(__cplusplus)
#define WPL_EXTERN_C extern "C"
#define WPL_EXTERN_C_BEGIN extern "C" {
#define WPL_EXTERN_C_END }
/* One copy a module, so that what it caches is looked up once a module. */
#define WPL_INLINE inline
#else
#define WPL_EXTERN_C
#define WPL_EXTERN_C_BEGIN
#define WPL_EXTERN_C_END
#define WPL_INLINE static inline
#endif

/*
 * WPL_DETAIL_FROM_LOADER(name): before a function that the loader puts in place, by the name of its wasm import. Under
 * emcc a js-library declares it to the linker, elsewhere the declaration itself does.
 */
#if defined(__wasm__) && (!defined(__EMSCRIPTEN__) || defined(WPL_NO_JS))
#define WPL_DETAIL_FROM_LOADER(name) __attribute__((import_module("env"), import_name(name)))
#else
#define WPL_DETAIL_FROM_LOADER(name)
#endif

#if defined(__GNUC__)
/* Accessor and bridge functions may trap but never throw C++: spares the landing pads around each call. */
#define WPL_NOTHROW __attribute__((nothrow))
#define WPL_DETAIL_WEAK __attribute__((weak))
#define WPL_DETAIL_UNAVAILABLE(text) __attribute__((unavailable(text)))
#else
#error "WasmPseudoLink: needs clang (Emscripten's or plain) or g++ (native tests)."
#endif

#define WPL_DETAIL_NONE_TEXT                                                                                        \
  "WasmPseudoLink: this side has ACCESS NONE: it reaches no other module's memory, functions or rbBridge. Pass it " \
  "values and let the main module copy data in and out, or give the side another ACCESS in add_wasm_side_module"

/*
 * WPL_FAILURE(text): what happens when a call breaks a precondition that only the running program can know, such as a
 * range that ends beyond 32 bits. Define it before the first include of these headers, and the same in all files of a
 * module, to report in your own way; it must not return. Default: a failed assert, which says the text; with NDEBUG or
 * without a C library a trap. In unit tests (WPL_TESTING) of C++ with exceptions: wpl::testing::failure is thrown.
 */
#if !defined(WPL_FAILURE)
#if defined(WPL_TESTING) && defined(__cpp_exceptions) && __cplusplus >= 202002L
#include <wasm_pseudo_link/testing/failure.hpp>
#define WPL_FAILURE(text) ::wpl::testing::fail(text)
#elif !__has_include(<assert.h>)
#define WPL_FAILURE(text) __builtin_trap()
#else
#include <assert.h>
#define WPL_FAILURE(text) (assert(0 && text), __builtin_trap())
#endif
#endif

#endif
