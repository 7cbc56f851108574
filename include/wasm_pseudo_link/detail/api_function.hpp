/*
 * Functions of a side's API with C++ parameters and results: what <SIDE>_FUNCTION of a side's generated header
 * declares.
 */
#ifndef WASM_PSEUDO_LINK_API_FUNCTION_HPP
#define WASM_PSEUDO_LINK_API_FUNCTION_HPP

#include <wasm_pseudo_link/detail/guarded_call.hpp>
#include <wasm_pseudo_link/detail/wire.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

template <class F, class Side, class Import>
class api_function : detail::marshal<F> {};

/**
 * A function R(A...) of module Side, for other modules: called like a function.
 *
 * Cost of a call: one wasm call for scalars, pointers and ranges; a struct is first put into i64 values, and one of
 * more than 8 bytes as result costs a copy. In a GUARDED side the call goes through JavaScript; after a failure the
 * result is zero, a struct's bytes are all zero, and rb_call_error has the text.
 */
template <class R, class... A, class Side, class Import>
class api_function<R(A...), Side, Import> {
 public:
  R operator()(A... arguments) const {
    return marshal::send([](auto... values) { return Import::wpl_call(values...); }, copier{}, arguments...);
  }

#if !WPL_DETAIL_UNREACHABLE
  /** As operator(), but guarded: a trap or exception is the result's error. Cost: the call goes through JavaScript. */
  [[nodiscard]] result<R> call_guarded(A... arguments) const {
    static rb_fn guarded;
    if (guarded == nullptr) {
      const rb_handle side = rb_find(Side::module_name);
      guarded = rb_dlsym_guarded(side, detail::symbol<typename marshal::signature>(Import::wpl_name).c_str());
    }
    return detail::call_guarded_pointer<R(A...)>(guarded, copier{}, arguments...);
  }
#endif

 private:
  using marshal = detail::marshal<R(A...)>;

  /* Brings a large result home. */
  struct copier {
    template <class Address>
    void operator()(void *to, Address from, std::uint32_t size) const {
      detail::check_reachable<Side>();
      if constexpr (Side::is_reachable) Side::copy_out(to, static_cast<typename Side::address_type>(from), size);
    }
  };
};

#if !WPL_DETAIL_UNREACHABLE

/**
 * Calls an API function guarded: wpl::call_guarded(sort_delays, delays). A trap or exception in it ends this call alone
 * and is the result's error, whether or not its side is GUARDED.
 *
 * Cost: the call goes through JavaScript; the first one looks the function up.
 */
template <class F, class Side, class Import, class... A>
[[nodiscard]] auto call_guarded(const api_function<F, Side, Import> &f, A &&...arguments) {
  return f.call_guarded(std::forward<A>(arguments)...);
}

#if !defined(__wasm__)
/** In native tests API functions are plain functions, which nothing guards. */
template <class R, class... P, class... A>
[[nodiscard]] result<R> call_guarded(R (*f)(P...), A &&...arguments) {
  if constexpr (std::is_void_v<R>) {
    f(std::forward<A>(arguments)...);
    return {};
  } else {
    return f(std::forward<A>(arguments)...);
  }
}
#endif

#endif

namespace detail {

/* Whether this module may have plain pointers and ranges of its own in a function of Side: as wpl::ptr<T, M> is one. */
template <class Side>
inline constexpr bool own_pointers_in = Side::is_this_module || main::is_this_module;

/* What can only be seen in the text of a declaration, since wpl::ptr<T, M> is T * in M itself. */
consteval bool mentions(std::string_view declaration, std::string_view word) {
  return declaration.find(word) != std::string_view::npos;
}

/* R(A...) as the type of a function to be declared. */
template <class F>
using function_type = F;

}  // namespace detail
WPL_NAMESPACE_END

/* The checks of a declaration: its text, then its types. */
#define WPL_DETAIL_CHECK_FUNCTION(side, ...)                                                                           \
  static_assert(!::wpl::detail::mentions(#__VA_ARGS__, "*"),                                                           \
                "WasmPseudoLink: a parameter or result is a plain pointer, which does not say whose memory it points " \
                "into. Write wpl::ptr<T, wpl::main> (or wpl::modules::<side>) instead of T *, and "                    \
                "wpl::function_ptr<R(A...), M> for a pointer to a function.");                                         \
  static_assert(!::wpl::detail::mentions(#__VA_ARGS__, "std::span"),                                                   \
                "WasmPseudoLink: a std::span does not say whose memory its elements are in (nor may a span here have " \
                "a fixed size). Write wpl::span<T, wpl::main> (or wpl::modules::<side>).");                            \
  static_assert(!::wpl::detail::mentions(#__VA_ARGS__, "std::string_view"),                                            \
                "WasmPseudoLink: a std::string_view does not say whose memory its text is in, and wide text has no "   \
                "form here. Write wpl::string_view<wpl::main> (or wpl::modules::<side>).");                            \
  static_assert(                                                                                                       \
      ::wpl::detail::signature_check<__VA_ARGS__, ::wpl::detail::own_pointers_in<::wpl::modules::side>>::passed)

/* In the side: declares the function for the user to define, and exports a function over wasm values that calls it. */
#define WPL_DETAIL_EXPORT_FUNCTION(side, name, ...)                                                             \
  WPL_DETAIL_CHECK_FUNCTION(side, __VA_ARGS__);                                                                 \
  ::wpl::detail::function_type<__VA_ARGS__> name;                                                               \
  template <class WplSignature>                                                                                 \
  struct wpl_export_##name;                                                                                     \
  template <class WplR, class... WplA>                                                                          \
  struct wpl_export_##name<WplR(WplA...)> {                                                                     \
    __attribute__((used, visibility("default"), export_name(#name))) static WplR wpl_call(WplA... wpl_values) { \
      return ::wpl::detail::marshal<__VA_ARGS__>::receive(                                                      \
          static_cast<::wpl::detail::function_type<__VA_ARGS__> *>(&name), wpl_values...);                      \
    }                                                                                                           \
  };                                                                                                            \
  template struct wpl_export_##name<::wpl::detail::wire_signature<__VA_ARGS__>>

/*
 * In other modules: the wasm import, and the object that is called. Where two sides declare functions of one name, the
 * compiler's error is about that name and says both sides.
 */
#define WPL_DETAIL_IMPORT_FUNCTION(side, name, ...)                                                            \
  WPL_DETAIL_CHECK_FUNCTION(side, __VA_ARGS__);                                                                \
  template <class WplSignature>                                                                                \
  struct wpl_import_##side##_##name;                                                                           \
  template <class WplR, class... WplA>                                                                         \
  struct wpl_import_##side##_##name<WplR(WplA...)> {                                                           \
    static constexpr const char *wpl_name = #name;                                                             \
    __attribute__((import_module(#side), import_name(#name))) static WplR wpl_call(WplA... wpl_values);        \
  };                                                                                                           \
  inline constexpr ::wpl::api_function<__VA_ARGS__, ::wpl::modules::side,                                      \
                                       wpl_import_##side##_##name<::wpl::detail::wire_signature<__VA_ARGS__>>> \
      name {}

/* Outside of wasm: a plain function. */
#define WPL_DETAIL_NATIVE_FUNCTION(side, name, ...) \
  WPL_DETAIL_CHECK_FUNCTION(side, __VA_ARGS__);     \
  ::wpl::detail::function_type<__VA_ARGS__> name

#endif
