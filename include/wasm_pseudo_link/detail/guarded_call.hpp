/*
 * Calls by function pointer, plain and guarded, with parameters and results of any kind that wire.hpp knows.
 */
#ifndef WASM_PSEUDO_LINK_GUARDED_CALL_HPP
#define WASM_PSEUDO_LINK_GUARDED_CALL_HPP

#include <wasm_pseudo_link/rb.h>
#include <wasm_pseudo_link/result.hpp>
#include <wasm_pseudo_link/detail/wire.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

WPL_NAMESPACE_BEGIN
namespace detail {

#if !WPL_DETAIL_UNREACHABLE

/* "name:letters" for rb_dlsym, without an allocation. */
template <class Signature>
class symbol {
 public:
  explicit symbol(const char *name) {
    using letters = letters_of<Signature>;
    const std::size_t length = std::strlen(name);
    if (length + 1 + sizeof(letters::text) > sizeof(text_)) {
      WPL_FAILURE("wpl: a function's name is longer than 400 characters; check that the text is a name");
    }
    std::memcpy(text_, name, length);
    text_[length] = ':';
    std::memcpy(text_ + length + 1, letters::text, sizeof(letters::text));
  }
  [[nodiscard]] const char *c_str() const noexcept { return text_; }

 private:
  static_assert(letters_of<Signature>::size <= 110, "WasmPseudoLink: a function has more than 100 wasm parameters.");
  char text_[512];
};

/* How the last guarded call ended; empty if well. */
[[nodiscard]] inline std::string last_call_error() {
  const std::uint32_t length = rb_last_call_error(nullptr, 0);
  std::string text(length, '\0');
  if (length != 0) static_cast<void>(rb_last_call_error(text.data(), length + 1));
  return text;
}

[[nodiscard]] inline error lookup_error() {
  const char *text = rb_dlerror();
  return error{text != nullptr ? text : "there is no such function"};
}

/* Calls through a pointer to a function over wasm values. */
template <class F, class Copy, class... A>
decltype(auto) call_pointer(rb_fn pointer, const Copy &copy, A... arguments) {
  const auto function = reinterpret_cast<wire_signature<F> *>(pointer);
  return marshal<F>::send([function](auto... values) { return function(values...); }, copy, arguments...);
}

/* The same through a guarded pointer; null: the look-up has failed. */
template <class F, class Copy, class... A>
[[nodiscard]] result<typename marshal<F>::result> call_guarded_pointer(rb_fn pointer, const Copy &copy,
                                                                       A... arguments) {
  if (pointer == nullptr) return lookup_error();
  if constexpr (std::is_void_v<typename marshal<F>::result>) {
    call_pointer<F>(pointer, copy, arguments...);
    if (rb_last_call_error(nullptr, 0) != 0) return error{last_call_error()};
    return {};
  } else {
    auto value = call_pointer<F>(pointer, copy, arguments...);
    if (rb_last_call_error(nullptr, 0) != 0) return error{last_call_error()};
    return value;
  }
}

#endif

}  // namespace detail

#if !WPL_DETAIL_UNREACHABLE

/**
 * The stack of this module's last guarded call, if it failed; empty if it did not. A frame a line, the innermost first,
 * as rb_call_error_stack has it. Cost: the engine writes the text when it is asked for.
 *
 *     const auto area = wpl::call_guarded(area_of, shape);
 *     if (!area) std::fprintf(stderr, "%s\n%s\n", area.error().text.c_str(), wpl::call_error_stack().c_str());
 */
[[nodiscard]] inline std::string call_error_stack() {
  std::string text(rb_call_error_stack(nullptr, 0), '\0');
  if (!text.empty()) static_cast<void>(rb_call_error_stack(text.data(), static_cast<std::uint32_t>(text.size()) + 1));
  return text;
}

#endif

WPL_NAMESPACE_END

#endif
