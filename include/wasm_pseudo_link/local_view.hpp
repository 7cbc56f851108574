/*
 * wpl::local_view, another module's range as local memory for the length of a job.
 */
#ifndef WASM_PSEUDO_LINK_LOCAL_VIEW_HPP
#define WASM_PSEUDO_LINK_LOCAL_VIEW_HPP

#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/remote_ptr.hpp>
#include <wasm_pseudo_link/span.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

/**
 * The last argument of a wpl::local_view: which way its range is copied. read_write, the default: in, and back if it
 * was written. read_only: in; the elements are const. write_only: back, always; they start as zero bytes.
 */
struct read_only_t {
  explicit read_only_t() = default;
};
struct write_only_t {
  explicit write_only_t() = default;
};
struct read_write_t {
  explicit read_write_t() = default;
};
inline constexpr read_only_t read_only{};
inline constexpr write_only_t write_only{};
inline constexpr read_write_t read_write{};

namespace detail {

/* The memory of a local_view over a plain pointer. */
struct this_module {
  using address_type = std::uintptr_t;
  static constexpr bool is_this_module = true;
  static constexpr bool is_reachable = true;
};

/* The elements of a view of T in this mode. */
template <class T, class Mode>
using viewed = std::conditional_t<std::is_same_v<Mode, read_only_t>, const T, T>;

template <class Mode>
concept view_mode =
    std::same_as<Mode, read_only_t> || std::same_as<Mode, write_only_t> || std::same_as<Mode, read_write_t>;

template <class T, class Mode>
consteval void check_mode() {
  static_assert(std::is_const_v<T> || !std::same_as<Mode, read_only_t>,
                "WasmPseudoLink: a wpl::read_only view has const elements. Leave the template arguments away, or write "
                "wpl::local_view<const T, M>.");
  static_assert(!std::is_const_v<T> || !std::same_as<Mode, write_only_t>,
                "WasmPseudoLink: a wpl::write_only view of const elements could not be written. Make it of a pointer "
                "to T that is not const, or make it wpl::read_only.");
  static_assert(std::is_trivially_copyable_v<T> || !std::same_as<Mode, write_only_t>,
                "WasmPseudoLink: a wpl::write_only view starts as zero bytes, which only trivially copyable elements "
                "can be. Make it wpl::read_write.");
}

}  // namespace detail

/**
 * A range of another module's memory, copied into this module's for as long as the view lives and then copied back: the
 * fast way for work on a whole range, in every engine.
 *
 *     std::ranges::sort(wpl::local_view(first, n));     // first: wpl::ptr<std::int16_t, wpl::main>
 *     const wpl::local_view in(first, n, wpl::read_only);
 *     wpl::local_view out(other, n, wpl::write_only);
 *
 * It is made of a pointer and a number of elements, of a wpl::span or of an array member (p->*&S::field). It is a
 * contiguous range of plain T: all algorithms of std take it at full speed. It is copied back only if it was accessed
 * for writing (begin, end, data, [] of a view that is not const) and T is not const; a write_only view always, as if it
 * had been filled with zero bytes first. Over a plain pointer (the same line, compiled in the module that the memory
 * belongs to) it is the range itself and nothing is copied; write_only fills it with zero bytes there too, so that the
 * line does the same everywhere.
 *
 * Views may overlap, each other and other uses of the memory: each works on a copy of its own, and each that is copied
 * back is so as a whole, when it ends; the last one wins. What others write into the range while the view lives is
 * overwritten then. (Over plain pointers overlapping views share the range.)
 *
 * Cost: one allocation of n * sizeof(T) bytes by operator new in this module, and one bridge copy each way (write_only:
 * one accessor call instead of the copy in); none if n is 0.
 *
 * Errors: traps if the range leaves M's memory, when it is made, of each mode. A C++ exception that leaves the view's
 * scope writes back what is done so far, as work in place would have; discard() prevents it. A trap that ends the call
 * writes nothing back. M's range must not be freed while the view lives.
 */
template <class T, class M = detail::this_module>
class local_view {
 public:
  using element_type = T;
  using value_type = std::remove_cv_t<T>;

  local_view(remote_ptr<T, M> first, std::size_t size) : local_view(first, size, read_write) {}
  template <detail::view_mode Mode>
  local_view(remote_ptr<T, M> first, std::size_t size, Mode) : local_view(first, size, nullptr) {
    detail::check_mode<T, Mode>();
    if (size_ == 0) return;
    // The object is complete here, so that the destructor runs if something below throws.
    if constexpr (std::same_as<Mode, write_only_t>) {
      detail::probe<M>(remote_.local_address(), detail::byte_size<T, M>(size_));
      allocate();
      __builtin_memset(static_cast<void *>(local_), 0, size_ * sizeof(T));
      written_ = true;
    } else {
      allocate();
      wpl::copy_n(remote_, size_, local_);
    }
  }
  explicit local_view(remote_span<T, M> range) : local_view(range.data(), range.size()) {}
  template <detail::view_mode Mode>
  local_view(remote_span<T, M> range, Mode mode) : local_view(range.data(), range.size(), mode) {}

