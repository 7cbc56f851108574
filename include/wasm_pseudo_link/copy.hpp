/*
 * wpl::copy and wpl::copy_n, bulk copies between this module's memory and another's.
 */
#ifndef WASM_PSEUDO_LINK_COPY_HPP
#define WASM_PSEUDO_LINK_COPY_HPP

#include <wasm_pseudo_link/element.hpp>
#include <wasm_pseudo_link/remote_ptr.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <ranges>
#include <type_traits>

WPL_NAMESPACE_BEGIN

namespace detail {

/* `count` elements of T in bytes; more than a memory holds is a failure. */
template <class T, class M>
constexpr typename M::address_type byte_size(std::size_t count) {
  if (count > std::numeric_limits<typename M::address_type>::max() / sizeof(T)) {
    WPL_FAILURE("wpl: a range of more bytes than any memory has; check the number of elements");
  }
  return static_cast<typename M::address_type>(count * sizeof(T));
}

template <class From, class To>
consteval void check_same_type() {
  static_assert(std::is_same_v<std::remove_cv_t<From>, std::remove_cv_t<To>>,
                "WasmPseudoLink: wpl::copy copies bytes, so source and destination must have the same element type. "
                "Convert with std::ranges::transform or std::copy, which go element by element, or copy first and "
                "convert then.");
  static_assert(!std::is_const_v<To>, "WasmPseudoLink: the destination of a copy is const. Declare it without const.");
  check_crosses<To>();
}

}  // namespace detail

/**
 * Copies `n` elements from this module's memory to module M's.
 *
 * @param first  the first element, in this module's memory: a pointer or other contiguous iterator
 * @param n      the number of elements
 * @param out    where they go, in M's memory
 * @return one past the last element written
 *
 * Errors: traps, before the first byte is written, if a range leaves its memory. Cost: one bridge call, none if n is 0.
 */
template <std::contiguous_iterator I, class T, class M>
remote_ptr<T, M> copy_n(I first, std::size_t n, remote_ptr<T, M> out) {
  detail::check_same_type<std::iter_value_t<I>, T>();
  detail::check_reachable<M>();
  if (n != 0) M::copy_in(out.local_address(), std::to_address(first), detail::byte_size<T, M>(n));
  return out + n;
}

/** Copies `n` elements from module M's memory to this module's. As above, the other way. */
template <class T, class M, std::contiguous_iterator O>
O copy_n(remote_ptr<T, M> first, std::size_t n, O out) {
  detail::check_same_type<T, std::remove_reference_t<std::iter_reference_t<O>>>();
  detail::check_reachable<M>();
  if (n != 0) M::copy_out(std::to_address(out), first.local_address(), detail::byte_size<T, M>(n));
  return out + static_cast<std::iter_difference_t<O>>(n);
}

/**
 * Copies `n` elements inside this module, for code that is written with wpl::ptr and compiled in several modules. The
 * ranges may overlap.
 */
template <std::contiguous_iterator I, std::contiguous_iterator O>
O copy_n(I first, std::size_t n, O out) {
  detail::check_same_type<std::iter_value_t<I>, std::remove_reference_t<std::iter_reference_t<O>>>();
  if (n != 0) __builtin_memmove(std::to_address(out), std::to_address(first), n * sizeof(std::iter_value_t<I>));
  return out + static_cast<std::iter_difference_t<O>>(n);
}

/** Not there yet: an error that says what to write. */
template <class T, class M, class U, class N>
remote_ptr<U, N> copy_n(remote_ptr<T, M>, std::size_t, remote_ptr<U, N> out) {
  static_assert(detail::always_false<T>,
                "WasmPseudoLink: wpl::copy does not copy between two memories that both belong to other modules. "
                "Copy to memory of this module first, then from there, or let one of those modules copy.");
  return out;
}

/** Copies the range [first, last) as copy_n does. */
template <class I, std::sized_sentinel_for<I> S, class O>
auto copy(I first, S last, O out) -> decltype(wpl::copy_n(first, std::size_t{}, out)) {
  const auto n = static_cast<std::make_unsigned_t<std::iter_difference_t<I>>>(last - first);
  return wpl::copy_n(first, static_cast<std::size_t>(n), out);
}

/**
 * Copies a whole range (a std::vector, std::array, std::span, wpl::span ...) as copy_n does; `out` must have room for
 * it.
 */
template <std::ranges::sized_range R, class O>
auto copy(R &&range, O out) -> decltype(wpl::copy_n(std::ranges::begin(range), std::size_t{}, out)) {
  return wpl::copy_n(std::ranges::begin(range), static_cast<std::size_t>(std::ranges::size(range)), out);
}

WPL_NAMESPACE_END

#endif
