/*
 * Where members and base classes lie in a class, for p->*&S::field and for conversions between base and derived.
 */
#ifndef WASM_PSEUDO_LINK_MEMBER_HPP
#define WASM_PSEUDO_LINK_MEMBER_HPP

#include <wasm_pseudo_link/detail/namespace.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <type_traits>

WPL_NAMESPACE_BEGIN
namespace detail {

/*
 * The distance of a data member from the start of its class, in bytes. In the Itanium C++ ABI, which clang and g++
 * follow, a pointer to a data member is just that number, and -1 is the null one.
 */
template <class F, class C>
[[nodiscard]] inline std::ptrdiff_t member_offset(F C::*member) noexcept {
  static_assert(sizeof(member) == sizeof(std::ptrdiff_t), "Internal error: not the Itanium C++ ABI");
  return std::bit_cast<std::ptrdiff_t>(member);
}

/* Whether a pointer to a member of C is one to a member of T: the class itself or a base that is not virtual. */
template <class F, class C, class T>
concept member_of = std::is_convertible_v<F std::remove_cv_t<C>::*, F std::remove_cv_t<T>::*>;

/*
 * The distance of base class B from the start of D. A made-up first member of B shows it, as the compiler moves it by
 * that distance when it becomes a member of D; so no object and no pointer to one is needed.
 */
template <class B, class D>
[[nodiscard]] inline std::ptrdiff_t base_offset() noexcept {
  using base = std::remove_cv_t<B>;
  using derived = std::remove_cv_t<D>;
  static_assert(std::is_convertible_v<char base::*, char derived::*>,
                "WasmPseudoLink: this base class is virtual: where it lies is known only by the object's own module, "
                "through a table in its memory. Have that module convert the pointer, or do not inherit virtually.");
  if constexpr (std::is_convertible_v<char base::*, char derived::*>) {
    return member_offset<char, derived>(std::bit_cast<char base::*>(std::ptrdiff_t{0}));
  }
  return 0;
}

/* D * converts to B * by a change of class, perhaps also by added const. */
template <class D, class B>
concept has_base = std::is_class_v<B> && std::is_class_v<D> &&
                   !std::same_as<std::remove_cv_t<B>, std::remove_cv_t<D>> && std::convertible_to<D *, B *>;

}  // namespace detail
WPL_NAMESPACE_END

#endif
