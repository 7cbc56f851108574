/*
 * wpl::buffer, elements that this code owns in a module's memory.
 */
#ifndef WASM_PSEUDO_LINK_BUFFER_HPP
#define WASM_PSEUDO_LINK_BUFFER_HPP

#include <wasm_pseudo_link/detail/allocation.hpp>
#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/detail/element.hpp>
#include <wasm_pseudo_link/ptr.hpp>
#include <wasm_pseudo_link/span.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

/**
 * `n` elements of T in module M's memory, allocated by M's own allocator and freed when the buffer goes. Move-only.
 *
 *     wpl::buffer<std::int16_t, sorter> delays(values);      // copies a std::vector to the side
 *     sort_delays(delays);                                   // takes a wpl::span<std::int16_t, sorter>
 *     wpl::copy(delays, values);                             // and back
 *
 * In M itself it is the same over malloc and free, so code that is compiled in several modules may use it everywhere.
 *
 * T: as for wpl::ptr; neither const nor over-aligned.
 *
 * Ownership crosses in an API call by release() on one side and adopt() on the other, both ways: a block may be
 * allocated in one module and freed in the other, since both use M's allocator.
 *
 * Costs: one call to M's allocator to make it and one to free it, from wasm to wasm, none if it has no elements.
 * The first of both for a module M looks its allocator up, through JavaScript, and keeps M open for good if it is a
 * lazy side. Nothing is allocated in this module.
 *
 * Errors: an error of main's link if M has no allocator at all because nothing in it allocates (allocator.h says how to
 * give it one); where the build cannot see that (M is prebuilt), and if M has no such memory left or is not open, a
 * WPL_FAILURE. An index beyond the last element is a WPL_FAILURE.
 */
template <class T, class M>
class buffer {
  static_assert(std::is_object_v<T> && std::same_as<T, std::remove_cv_t<T>>,
                "WasmPseudoLink: the elements of a wpl::buffer are to be written, so T is neither const nor volatile, "
                "no reference and not void. Write wpl::buffer<T, M> with T the plain type, and pass "
                "wpl::ptr<const T, M> to those who only read.");
  static_assert((detail::check_crosses<T>(), true));
  static_assert((detail::check_reachable<M>(), true));
  static_assert(alignof(T) <= alignof(std::max_align_t),
                "WasmPseudoLink: T has a larger alignment than an allocator gives. Write wpl::buffer<std::byte, M> "
                "with room for the alignment, and align the address in it yourself.");

 public:
  using element_type = T;
  using value_type = T;
  using size_type = std::size_t;
  using pointer = ptr<T, M>;
  using const_pointer = ptr<const T, M>;
  using reference = std::iter_reference_t<pointer>;
  using const_reference = std::iter_reference_t<const_pointer>;
  using iterator = pointer;
  using const_iterator = const_pointer;

  /** No elements; data() is null. */
  buffer() noexcept = default;

  /**
   * `n` elements with indeterminate values, as malloc leaves them: they may show what M freed before. None are
   * allocated if n is 0.
   */
  explicit buffer(std::size_t n) : buffer(allocate(n)) {
    if (data_ == nullptr && n != 0) {
      if constexpr (requires { M::note_allocation(); }) M::note_allocation();
      WPL_FAILURE(
          "wpl::buffer: no memory. The module whose memory it is has none left, or no allocator: nothing in it "
          "allocates (compile it with WPL_KEEP_ALLOCATOR=1)");
    }
  }

  /**
   * The elements of `range`, copied by one bridge call (wpl::copy): a std::vector, std::array, std::span, wpl::span or
   * wpl::buffer of T in this module's, M's or any other module's memory.
   */
  template <std::ranges::sized_range R>
    requires(!std::same_as<std::remove_cvref_t<R>, buffer>)
  explicit buffer(R &&range) : buffer(static_cast<std::size_t>(std::ranges::size(range))) {
    if constexpr (requires { wpl::copy(range, data()); }) {
      wpl::copy(range, data());
    } else {
      static_assert(detail::always_false<R>,
                    "WasmPseudoLink: a wpl::buffer is made of elements that lie side by side, as in a std::vector, "
                    "std::array, std::span or wpl::span. Collect them in a std::vector first, or make a buffer of "
                    "their number and write them by std::ranges::copy.");
    }
  }

