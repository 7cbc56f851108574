/*
 * Functions of an unmodified C library in a side, as other modules see them: what a side's API header declares for
 * EXPORTS and HEADER of add_wasm_side_module. For C99 and C++; included by API headers, after the library's headers.
 */
#ifndef WASM_PSEUDO_LINK_LIBRARY_FUNCTION_H
#define WASM_PSEUDO_LINK_LIBRARY_FUNCTION_H

#include <wasm_pseudo_link/detail/config.h>

#if defined(__cplusplus) && __cplusplus >= 202002L

#include <wasm_pseudo_link/detail/api_function.hpp>

#include <type_traits>

WPL_NAMESPACE_BEGIN
namespace detail {

/*
 * library_value<T, M>::type: what another module passes where the library, in module M, has a T. library_type<F, M>:
 * the same for a whole function type.
 */
template <class F, class M>
struct library_function {
  static_assert(always_false<F>,
                "WasmPseudoLink: a function of EXPORTS takes any number of arguments (...), which would lie in the "
                "caller's memory. Export a function with fixed parameters that calls it.");
};

template <class F, class M>
using library_type = typename library_function<F, M>::type;

template <class T, class M>
struct library_value {
  static_assert(!std::is_class_v<T> && !std::is_union_v<T>,
                "WasmPseudoLink: a function of EXPORTS takes or returns a struct by value, which C passes through the "
                "caller's memory. Export a function that takes a pointer to it and calls this one.");
  using type = T;
};

template <class T, class M>
struct library_value<T *, M> {
  using value =
      typename library_value<std::conditional_t<std::is_pointer_v<std::remove_cv_t<T>>, std::remove_cv_t<T>, int>,
                             M>::type;
  using element = std::conditional_t<std::is_pointer_v<std::remove_cv_t<T>>,
                                     std::conditional_t<std::is_const_v<T>, const value, value>, T>;
  using type = ptr<element, M>;
};

template <class R, class... A, class M>
struct library_value<R (*)(A...), M> {
  using type = function_ptr<library_type<R(A...), M>, M>;
};

template <class R, class... A, class M>
struct library_function<R(A...), M> {
  using type = typename library_value<R, M>::type(typename library_value<A, M>::type...);
};

}  // namespace detail
WPL_NAMESPACE_END

/*
 * wpl::api::<side>::<name>, which takes pointers of the side's memory; the library's own declaration, which would take
 * this module's, is refused from here on.
 */
#define WPL_DETAIL_LIBRARY_FUNCTION(side, name)                                                                  \
  WPL_NAMESPACE_BEGIN                                                                                            \
  namespace api {                                                                                                \
  namespace side {                                                                                               \
  WPL_DETAIL_IMPORT_FUNCTION(side, name, ::wpl::detail::library_type<decltype(::name), ::wpl::modules::side>);   \
  }                                                                                                              \
  }                                                                                                              \
  WPL_NAMESPACE_END                                                                                              \
  extern "C" __attribute__((unavailable("WasmPseudoLink: this function runs in the side `" #side                 \
                                        "`, whose memory is not this module's. Call wpl::api::" #side "::" #name \
                                        ", which takes wpl::ptr<T, wpl::modules::" #side                         \
                                        "> where the library has T *"))) decltype(::name) name;

#else

/* The library's own declaration, as a wasm import of the side: its pointers are addresses in the side's memory. */
#define WPL_DETAIL_LIBRARY_FUNCTION(side, name) \
  WPL_EXTERN_C __attribute__((import_module(#side))) __typeof__(name) name;

#endif

#endif
