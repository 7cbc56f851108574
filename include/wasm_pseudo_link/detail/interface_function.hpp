/*
 * What the macros of a generated <name>_interface.h become: in the host, in a plugin, and where the build asks for the
 * types of an interface.
 */
#ifndef WASM_PSEUDO_LINK_INTERFACE_FUNCTION_HPP
#define WASM_PSEUDO_LINK_INTERFACE_FUNCTION_HPP

#include <wasm_pseudo_link/detail/api_function.hpp>

#include <cstddef>

WPL_NAMESPACE_BEGIN
namespace detail {

/* Texts one after another, in one array. */
template <std::size_t size>
struct joined_text {
  char text[size + 1];
};

template <std::size_t... sizes>
consteval auto join_texts(const char (&...parts)[sizes]) {
  joined_text<(sizes + ...)> joined{};
  std::size_t at = 0;
  const auto add = [&](const char *part, std::size_t size) {
    for (std::size_t i = 0; i + 1 < size; ++i) joined.text[at++] = part[i];
  };
  (add(parts, sizes), ...);
  return joined;
}

}  // namespace detail
WPL_NAMESPACE_END

/* In the object that js/tools/describe_interface.mjs reads: kind, name, wasm type and declaration, between marks. */
#define WPL_DETAIL_DESCRIBE_FUNCTION(kind, name, ...)                                                            \
  WPL_DETAIL_CHECK_FUNCTION(main, __VA_ARGS__);                                                                  \
  __attribute__((used)) static constexpr auto wpl_described_##name = ::wpl::detail::join_texts(                  \
      "\1wpl|" #kind "|" #name "|", ::wpl::detail::letters_of<::wpl::detail::wire_signature<__VA_ARGS__>>::text, \
      "|" #__VA_ARGS__ "\2")

/* In a plugin: as WPL_DETAIL_EXPORT_FUNCTION, but exported only by <NAME>_PROVIDE. */
#define WPL_DETAIL_OPTIONAL_FUNCTION(name, ...)                                                                 \
  WPL_DETAIL_CHECK_FUNCTION(main, __VA_ARGS__);                                                                 \
  ::wpl::detail::function_type<__VA_ARGS__> name;                                                               \
  using wpl_signature_##name = ::wpl::detail::wire_signature<__VA_ARGS__>;                                      \
  template <class WplSignature>                                                                                 \
  struct wpl_export_##name;                                                                                     \
  template <class WplR, class... WplA>                                                                          \
  struct wpl_export_##name<WplR(WplA...)> {                                                                     \
    __attribute__((used, visibility("default"), export_name(#name))) static WplR wpl_call(WplA... wpl_values) { \
      return ::wpl::detail::marshal<__VA_ARGS__>::receive(                                                      \
          static_cast<::wpl::detail::function_type<__VA_ARGS__> *>(&name), wpl_values...);                      \
    }                                                                                                           \
  }

/*
 * In the host, inside of the class of the interface: an object that calls the function of a plugin. The class also has
 * a member for the pointer, so that a wpl::plugin finds it at a place that the compiler knows.
 */
#define WPL_DETAIL_PLUGIN_FUNCTION(interface, name, ...)                                    \
  WPL_DETAIL_CHECK_FUNCTION(main, __VA_ARGS__);                                             \
  rb_fn wpl_pointer_of_##name = nullptr;                                                    \
  struct wpl_name_of_##name {                                                               \
    static constexpr const char *text = #name;                                              \
    static rb_fn &pointer_in(interface &all) noexcept { return all.wpl_pointer_of_##name; } \
  };                                                                                        \
  static constexpr ::wpl::plugin_function<interface, __VA_ARGS__, wpl_name_of_##name> name {}

/* In the host, inside of the class of the interface: a function that main defines, exported for plugins. */
#define WPL_DETAIL_HOST_FUNCTION(name, ...)                                                                     \
  WPL_DETAIL_CHECK_FUNCTION(main, __VA_ARGS__);                                                                 \
  static ::wpl::detail::function_type<__VA_ARGS__> name;                                                        \
  template <class WplSignature, class WplAny = void>                                                            \
  struct wpl_export_##name;                                                                                     \
  template <class WplR, class... WplA, class WplAny>                                                            \
  struct wpl_export_##name<WplR(WplA...), WplAny> {                                                             \
    __attribute__((used, visibility("default"), export_name(#name))) static WplR wpl_call(WplA... wpl_values) { \
      return ::wpl::detail::marshal<__VA_ARGS__>::receive(                                                      \
          static_cast<::wpl::detail::function_type<__VA_ARGS__> *>(&name), wpl_values...);                      \
    }                                                                                                           \
  };                                                                                                            \
  static constexpr auto wpl_kept_##name = &wpl_export_##name<::wpl::detail::wire_signature<__VA_ARGS__>>::wpl_call

#endif
