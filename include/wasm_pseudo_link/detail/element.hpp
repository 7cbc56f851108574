/*
 * Reads and writes one value of any trivially copyable type in another module's memory.
 */
#ifndef WASM_PSEUDO_LINK_ELEMENT_HPP
#define WASM_PSEUDO_LINK_ELEMENT_HPP

#include <wasm_pseudo_link/detail/module_tag.hpp>
#include <wasm_pseudo_link/detail/plain_pointers.hpp>
#include <wasm_pseudo_link/detail/small_copy.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

WPL_NAMESPACE_BEGIN
namespace detail {

template <class>
inline constexpr bool always_false = false;

/* Instantiated by everything that touches memory M: the errors for those that cannot. */
template <class M>
consteval void check_reachable() {
  static_assert(module_tag<M>,
                "WasmPseudoLink: the second template argument names no module. Write wpl::main, or "
                "wpl::modules::<side> from the header that wasm_generate_api_header makes for the side.");
  static_assert(M::is_this_module || M::is_reachable,
                "WasmPseudoLink: this side has ACCESS NONE and reaches no other module's memory. Pass values and let "
                "the main module copy data in and out, or give the side another ACCESS in add_wasm_side_module.");
}

/* Instantiated by everything that moves a T between memories as bytes. */
template <class T>
consteval void check_crosses() {
  using value = std::remove_cv_t<T>;
  static_assert(!std::is_pointer_v<value> && !std::is_member_pointer_v<value>,
                "WasmPseudoLink: a plain pointer read from another module's memory would not say whose address it "
                "is. Make the element wpl::ptr<U, M>, with M the module that it points into, instead of U *.");
  static_assert(std::is_trivially_copyable_v<value>,
                "WasmPseudoLink: only trivially copyable types can live in another module's memory: this one's copy "
                "or destructor would have to run there. Copy its contents instead: for a std::vector or std::string "
                "wpl::copy_n(v.data(), v.size(), where), for a class its trivially copyable members.");
  static_assert(!has_plain_pointer<value> || unsafe_plain_pointers<value> != nullptr,
                "WasmPseudoLink: this struct has a plain pointer in it, which would not say whose address it is. Make "
                "the member wpl::ptr<U, M>, with M the module that it points into; or reach the other members by "
                "p->*&S::field; or say why it is right, as wpl::unsafe_plain_pointers<S>.");
}

/*
 * Reads the T at address `a` of M's memory. Cost: one accessor call for sizes of 1, 2, 4 and 8 bytes, two for others up
 * to 16, else one bridge copy.
 */
template <class T, class M>
[[nodiscard]] T load(typename M::address_type a) {
  check_crosses<T>();
  check_reachable<M>();
  if constexpr (std::is_same_v<T, bool>) {
    return M::getI8(a) != 0;  // any byte may lie there, a bool must be 0 or 1
  } else if constexpr (std::is_same_v<T, float>) {
    return M::getF32(a);
  } else if constexpr (std::is_same_v<T, double>) {
    return M::getF64(a);
  } else if constexpr (sizeof(T) == 1) {
    return std::bit_cast<T>(M::getI8(a));
  } else if constexpr (sizeof(T) == 2) {
    return std::bit_cast<T>(M::getI16(a));
  } else if constexpr (sizeof(T) == 4) {
    return std::bit_cast<T>(M::getI32(a));
  } else if constexpr (sizeof(T) == 8) {
    return std::bit_cast<T>(M::getI64(a));
  } else {
    alignas(T) std::array<std::byte, sizeof(T)> bytes;
    if constexpr (sizeof(T) <= small_copy_limit) {
      small_copy_out<sizeof(T), M>(bytes.data(), a);
    } else {
      M::copy_out(bytes.data(), a, sizeof(T));
    }
    return std::bit_cast<T>(bytes);
  }
}

/* Writes `value` at address `a` of M's memory. Cost: as load. */
template <class T, class M>
void store(typename M::address_type a, const T &value) {
  check_crosses<T>();
  check_reachable<M>();
  if constexpr (std::is_same_v<T, float>) {
    M::setF32(a, value);
  } else if constexpr (std::is_same_v<T, double>) {
    M::setF64(a, value);
  } else if constexpr (sizeof(T) == 1) {
    M::setI8(a, std::bit_cast<std::int8_t>(value));
  } else if constexpr (sizeof(T) == 2) {
    M::setI16(a, std::bit_cast<std::int16_t>(value));
  } else if constexpr (sizeof(T) == 4) {
    M::setI32(a, std::bit_cast<std::int32_t>(value));
  } else if constexpr (sizeof(T) == 8) {
    M::setI64(a, std::bit_cast<std::int64_t>(value));
  } else if constexpr (sizeof(T) <= small_copy_limit) {
    small_copy_in<sizeof(T), M>(a, &value);
  } else {
    M::copy_in(a, &value, sizeof(T));
  }
}

}  // namespace detail
WPL_NAMESPACE_END

#endif