  local_view(local_view &&other) noexcept
      : remote_(other.remote_),
        size_(std::exchange(other.size_, 0)),
        local_(std::exchange(other.local_, nullptr)),
        written_(std::exchange(other.written_, false)) {}
  local_view(const local_view &) = delete;
  local_view &operator=(const local_view &) = delete;
  local_view &operator=(local_view &&) = delete;

  ~local_view() {
    write_back();
    if (local_ != nullptr) std::allocator<value_type>().deallocate(local_, size_);
  }

  [[nodiscard]] T *data() noexcept {
    written_ = true;
    return local_;
  }
  [[nodiscard]] const T *data() const noexcept { return local_; }
  [[nodiscard]] T *begin() noexcept { return data(); }
  [[nodiscard]] T *end() noexcept { return data() + size_; }
  [[nodiscard]] const T *begin() const noexcept { return local_; }
  [[nodiscard]] const T *end() const noexcept { return local_ + size_; }
  [[nodiscard]] T &operator[](std::size_t index) noexcept { return data()[index]; }
  [[nodiscard]] const T &operator[](std::size_t index) const noexcept { return local_[index]; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /**
   * Copies the range back now, if it was accessed for writing since it was made or last written back. The destructor
   * does it too.
   */
  void write_back() {
    if constexpr (!std::is_const_v<T>) {
      if (written_ && size_ != 0) wpl::copy_n(local_, size_, remote_);
      written_ = false;
    }
  }

  /**
   * Forgets that the range was accessed for writing: what was written so far is not copied back unless it is accessed
   * for writing again.
   */
  void discard() noexcept { written_ = false; }

 private:
  local_view(remote_ptr<T, M> first, std::size_t size, std::nullptr_t) noexcept : remote_(first), size_(size) {}

  void allocate() {
    detail::check_crosses<T>();
    detail::check_reachable<M>();
    static_cast<void>(detail::byte_size<T, M>(size_));
    local_ = std::allocator<value_type>().allocate(size_);
  }

  remote_ptr<T, M> remote_;
  std::size_t size_;
  value_type *local_ = nullptr;
  bool written_ = false;
};

/** The same over this module's own memory: the range itself. */
template <class T, class M>
  requires(M::is_this_module)
class local_view<T, M> {
 public:
  using element_type = T;
  using value_type = std::remove_cv_t<T>;

  local_view(T *first, std::size_t size) noexcept : local_(first, size) {}
  template <detail::view_mode Mode>
  local_view(T *first, std::size_t size, Mode) noexcept : local_(first, size) {
    detail::check_mode<T, Mode>();
    if constexpr (std::same_as<Mode, write_only_t>) {
      if (size != 0) __builtin_memset(static_cast<void *>(first), 0, size * sizeof(T));
    }
  }
  explicit local_view(std::span<T> range) noexcept : local_(range) {}
  template <detail::view_mode Mode>
  local_view(std::span<T> range, Mode mode) noexcept : local_view(range.data(), range.size(), mode) {}

  local_view(local_view &&) = default;
  local_view(const local_view &) = delete;
  local_view &operator=(const local_view &) = delete;
  local_view &operator=(local_view &&) = delete;

  [[nodiscard]] T *data() const noexcept { return local_.data(); }
  [[nodiscard]] T *begin() const noexcept { return local_.data(); }
  [[nodiscard]] T *end() const noexcept { return local_.data() + local_.size(); }
  [[nodiscard]] T &operator[](std::size_t index) const noexcept { return local_[index]; }
  [[nodiscard]] std::size_t size() const noexcept { return local_.size(); }
  [[nodiscard]] bool empty() const noexcept { return local_.empty(); }
  void write_back() noexcept {}
  void discard() noexcept {}

 private:
  std::span<T> local_;
};

template <class T, class M>
local_view(remote_ptr<T, M>, std::size_t) -> local_view<T, M>;
template <class T, class M, detail::view_mode Mode>
local_view(remote_ptr<T, M>, std::size_t, Mode) -> local_view<detail::viewed<T, Mode>, M>;
template <class T, class M>
local_view(remote_span<T, M>) -> local_view<T, M>;
template <class T, class M, detail::view_mode Mode>
local_view(remote_span<T, M>, Mode) -> local_view<detail::viewed<T, Mode>, M>;
template <class T, std::size_t N, class M>
local_view(remote_ref<T[N], M>) -> local_view<T, M>;
template <class T, std::size_t N, class M, detail::view_mode Mode>
local_view(remote_ref<T[N], M>, Mode) -> local_view<detail::viewed<T, Mode>, M>;
template <class T>
local_view(T *, std::size_t) -> local_view<T, detail::this_module>;
template <class T, detail::view_mode Mode>
local_view(T *, std::size_t, Mode) -> local_view<detail::viewed<T, Mode>, detail::this_module>;
template <class T>
local_view(std::span<T>) -> local_view<T, detail::this_module>;
template <class T, detail::view_mode Mode>
local_view(std::span<T>, Mode) -> local_view<detail::viewed<T, Mode>, detail::this_module>;
template <class T, std::size_t N>
local_view(T (&)[N]) -> local_view<T, detail::this_module>;
template <class T, std::size_t N, detail::view_mode Mode>
local_view(T (&)[N], Mode) -> local_view<detail::viewed<T, Mode>, detail::this_module>;

WPL_NAMESPACE_END

#endif