  buffer(buffer &&other) noexcept
      : data_(std::exchange(other.data_, pointer())), size_(std::exchange(other.size_, 0)) {}
  buffer &operator=(buffer &&other) noexcept {
    buffer old(std::move(other));
    swap(*this, old);
    return *this;
  }
  buffer(const buffer &) = delete;
  buffer &operator=(const buffer &) = delete;

  ~buffer() { detail::deallocate<M>(data_); }

  /** As buffer(n), but without a value if M has no such memory left (or no allocator). */
  [[nodiscard]] static std::optional<buffer> try_allocate(std::size_t n) {
    buffer made = allocate(n);
    if (made.data_ == nullptr && n != 0) return std::nullopt;
    return made;
  }

  /**
   * Takes over `n` elements that somebody else allocated by M's allocator: in M by malloc (or a buffer's release()),
   * elsewhere by a buffer's release().
   *
   * @param first  as malloc returned it, or null if n is 0; freed when the buffer goes
   * @param n      the number of elements, which the allocator does not know: more than there are is the caller's error
   */
  [[nodiscard]] static buffer adopt(pointer first, std::size_t n) {
    if (first == nullptr && n != 0) WPL_FAILURE("wpl::buffer::adopt: a null pointer with elements");
    if (detail::exceeds_memory<T, M>(n)) WPL_FAILURE("wpl::buffer::adopt: more bytes than any memory has");
    detail::require_allocator<M>();
    return buffer(first, n);
  }

  /**
   * Gives the elements away and is empty then: the caller, or whom it passes the pointer to, frees them, by adopt() or
   * in M by free(). Ask for size() before.
   */
  [[nodiscard]] pointer release() noexcept {
    size_ = 0;
    return std::exchange(data_, pointer());
  }

  /** The first element; null if there is none. */
  [[nodiscard]] pointer data() noexcept { return data_; }
  [[nodiscard]] const_pointer data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t size_bytes() const noexcept { return size_ * sizeof(T); }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] iterator begin() noexcept { return data(); }
  [[nodiscard]] iterator end() noexcept { return data() + size_; }
  [[nodiscard]] const_iterator begin() const noexcept { return data(); }
  [[nodiscard]] const_iterator end() const noexcept { return data() + size_; }

  /** All elements; valid as long as the buffer keeps them. */
  [[nodiscard]] wpl::span<T, M> span() noexcept { return {data(), size_}; }
  [[nodiscard]] wpl::span<const T, M> span() const noexcept { return {data(), size_}; }

  /**
   * Converts to a wpl::span, so that a buffer is passed to an API function as it is; that of a const or temporary
   * buffer has const elements. Valid as long as the buffer keeps the elements. In M itself std::span takes any such
   * range.
   */
  operator wpl::span<T, M>() & noexcept  // NOLINT: converts as a std::vector does to a std::span
    requires(!M::is_this_module)
  {
    return span();
  }
  operator wpl::span<const T, M>() const noexcept  // NOLINT: as above
    requires(!M::is_this_module)
  {
    return span();
  }

  /** Element `index`, in every module checked. */
  [[nodiscard]] reference operator[](std::size_t index) {
    check(index);
    return data()[index];
  }
  [[nodiscard]] const_reference operator[](std::size_t index) const {
    check(index);
    return data()[index];
  }

  friend void swap(buffer &a, buffer &b) noexcept {
    std::swap(a.data_, b.data_);
    std::swap(a.size_, b.size_);
  }

 private:
  buffer(pointer first, std::size_t n) noexcept : data_(first), size_(n) {}

  /* Null if there is no memory. */
  static buffer allocate(std::size_t n) {
    if (n == 0 || detail::exceeds_memory<T, M>(n)) return buffer();
    const ptr<void, M> block = detail::allocate<M>(static_cast<typename M::address_type>(n * sizeof(T)));
    return buffer(static_cast<pointer>(block), block == nullptr ? 0 : n);
  }

  void check(std::size_t index) const {
    if (index >= size_) WPL_FAILURE("wpl::buffer: index beyond the last element");
  }

  pointer data_ = pointer();
  std::size_t size_ = 0;
};

WPL_NAMESPACE_END

#endif
