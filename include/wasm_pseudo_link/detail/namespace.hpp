/*
 * The inline version namespace of all C++ names: two versions of these headers in one program do not mix silently.
 */
#ifndef WASM_PSEUDO_LINK_NAMESPACE_HPP
#define WASM_PSEUDO_LINK_NAMESPACE_HPP

#include <wasm_pseudo_link/detail/config.h>

#if !defined(__cplusplus) || __cplusplus < 202002L
#error "WasmPseudoLink: the C++ headers (.hpp) need C++20; rb.h and memory.h work with C99 and older C++."
#endif

#define WPL_DETAIL_JOIN_(a, b, c) a##b##_##c
#define WPL_DETAIL_JOIN(a, b, c) WPL_DETAIL_JOIN_(a, b, c)
#define WPL_DETAIL_VERSION_NAMESPACE WPL_DETAIL_JOIN(v, WPL_VERSION_MAJOR, WPL_VERSION_MINOR)

#define WPL_NAMESPACE_BEGIN \
  namespace wpl {           \
  inline namespace WPL_DETAIL_VERSION_NAMESPACE {
#define WPL_NAMESPACE_END \
  }                       \
  }

#endif
