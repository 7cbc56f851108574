/*
 * wpl::unsafe_ptr and wpl::unsafe_pointer_cast, the ways around the types (a third is wpl::unsafe_plain_pointers). Each
 * wants a reason, so that a reader sees why it is right, and a search for "unsafe" finds all of them.
 */
#ifndef WASM_PSEUDO_LINK_UNSAFE_HPP
#define WASM_PSEUDO_LINK_UNSAFE_HPP

#include <wasm_pseudo_link/detail/element.hpp>
#include <wasm_pseudo_link/ptr.hpp>
#include <wasm_pseudo_link/remote_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

WPL_NAMESPACE_BEGIN

/** Why an unsafe step is right here: a string literal that is not empty. Costs nothing. */
class unsafe_reason {
 public:
  template <std::size_t N>
  consteval unsafe_reason(const char (&)[N]) {  // NOLINT: converts, so that callers write the text alone
    static_assert(N > 1,
                  "WasmPseudoLink: the reason of an unsafe step is empty, so that no reader can tell why the step is "
                  "right. Write it: wpl::unsafe_ptr<T, M>(address, \"sorter_alloc returns an address of its own\").");
  }
  template <class R>
    requires(!std::is_array_v<R>)
  consteval unsafe_reason(const R &) {  // NOLINT: as above
    static_assert(detail::always_false<R>,
                  "WasmPseudoLink: the reason of an unsafe step is for readers of the source, so it is a string "
                  "literal. Write \"why this step is right\" as the last argument.");
  }
};

/**
 * The pointer to a T that module M itself knows as the number `a`: for numbers that come from C functions or
 * JavaScript.
 *
 * @param a       a byte address in M's memory; nobody checks whether a T lies there
 * @param reason  why it is one of M's, and of a T: a string literal
 * @return wpl::ptr<T, M>, so a plain pointer in M itself
 *
 * Errors: none here; using a pointer beyond M's memory traps. Cost: none.
 */
template <class T, class M>
[[nodiscard]] constexpr ptr<T, M> unsafe_ptr(typename M::address_type a,
                                             [[maybe_unused]] unsafe_reason reason) noexcept {
  if constexpr (M::is_this_module) {
    return reinterpret_cast<T *>(static_cast<std::uintptr_t>(a));
  } else {
    return detail::at_address::pointer<T, M>(a);
  }
}

/**
 * The same address as a pointer to another type, as reinterpret_cast does: for buffers of bytes that hold a U.
 *
 * @param p       any pointer; const stays
 * @param reason  why a U lies there: a string literal
 *
 * Errors: none. Cost: none; M's memory is little-endian, and a U may lie at any address.
 */
template <class U, class T, class M>
[[nodiscard]] constexpr remote_ptr<U, M> unsafe_pointer_cast(remote_ptr<T, M> p,
                                                             [[maybe_unused]] unsafe_reason reason) noexcept {
  static_assert(std::is_const_v<U> || !std::is_const_v<T>,
                "WasmPseudoLink: wpl::unsafe_pointer_cast does not drop const. Write "
                "wpl::unsafe_pointer_cast<const U>(p, \"why\").");
  return detail::at_address::pointer<U, M>(p.local_address());
}

/** The same for plain pointers, in code that several modules share. Here the address must be aligned for U. */
template <class U, class T>
[[nodiscard]] U *unsafe_pointer_cast(T *p, [[maybe_unused]] unsafe_reason reason) noexcept {
  static_assert(std::is_const_v<U> || !std::is_const_v<T>,
                "WasmPseudoLink: wpl::unsafe_pointer_cast does not drop const. Write "
                "wpl::unsafe_pointer_cast<const U>(p, \"why\").");
  return reinterpret_cast<U *>(p);
}

WPL_NAMESPACE_END

#endif
