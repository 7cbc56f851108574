/*
 * wpl::copy and wpl::copy_n, bulk copies between the memories of this module and of others.
 */
#ifndef WASM_PSEUDO_LINK_COPY_HPP
#define WASM_PSEUDO_LINK_COPY_HPP

#include <wasm_pseudo_link/detail/element.hpp>
#include <wasm_pseudo_link/remote_ptr.hpp>
#include <wasm_pseudo_link/detail/small_copy.hpp>

#include <array>
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

/* Fails unless M has the `n` bytes at `a`; n is not 0. */
template <class M>
void probe(typename M::address_type a, typename M::address_type n) {
  const auto last = static_cast<typename M::address_type>(a + (n - 1));
  if (last < a) WPL_FAILURE("wpl: a range that ends beyond the end of the address space");
  static_cast<void>(M::getI8(last));
}

/* Bytes on the stack through which copies between two other memories go. */
inline constexpr std::size_t stage_size = 1024;

/* `n` bytes from `src` in M's memory to `dest` in N's, which may be the same and overlap. */
template <class N, class M>
void staged_copy(typename N::address_type dest, typename M::address_type src, std::size_t n) {
  using from = typename M::address_type;
  using to = typename N::address_type;
  std::array<std::byte, stage_size> stage;
  if (n > stage_size) {  // else the first copy fails before the second one writes
    probe<M>(src, static_cast<from>(n));
    probe<N>(dest, static_cast<to>(n));
  }
  // From the end on, where a piece would overwrite what is still to be read.
  const bool backwards = std::uint64_t{dest} - std::uint64_t{src} < n;
  for (std::size_t done = 0; done < n;) {
    const std::size_t size = n - done < stage_size ? n - done : stage_size;
    const std::size_t at = backwards ? n - done - size : done;
    M::copy_out(stage.data(), static_cast<from>(src + at), static_cast<from>(size));
    N::copy_in(static_cast<to>(dest + at), stage.data(), static_cast<to>(size));
    done += size;
  }
}

template <class N, class M>
[[gnu::always_inline]] inline void copy_across(typename N::address_type dest, typename M::address_type src,
                                               std::size_t n) {
  if (__builtin_constant_p(n) && n <= small_copy_limit) {
    std::array<std::byte, small_copy_limit> stage;
    copy_bytes_out<M>(stage.data(), src, static_cast<typename M::address_type>(n));
    copy_bytes_in<N>(dest, stage.data(), static_cast<typename N::address_type>(n));
  } else {
    staged_copy<N, M>(dest, src, n);
  }
}

template <class>
inline constexpr bool is_remote_array = false;
template <class T, std::size_t N, class M>
inline constexpr bool is_remote_array<remote_ref<T[N], M>> = true;

/* A range that wpl::copy fills from its first element on, and whose end it knows. Arrays decay to pointers. */
template <class O>
concept destination_range = std::ranges::sized_range<O> && !std::is_array_v<std::remove_reference_t<O>> &&
                            !is_remote_array<std::remove_cvref_t<O>>;

