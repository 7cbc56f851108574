/*
 * Copies of 1 to 16 bytes between this module's memory and another's by one or two accessor calls each, which cost less
 * than a call of the bridge and become plain loads and stores in direct files.
 */
#ifndef WASM_PSEUDO_LINK_SMALL_COPY_HPP
#define WASM_PSEUDO_LINK_SMALL_COPY_HPP

#include <wasm_pseudo_link/detail/module_tag.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN
namespace detail {

/* Larger copies go by the bridge. */
inline constexpr std::size_t small_copy_limit = 16;

/* The largest integer that fits into N bytes; two of them, which may overlap, cover all N. */
template <std::size_t N>
using part_of = std::conditional_t<
    (N >= 8), std::int64_t,
    std::conditional_t<(N >= 4), std::int32_t, std::conditional_t<(N >= 2), std::int16_t, std::int8_t>>>;

template <class P, class M>
[[gnu::always_inline]] inline P get_part(typename M::address_type a) {
  if constexpr (sizeof(P) == 8) {
    return M::getI64(a);
  } else if constexpr (sizeof(P) == 4) {
    return M::getI32(a);
  } else if constexpr (sizeof(P) == 2) {
    return M::getI16(a);
  } else {
    return M::getI8(a);
  }
}

template <class P, class M>
[[gnu::always_inline]] inline void set_part(typename M::address_type a, P value) {
  if constexpr (sizeof(P) == 8) {
    M::setI64(a, value);
  } else if constexpr (sizeof(P) == 4) {
    M::setI32(a, value);
  } else if constexpr (sizeof(P) == 2) {
    M::setI16(a, value);
  } else {
    M::setI8(a, value);
  }
}

/*
 * Where the second part of N bytes at `a` begins. A range across the end of the address space is a failure, as it would
 * go on at address 0; one that merely leaves the memory is left to the accessor.
 */
template <std::size_t N, class A>
[[gnu::always_inline]] inline A second_part(A a) {
  if (static_cast<A>(a + (N - 1)) < a) WPL_FAILURE("wpl: a range that ends beyond the end of the address space");
  return static_cast<A>(a + (N - sizeof(part_of<N>)));
}

/*
 * N bytes at `a` of M's memory to `dest`. Nothing is written if one of them is not there, or if `dest` leaves this
 * module's memory: the part with the highest address is written first, as in small_copy_in.
 */
template <std::size_t N, class M>
[[gnu::always_inline]] inline void small_copy_out(void *dest, typename M::address_type a) {
  using part = part_of<N>;
  if constexpr (N == sizeof(part)) {
    const part only = get_part<part, M>(a);
    __builtin_memcpy(dest, &only, sizeof(part));
  } else {
    const part high = get_part<part, M>(second_part<N>(a));
    const part low = get_part<part, M>(a);
    __builtin_memcpy(static_cast<std::byte *>(dest) + (N - sizeof(part)), &high, sizeof(part));
    // Compilers keep the order of stores that overlap; it must not change if they do not.
    if constexpr (N == 2 * sizeof(part)) __asm__ volatile("" ::: "memory");
    __builtin_memcpy(dest, &low, sizeof(part));
  }
}

/*
 * N bytes from `src` to `a` of M's memory. The part with the highest address is written first: where it fits, the other
 * one does, so nothing is written of a range that leaves the memory.
 */
template <std::size_t N, class M>
[[gnu::always_inline]] inline void small_copy_in(typename M::address_type a, const void *src) {
  using part = part_of<N>;
  part low;
  __builtin_memcpy(&low, src, sizeof(part));
  if constexpr (N != sizeof(part)) {
    part high;
    __builtin_memcpy(&high, static_cast<const std::byte *>(src) + (N - sizeof(part)), sizeof(part));
    set_part<part, M>(second_part<N>(a), high);
  }
  set_part<part, M>(a, low);
}

/*
 * Copies of `n` bytes: small ones whose `n` is a constant once the compiler has inlined the call (so none at -O0) by
 * accessor calls, others by the bridge; none if n is 0.
 */
template <class M>
[[gnu::always_inline]] inline void copy_bytes_out(void *dest, typename M::address_type a, typename M::address_type n) {
  if (__builtin_constant_p(n) && n <= small_copy_limit) {
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      static_cast<void>(((n == I + 1 && (small_copy_out<I + 1, M>(dest, a), true)) || ...));
    }(std::make_index_sequence<small_copy_limit>());
  } else if (n != 0) {
    M::copy_out(dest, a, n);
  }
}
template <class M>
[[gnu::always_inline]] inline void copy_bytes_in(typename M::address_type a, const void *src,
                                                 typename M::address_type n) {
  if (__builtin_constant_p(n) && n <= small_copy_limit) {
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
      static_cast<void>(((n == I + 1 && (small_copy_in<I + 1, M>(a, src), true)) || ...));
    }(std::make_index_sequence<small_copy_limit>());
  } else if (n != 0) {
    M::copy_in(a, src, n);
  }
}

}  // namespace detail
WPL_NAMESPACE_END

#endif
