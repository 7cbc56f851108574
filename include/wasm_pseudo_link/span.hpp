/*
 * wpl::span, a range of elements in a module's memory.
 */
#ifndef WASM_PSEUDO_LINK_SPAN_HPP
#define WASM_PSEUDO_LINK_SPAN_HPP

#include <wasm_pseudo_link/remote_ptr.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <limits>
#include <ranges>
#include <span>
#include <type_traits>

WPL_NAMESPACE_BEGIN

/**
 * A range of `size` elements of T from an address in module M's memory on, for code that is not part of M. As
 * std::span, a range for std::ranges that owns nothing; unlike it, [] and the parts are checked, since a wrong index
 * would hit memory that no sanitizer of this module watches.
 */
template <class T, class M>
class remote_span {
 public:
  using element_type = T;
  using value_type = std::remove_cv_t<T>;
  using size_type = typename M::address_type;
  using difference_type = typename remote_ptr<T, M>::difference_type;
  using pointer = remote_ptr<T, M>;
  using reference = remote_ref<T, M>;
  using iterator = remote_ptr<T, M>;
  using reverse_iterator = std::reverse_iterator<iterator>;

  /** No elements. */
  constexpr remote_span() noexcept = default;

  /**
   * `size` elements from `first` on. More bytes than an address can count are a WPL_FAILURE; whether M's memory has
   * them shows when they are used.
   */
  constexpr remote_span(remote_ptr<T, M> first, std::size_t size) : first_(first), size_(static_cast<size_type>(size)) {
    if (size > std::numeric_limits<size_type>::max() / sizeof(T)) {
      WPL_FAILURE("wpl::span: more bytes than any memory has; check the number of elements");
    }
  }

  /** Of the elements from `first` to `last`; `last` before `first` is a WPL_FAILURE. */
  constexpr remote_span(remote_ptr<T, M> first, remote_ptr<T, M> last)
      : remote_span(first, static_cast<std::size_t>((last.local_address() - first.local_address()) / sizeof(T))) {
    if (last < first) WPL_FAILURE("wpl::span: its end lies before its begin");
  }

  /** Of an array member: p->*&S::field. */
  template <class U, std::size_t N>
    requires detail::adds_const<U, T>
  constexpr remote_span(remote_ref<U[N], M> array) noexcept  // NOLINT: converts as std::span does
      : first_(array.data()), size_(N) {}

  /** From T to const T, as std::span. */
  template <class U>
    requires(!std::same_as<U, T> && detail::adds_const<U, T>)
  constexpr remote_span(remote_span<U, M> other) noexcept  // NOLINT: converts as std::span does
      : first_(other.data()), size_(other.size()) {}

  [[nodiscard]] constexpr remote_ptr<T, M> data() const noexcept { return first_; }
  [[nodiscard]] constexpr size_type size() const noexcept { return size_; }
  [[nodiscard]] constexpr size_type size_bytes() const noexcept { return static_cast<size_type>(size_ * sizeof(T)); }
  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] constexpr iterator begin() const noexcept { return first_; }
  [[nodiscard]] constexpr iterator end() const noexcept { return first_ + size_; }
  [[nodiscard]] constexpr reverse_iterator rbegin() const noexcept { return reverse_iterator(end()); }
  [[nodiscard]] constexpr reverse_iterator rend() const noexcept { return reverse_iterator(begin()); }

  /** Element `index`; beyond the last is a WPL_FAILURE. */
  [[nodiscard]] reference operator[](std::size_t index) const {
    if (index >= size_) WPL_FAILURE("wpl::span: index beyond the last element");
    return first_[index];
  }
  [[nodiscard]] reference front() const { return (*this)[0]; }
  [[nodiscard]] reference back() const { return (*this)[static_cast<std::size_t>(size_) - 1]; }

  /**
   * The first or last `count` elements, or `count` from `offset` on (all of the rest without a count); more than there
   * are is a WPL_FAILURE.
   */
  [[nodiscard]] constexpr remote_span first(std::size_t count) const { return subspan(0, count); }
  [[nodiscard]] constexpr remote_span last(std::size_t count) const {
    if (count > size_) WPL_FAILURE("wpl::span: a part that is longer than the whole");
    return subspan(size_ - count, count);
  }
  [[nodiscard]] constexpr remote_span subspan(std::size_t offset) const {
    if (offset > size_) WPL_FAILURE("wpl::span: a part that begins beyond the end");
    return subspan(offset, size_ - offset);
  }
  [[nodiscard]] constexpr remote_span subspan(std::size_t offset, std::size_t count) const {
    if (count > size_ || offset > size_ - count) WPL_FAILURE("wpl::span: a part that ends beyond the whole");
    return remote_span(first_ + offset, count);
  }

 private:
  remote_ptr<T, M> first_;
  size_type size_ = 0;
};

template <class T, std::size_t N, class M>
remote_span(remote_ref<T[N], M>) -> remote_span<T, M>;

namespace detail {

template <class T, class M>
struct span_of {
  static_assert(module_tag<M>,
                "WasmPseudoLink: the second template argument names no module. Write wpl::main, or "
                "wpl::modules::<side> from the header that wasm_generate_api_header makes for the side.");
  using type = std::conditional_t<M::is_this_module, std::span<T>, remote_span<T, M>>;
};

}  // namespace detail

/**
 * A range of elements in module M's memory: std::span<T> in M itself, wpl::remote_span<T, M> in every other module. For
 * use inside a module: API functions take a pointer and a number, as a span is no single wasm value.
 */
template <class T, class M>
using span = typename detail::span_of<T, M>::type;

WPL_NAMESPACE_END

template <class T, class M>
inline constexpr bool std::ranges::enable_borrowed_range<wpl::remote_span<T, M>> = true;
template <class T, class M>
inline constexpr bool std::ranges::enable_view<wpl::remote_span<T, M>> = true;

#endif