inline void check_array(std::size_t n, std::size_t size) {
  if (n > size) WPL_FAILURE("wpl::copy: more elements than the array member has");
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
 * Errors: traps (a range across the end of the address space may be a WPL_FAILURE instead), before the first byte is
 * written, if a range leaves its memory. Cost: one bridge call, none if n is 0; one or two accessor calls for 1 to 16
 * bytes, where n is a constant for the optimiser.
 */
template <std::contiguous_iterator I, class T, class M>
[[gnu::always_inline]] inline remote_ptr<T, M> copy_n(I first, std::size_t n, remote_ptr<T, M> out) {
  detail::check_same_type<std::iter_value_t<I>, T>();
  detail::check_reachable<M>();
  detail::copy_bytes_in<M>(out.local_address(), std::to_address(first), detail::byte_size<T, M>(n));
  return out + n;
}

/** Copies `n` elements from module M's memory to this module's. As above, the other way. */
template <class T, class M, std::contiguous_iterator O>
[[gnu::always_inline]] inline O copy_n(remote_ptr<T, M> first, std::size_t n, O out) {
  detail::check_same_type<T, std::remove_reference_t<std::iter_reference_t<O>>>();
  detail::check_reachable<M>();
  detail::copy_bytes_out<M>(std::to_address(out), first.local_address(), detail::byte_size<T, M>(n));
  return out + static_cast<std::iter_difference_t<O>>(n);
}

/**
 * Copies `n` elements between two memories that are both other modules', or within one; there the ranges may overlap.
 *
 * Errors: as above: nothing is written if one of the ranges leaves its memory. Cost: the bytes pass through this
 * module's stack in pieces of 1 KiB, with two bridge calls for each, and two accessor calls if there is more than one
 * piece; a constant 1 to 16 bytes are accessor calls only. A copy that one of the two modules makes itself is faster.
 */
template <class T, class M, class U, class N>
[[gnu::always_inline]] inline remote_ptr<U, N> copy_n(remote_ptr<T, M> first, std::size_t n, remote_ptr<U, N> out) {
  detail::check_same_type<T, U>();
  detail::check_reachable<M>();
  detail::check_reachable<N>();
  static_cast<void>(detail::byte_size<U, N>(n));
  detail::copy_across<N, M>(out.local_address(), first.local_address(), detail::byte_size<T, M>(n));
  return out + n;
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

/** From or to an array member, p->*&S::field: more elements than it has are a WPL_FAILURE. */
template <class T, std::size_t Size, class M, class O>
[[gnu::always_inline]] inline auto copy_n(remote_ref<T[Size], M> first, std::size_t n, O out) {
  detail::check_array(n, Size);
  if constexpr (detail::is_remote_array<O>) {
    detail::check_array(n, out.size());
    return wpl::copy_n(first.data(), n, out.data());
  } else {
    return wpl::copy_n(first.data(), n, out);
  }
}
template <class I, class T, std::size_t Size, class M>
  requires(!detail::is_remote_array<I>)
[[gnu::always_inline]] inline auto copy_n(I first, std::size_t n, remote_ref<T[Size], M> out) {
  detail::check_array(n, Size);
  return wpl::copy_n(first, n, out.data());
}

/** Copies the range [first, last) as copy_n does. */
template <class I, std::sized_sentinel_for<I> S, class O>
[[gnu::always_inline]] inline auto copy(I first, S last, O out) -> decltype(wpl::copy_n(first, std::size_t{}, out)) {
  const auto n = static_cast<std::make_unsigned_t<std::iter_difference_t<I>>>(last - first);
  return wpl::copy_n(first, static_cast<std::size_t>(n), out);
}

/**
 * Copies a whole range (a std::vector, std::array, std::span, wpl::span ...) as copy_n does. `out` is a pointer or
 * iterator with room for it.
 */
template <std::ranges::sized_range R, class O>
[[gnu::always_inline]] inline auto copy(R &&range, O out)
    -> decltype(wpl::copy_n(std::ranges::begin(range), std::size_t{}, out)) {
  return wpl::copy_n(std::ranges::begin(range), static_cast<std::size_t>(std::ranges::size(range)), out);
}

/**
 * Copies a whole range to the first elements of another one: a wpl::buffer, wpl::span, std::vector, std::array or
 * std::span. Returns an iterator one past the last element written.
 *
 * Errors: as copy_n's; more elements than `out` has are a WPL_FAILURE, and nothing is written. Cost: as copy_n's.
 */
template <std::ranges::sized_range R, detail::destination_range O>
[[gnu::always_inline]] inline auto copy(R &&range, O &&out)
    -> decltype(wpl::copy_n(std::ranges::begin(range), std::size_t{}, std::ranges::begin(out))) {
  const auto n = static_cast<std::size_t>(std::ranges::size(range));
  if (n > static_cast<std::size_t>(std::ranges::size(out))) {
    WPL_FAILURE("wpl::copy: more elements than the destination has");
  }
  return wpl::copy_n(std::ranges::begin(range), n, std::ranges::begin(out));
}

WPL_NAMESPACE_END

#endif
