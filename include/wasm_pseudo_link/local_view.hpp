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
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

namespace detail {

/* The memory of a local_view over a plain pointer. */
struct this_module {
  using address_type = std::uintptr_t;
  static constexpr bool is_this_module = true;
  static constexpr bool is_reachable = true;
};

}  // namespace detail

/**
 * A range of another module's memory, copied into this module's for as long as the view lives and then copied back: the
 * fast way for work on a whole range, in every engine.
 *
 *     std::ranges::sort(wpl::local_view(first, n));     // first: wpl::ptr<std::int16_t, wpl::main>
 *
 * It is a contiguous range of plain T: all algorithms of std take it at full speed. It is copied back only if it was
 * accessed for writing (begin, end, data, [] of a view that is not const) and T is not const. Over a plain pointer (the
 * same line, compiled in the module that the memory belongs to) it is the range itself, nothing is copied.
 *
 * Cost: one allocation of n * sizeof(T) bytes by operator new in this module, and one bridge copy each way; none if n
 * is 0.
 *
 * Errors: traps if the range leaves M's memory, when it is made or written back. A C++ exception that leaves the view's
 * scope writes back what is done so far, as work in place would have; discard() prevents it. While the view lives, M's
 * range must not be freed, and writes to it by others are overwritten when it is written back.
 */
template <class T, class M = detail::this_module>
class local_view {
 public:
  using element_type = T;
  using value_type = std::remove_cv_t<T>;

  local_view(remote_ptr<T, M> first, std::size_t size) : local_view(first, size, nullptr) {
    // The object is complete here, so that the destructor runs if something below throws.
    if (size_ == 0) return;
    static_cast<void>(detail::byte_size<T, M>(size_));
    local_ = std::allocator<value_type>().allocate(size_);
    wpl::copy_n(remote_, size_, local_);
  }
  explicit local_view(remote_span<T, M> range) : local_view(range.data(), range.size()) {}

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
  local_view(remote_ptr<T, M> first, std::size_t size, value_type *local) noexcept
      : remote_(first), size_(size), local_(local) {}

  remote_ptr<T, M> remote_;
  std::size_t size_;
  value_type *local_;
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
  explicit local_view(std::span<T> range) noexcept : local_(range) {}

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
template <class T, class M>
local_view(remote_span<T, M>) -> local_view<T, M>;
template <class T>
local_view(T *, std::size_t) -> local_view<T, detail::this_module>;
template <class T>
local_view(std::span<T>) -> local_view<T, detail::this_module>;

WPL_NAMESPACE_END

#endif
