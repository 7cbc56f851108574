/*
 * The letters of a wasm function's type, for look-ups by name: a function of a wrong type is then an error at the
 * look-up instead of a trap at the call.
 */
#ifndef WASM_PSEUDO_LINK_SIGNATURE_HPP
#define WASM_PSEUDO_LINK_SIGNATURE_HPP

#include <wasm_pseudo_link/detail/namespace.hpp>

#include <cstddef>
#include <type_traits>

WPL_NAMESPACE_BEGIN
namespace detail {

/* v none, i 32 bits or less, j 64 bits, f float, d double. */
template <class T>
[[nodiscard]] consteval char letter_of() {
  if constexpr (std::is_void_v<T>) {
    return 'v';
  } else if constexpr (std::is_same_v<T, float>) {
    return 'f';
  } else if constexpr (std::is_same_v<T, double>) {
    return 'd';
  } else {
    return sizeof(T) == 8 ? 'j' : 'i';
  }
}

template <class F>
struct letters_of;

/* `text`: the letters of a function type over wasm values, the result first, ended by a NUL. `size`: how many. */
template <class R, class... A>
struct letters_of<R(A...)> {
  static constexpr std::size_t size = 1 + sizeof...(A);
  static constexpr char text[size + 1] = {letter_of<R>(), letter_of<A>()..., '\0'};
};

}  // namespace detail
WPL_NAMESPACE_END

#endif
