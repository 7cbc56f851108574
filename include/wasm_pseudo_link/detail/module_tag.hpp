/*
 * Module tags: types that stand for a module in wpl::ptr<T, Module> and say how its memory is reached.
 */
#ifndef WASM_PSEUDO_LINK_MODULE_TAG_HPP
#define WASM_PSEUDO_LINK_MODULE_TAG_HPP

#include <wasm_pseudo_link/memory.h>
#include <wasm_pseudo_link/detail/namespace.hpp>

#include <concepts>
#include <cstdint>

WPL_NAMESPACE_BEGIN

/**
 * A byte address in some module's memory: unsigned, up to 4 GiB. A module tag names its own type of address, and these
 * headers use that, so that 64-bit memories can come later.
 */
using address = std::uint32_t;

/**
 * What every module tag has. `is_this_module`: the code being compiled is part of that module; its memory is then
 * reached by plain pointers, and nothing else is asked of the tag.
 */
template <class M>
concept module_tag = requires {
  typename M::address_type;
  { M::is_this_module } -> std::convertible_to<bool>;
};

/**
 * A tag of another module, with the functions that reach its memory. In wasm they are the module's accessor and bridge
 * (WPL_DEFINE_MODULE_TAG); tests have one over a byte array (testing/loopback.hpp). A tag whose `is_reachable` is false
 * has none of the functions (ACCESS NONE).
 *
 * `get..`/`set..`: one value. `copy_in(dest, src, size)`: this module's memory to M's. `copy_out(dest, src, size)`: M's
 * to this one's. `size` in bytes. All trap if they leave a memory, the copies before the first byte is written.
 */
template <class M>
concept remote_memory = module_tag<M> && !M::is_this_module && M::is_reachable &&
                        requires(typename M::address_type a, typename M::address_type n, void *to, const void *from) {
                          { M::getI8(a) } -> std::same_as<std::int8_t>;
                          { M::getI16(a) } -> std::same_as<std::int16_t>;
                          { M::getI32(a) } -> std::same_as<std::int32_t>;
                          { M::getI64(a) } -> std::same_as<std::int64_t>;
                          { M::getF32(a) } -> std::same_as<float>;
                          { M::getF64(a) } -> std::same_as<double>;
                          M::setI8(a, std::int8_t{});
                          M::setI16(a, std::int16_t{});
                          M::setI32(a, std::int32_t{});
                          M::setI64(a, std::int64_t{});
                          M::setF32(a, float{});
                          M::setF64(a, double{});
                          M::copy_in(a, from, n);
                          M::copy_out(to, a, n);
                        };

namespace detail {

/* This module's own address of something, as the bridge wants it. */
inline std::uint32_t own_address(const volatile void *p) noexcept {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(p));
}

}  // namespace detail

WPL_NAMESPACE_END

// The parts of a tag. `to_module` and `from_module` are the bridge's directions as seen from this module: mts and stm
// for another side, stm and mts for main.
#define WPL_DETAIL_TAG_OF_THIS_MODULE(module)           \
  struct module {                                       \
    using address_type = ::wpl::address;                \
    static constexpr const char *module_name = #module; \
    static constexpr bool is_this_module = true;        \
    static constexpr bool is_reachable = true;          \
  };

#define WPL_DETAIL_TAG_OF_UNREACHABLE_MODULE(module)    \
  struct module {                                       \
    using address_type = ::wpl::address;                \
    static constexpr const char *module_name = #module; \
    static constexpr bool is_this_module = false;       \
    static constexpr bool is_reachable = false;         \
  };

#define WPL_DETAIL_TAG_OF_OTHER_MODULE(module, to_module, from_module)                               \
  struct module {                                                                                    \
    using address_type = ::wpl::address;                                                             \
    static constexpr const char *module_name = #module;                                              \
    static constexpr bool is_this_module = false;                                                    \
    static constexpr bool is_reachable = true;                                                       \
    static void note_allocation() noexcept { WPL_DETAIL_ALLOCATES(module); }                         \
    static std::int8_t getI8(address_type a) noexcept { return ::module##_getI8(a); }                \
    static std::int16_t getI16(address_type a) noexcept { return ::module##_getI16(a); }             \
    static std::int32_t getI32(address_type a) noexcept { return ::module##_getI32(a); }             \
    static std::int64_t getI64(address_type a) noexcept { return ::module##_getI64(a); }             \
    static float getF32(address_type a) noexcept { return ::module##_getF32(a); }                    \
    static double getF64(address_type a) noexcept { return ::module##_getF64(a); }                   \
    static void setI8(address_type a, std::int8_t value) noexcept { ::module##_setI8(a, value); }    \
    static void setI16(address_type a, std::int16_t value) noexcept { ::module##_setI16(a, value); } \
    static void setI32(address_type a, std::int32_t value) noexcept { ::module##_setI32(a, value); } \
    static void setI64(address_type a, std::int64_t value) noexcept { ::module##_setI64(a, value); } \
    static void setF32(address_type a, float value) noexcept { ::module##_setF32(a, value); }        \
    static void setF64(address_type a, double value) noexcept { ::module##_setF64(a, value); }       \
    static void copy_in(address_type dest, const void *src, address_type size) noexcept {            \
      ::module##_##to_module##_memcpy(dest, ::wpl::detail::own_address(src), size);                  \
    }                                                                                                \
    static void copy_out(void *dest, address_type src, address_type size) noexcept {                 \
      ::module##_##from_module##_memcpy(::wpl::detail::own_address(dest), src, size);                \
    }                                                                                                \
  };

#define WPL_DETAIL_TAG_FOR_TESTS(module)                \
  struct module : ::wpl::testing::loopback<module> {    \
    static constexpr const char *module_name = #module; \
  };

/**
 * WPL_DEFINE_MODULE_TAG(sorter): defines wpl::modules::sorter in a module other than `sorter`, over the functions of
 * WPL_DECLARE_MEMORY(sorter), which comes first; in unit tests (WPL_TESTING) over a byte array. Said by the side's
 * generated API header.
 */
#if WPL_DETAIL_UNREACHABLE
#define WPL_DEFINE_MODULE_TAG(module)          \
  WPL_NAMESPACE_BEGIN                          \
  namespace modules {                          \
  WPL_DETAIL_TAG_OF_UNREACHABLE_MODULE(module) \
  }                                            \
  WPL_NAMESPACE_END
#elif defined(WPL_TESTING)
#define WPL_DEFINE_MODULE_TAG(module) \
  WPL_NAMESPACE_BEGIN                 \
  namespace modules {                 \
  WPL_DETAIL_TAG_FOR_TESTS(module)    \
  }                                   \
  WPL_NAMESPACE_END
#else
#define WPL_DEFINE_MODULE_TAG(module)              \
  WPL_NAMESPACE_BEGIN                              \
  namespace modules {                              \
  WPL_DETAIL_TAG_OF_OTHER_MODULE(module, mts, stm) \
  }                                                \
  WPL_NAMESPACE_END
#endif

/** WPL_DEFINE_OWN_MODULE_TAG(sorter): the same in `sorter` itself. */
#define WPL_DEFINE_OWN_MODULE_TAG(module) \
  WPL_NAMESPACE_BEGIN                     \
  namespace modules {                     \
  WPL_DETAIL_TAG_OF_THIS_MODULE(module)   \
  }                                       \
  WPL_NAMESPACE_END

#if defined(WPL_TESTING)
#include <wasm_pseudo_link/testing/loopback.hpp>
#endif

#endif
