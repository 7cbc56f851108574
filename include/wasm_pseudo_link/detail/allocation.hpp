/*
 * Allocates in any module's memory by that module's own allocator. Used by wpl::buffer and wpl::string.
 */
#ifndef WASM_PSEUDO_LINK_ALLOCATION_HPP
#define WASM_PSEUDO_LINK_ALLOCATION_HPP

#include <wasm_pseudo_link/detail/element.hpp>
#include <wasm_pseudo_link/ptr.hpp>
#include <wasm_pseudo_link/rb.h>
#include <wasm_pseudo_link/remote_ptr.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <type_traits>

WPL_NAMESPACE_BEGIN
namespace detail {

/* A tag that allocates by itself, as those of testing/loopback.hpp do: allocate(size) is 0 if there is no memory. */
template <class M>
concept brings_allocator = requires(typename M::address_type a) {
  { M::allocate(a) } -> std::same_as<typename M::address_type>;
  M::deallocate(a);
};

#if !WPL_DETAIL_UNREACHABLE

/* wpl_malloc and wpl_free of module M (allocator.h), found at first use. */
template <class M>
struct lent_allocator {
  using allocate_function = std::uint32_t (*)(std::uint32_t);
  using deallocate_function = void (*)(std::uint32_t);

  static inline allocate_function allocate = nullptr;
  static inline deallocate_function deallocate = nullptr;

  /* They are kept for good, so the module is never given back (rb_dlclose). */
  static void find() {
    if (deallocate != nullptr) return;
    const rb_handle handle = rb_dlopen(M::module_name);
    if (handle == RB_NONE) WPL_FAILURE("wpl: the module to allocate in is not open; rb_dlerror() says why");
    allocate = reinterpret_cast<allocate_function>(rb_dlsym(handle, "wpl_malloc:ii"));
    deallocate = reinterpret_cast<deallocate_function>(rb_dlsym(handle, "wpl_free:vi"));
    if (allocate == nullptr || deallocate == nullptr) {
      WPL_FAILURE(
          "wpl: the module to allocate in lends no allocator; include its API header or rb.h in a source of it");
    }
  }
};

#endif

/* Finds M's allocator if that is still to be done, so that a later deallocate cannot fail. */
template <class M>
void require_allocator() {
  check_reachable<M>();
#if !WPL_DETAIL_UNREACHABLE
  if constexpr (!M::is_this_module && !brings_allocator<M>) lent_allocator<M>::find();
#endif
}

/* `bytes` bytes in M's memory with indeterminate values, or null if there are none left. */
template <class M>
[[nodiscard]] ptr<void, M> allocate(typename M::address_type bytes) {
  require_allocator<M>();
  if constexpr (M::is_this_module) {
    return std::malloc(bytes);
  } else if constexpr (brings_allocator<M>) {
    return at_address::pointer<void, M>(M::allocate(bytes));
  } else {
#if !WPL_DETAIL_UNREACHABLE
    return at_address::pointer<void, M>(lent_allocator<M>::allocate(bytes));
#endif
  }
}

/* Gives back what allocate, or M's own malloc, returned; null is allowed. */
template <class M>
void deallocate(ptr<void, M> block) {
  if constexpr (M::is_this_module) {
    std::free(block);
  } else {
    if (block == nullptr) return;
    require_allocator<M>();
    if constexpr (brings_allocator<M>) {
      M::deallocate(block.local_address());
    } else {
#if !WPL_DETAIL_UNREACHABLE
      lent_allocator<M>::deallocate(block.local_address());
#endif
    }
  }
}

/* Whether `count` elements of T are more bytes than an address of M can count. */
template <class T, class M>
constexpr bool exceeds_memory(std::size_t count) noexcept {
  return count > std::numeric_limits<typename M::address_type>::max() / sizeof(T);
}

}  // namespace detail
WPL_NAMESPACE_END

#endif
