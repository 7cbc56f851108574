/*
 * How parameters and results of API functions travel from module to module: which wasm values a C++ type becomes. The
 * wasm values are such that C can pass them too.
 *
 *   arithmetic types, enums       one value, as in C; bool is an i32 that is 0 or 1
 *   wpl::ptr<T, M>                i32: the address in M's memory
 *   wpl::function_ptr<F, M>       i32: the index in M's table
 *   wpl::span<T, M>,              parameter: i32 address, i32 number of elements; result: one i64, the address in its
 *   wpl::string_view<M>           low half
 *   trivially copyable classes    parameter: ceil(size / 8) i64, the object's bytes and then zeros; result of up to 8
 *   of up to 64 bytes             bytes: one i64; larger: i32, the address in the callee's memory of an object that is
 *                                 valid until the callee's next call. 0 (a guarded call that failed) stands for one
 *                                 whose bytes are all 0
 *
 * Everything else is refused with a text that says what to write.
 */
#ifndef WASM_PSEUDO_LINK_WIRE_HPP
#define WASM_PSEUDO_LINK_WIRE_HPP

#include <wasm_pseudo_link/function_ptr.hpp>
#include <wasm_pseudo_link/main.hpp>
#include <wasm_pseudo_link/ptr.hpp>
#include <wasm_pseudo_link/detail/signature.hpp>
#include <wasm_pseudo_link/span.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

WPL_NAMESPACE_BEGIN
namespace detail {

/* An address in this module's own memory as a wasm value. */
using own_address_type = std::conditional_t<sizeof(void *) == 4, std::uint32_t, std::uint64_t>;

inline constexpr std::size_t most_bytes_by_value = 64;

template <class T>
concept wire_number = (std::is_arithmetic_v<T> || std::is_enum_v<T>) && sizeof(T) <= 8;

template <class T>
concept wire_block =
    (std::is_class_v<T> || std::is_union_v<T>) && std::is_trivially_copyable_v<T> && sizeof(T) <= most_bytes_by_value;

/*
 * wire<T>: `types`, a tuple of the wasm values of a parameter; pack and unpack. The primary template is for types that
 * check_wire refuses.
 */
template <class T>
struct wire {
  using types = std::tuple<int>;
  static types pack(const T &) noexcept { return {}; }
  static T unpack(int) noexcept;
};

template <class T>
struct wire_value {
  using type = T;
};
template <>
struct wire_value<bool> {
  using type = std::uint32_t;
};
template <class T>
  requires std::is_enum_v<T>
struct wire_value<T> : wire_value<std::underlying_type_t<T>> {};

template <wire_number T>
struct wire<T> {
  using value = typename wire_value<T>::type;
  using types = std::tuple<value>;
  static constexpr types pack(T v) noexcept { return {static_cast<value>(v)}; }
  static constexpr T unpack(value v) noexcept {
    if constexpr (std::is_same_v<T, bool>) {
      return v != 0;
    } else {
      return static_cast<T>(v);
    }
  }
};

template <class T>
struct wire<T *> {
  using types = std::tuple<own_address_type>;
  static types pack(T *p) noexcept { return {static_cast<own_address_type>(reinterpret_cast<std::uintptr_t>(p))}; }
  static T *unpack(own_address_type a) noexcept { return reinterpret_cast<T *>(static_cast<std::uintptr_t>(a)); }
};

template <class T, class M>
struct wire<remote_ptr<T, M>> {
  using value = typename M::address_type;
  using types = std::tuple<value>;
  static constexpr types pack(remote_ptr<T, M> p) noexcept { return {p.local_address()}; }
  static constexpr remote_ptr<T, M> unpack(value a) noexcept { return at_address::pointer<T, M>(a); }
};

template <class F, class M>
struct wire<remote_function<F, M>> {
  using types = std::tuple<std::uint32_t>;
  static constexpr types pack(remote_function<F, M> f) noexcept { return {f.local_index()}; }
  static constexpr remote_function<F, M> unpack(std::uint32_t index) noexcept {
    return remote_function<F, M>(typename remote_function<F, M>::from_index{index});
  }
};

/* Ranges: the values of a pointer, then a number of elements. */
template <class Range, class Pointer>
struct wire_range {
  using address = std::tuple_element_t<0, typename wire<Pointer>::types>;
  using types = std::tuple<address, own_address_type>;
  static constexpr types pack(Range r) noexcept {
    return {std::get<0>(wire<Pointer>::pack(r.data())), static_cast<own_address_type>(r.size())};
  }
  static constexpr Range unpack(address first, own_address_type size) {
    return Range(wire<Pointer>::unpack(first), static_cast<std::size_t>(size));
  }
};

template <class T, class M>
struct wire<remote_span<T, M>> : wire_range<remote_span<T, M>, remote_ptr<T, M>> {};
template <class T>
struct wire<std::span<T>> : wire_range<std::span<T>, T *> {};
template <>
struct wire<std::string_view> : wire_range<std::string_view, const char *> {};

template <class T>
inline constexpr bool is_wire_range = false;
template <class T, class M>
inline constexpr bool is_wire_range<remote_span<T, M>> = true;
template <class T>
inline constexpr bool is_wire_range<std::span<T>> = true;
template <>
inline constexpr bool is_wire_range<std::string_view> = true;

template <class T, class Words>
struct wire_words;

template <class T, std::size_t... I>
struct wire_words<T, std::index_sequence<I...>> {
  template <std::size_t>
  using word = std::uint64_t;
  using types = std::tuple<word<I>...>;

  static types pack(const T &object) noexcept {
    std::array<std::uint64_t, sizeof...(I)> words{};
    std::memcpy(words.data(), &object, sizeof(T));
    return {words[I]...};
  }
  static T unpack(word<I>... values) noexcept {
    const std::array<std::uint64_t, sizeof...(I)> words{values...};
    return from_bytes(words.data());
  }
  static T from_bytes(const void *bytes) noexcept {
    alignas(T) std::array<std::byte, sizeof(T)> object;
    std::memcpy(object.data(), bytes, sizeof(T));
    return std::bit_cast<T>(object);
  }
};

template <wire_block T>
struct wire<T> : wire_words<T, std::make_index_sequence<(sizeof(T) + 7) / 8>> {};

template <class T>
inline constexpr std::size_t wire_count = std::tuple_size_v<typename wire<T>::types>;

/* One wasm value, the same as in C: what a plain function pointer can take and give. */
template <class T>
inline constexpr bool is_one_value = !(std::is_class_v<T> || std::is_union_v<T>) || std::is_void_v<T>;
template <class T, class M>
inline constexpr bool is_one_value<remote_ptr<T, M>> = true;
template <class F, class M>
inline constexpr bool is_one_value<remote_function<F, M>> = true;

/* ---- Results ---- */

/*
 * wire_result<T>: `type`, the wasm value of a result; pack, in the callee; unpack, in the caller, where copy(to,
 * address, size) brings bytes from the callee's memory.
 */
template <class T>
struct wire_result {
  using type = std::tuple_element_t<0, typename wire<T>::types>;
  static type pack(T v) { return std::get<0>(wire<T>::pack(v)); }
  template <class Copy>
  static T unpack(type v, const Copy &) {
    return wire<T>::unpack(v);
  }
};

template <>
struct wire_result<void> {
  using type = void;
};

template <class T>
  requires is_wire_range<T>
struct wire_result<T> {
  using type = std::uint64_t;
  static type pack(T range) {
    const auto [first, size] = wire<T>::pack(range);
    return first | static_cast<std::uint64_t>(size) << 32;
  }
  template <class Copy>
  static T unpack(type v, const Copy &) {
    return wire<T>::unpack(static_cast<std::uint32_t>(v), static_cast<std::uint32_t>(v >> 32));
  }
};

template <class T>
inline constexpr bool is_large_result = wire_block<T> && !is_wire_range<T> && !is_one_value<T> && (sizeof(T) > 8);

template <class T>
  requires is_large_result<T>
struct wire_result<T> {
  using type = own_address_type;
  static type pack(const T &object) {
    alignas(T) static std::array<std::byte, sizeof(T)> slot; /* the caller copies it out before anything else runs */
    std::memcpy(slot.data(), &object, sizeof(T));
    return static_cast<type>(reinterpret_cast<std::uintptr_t>(slot.data()));
  }
  template <class Copy>
  static T unpack(type address, const Copy &copy) {
    alignas(T) std::array<std::byte, sizeof(T)> bytes{};
    if (address != 0) copy(bytes.data(), address, static_cast<std::uint32_t>(sizeof(T)));
    return std::bit_cast<T>(bytes);
  }
};

/* ---- What is refused ---- */

template <class T>
inline constexpr bool is_string = false;
template <class C, class Traits, class Allocator>
inline constexpr bool is_string<std::basic_string<C, Traits, Allocator>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T, class Allocator>
inline constexpr bool is_vector<std::vector<T, Allocator>> = true;
template <class T>
inline constexpr bool is_std_span = false;
template <class T, std::size_t N>
inline constexpr bool is_std_span<std::span<T, N>> = true;
template <class T>
inline constexpr bool is_std_string_view = false;
template <class C, class Traits>
inline constexpr bool is_std_string_view<std::basic_string_view<C, Traits>> = true;
template <class T>
inline constexpr bool is_remote_ref = false;
template <class T, class M>
inline constexpr bool is_remote_ref<remote_ref<T, M>> = true;

/* std::function<R(A...)> and templates of its shape, such as std::move_only_function: an object that is called. */
template <class T>
inline constexpr bool is_function_object = false;
template <template <class...> class Object, class R, class... A>
inline constexpr bool is_function_object<Object<R(A...)>> = true;

/* Checks one parameter or result. `own`: this module's own pointers and ranges make sense in it. */
template <class T, bool own>
consteval bool check_wire() {
  static_assert(!std::is_reference_v<T>,
                "WasmPseudoLink: a parameter or result is a reference, which does not say in whose memory it refers "
                "to something. Write wpl::ptr<T, wpl::main> (or wpl::modules::<side>) instead of T &, or pass a small "
                "struct by value.");
  static_assert(own || !std::is_pointer_v<T>,
                "WasmPseudoLink: a parameter or result is a plain pointer, which does not say whose memory it points "
                "into. Write wpl::ptr<T, wpl::main> (or wpl::modules::<side>) instead of T *, and "
                "wpl::function_ptr<R(A...), M> for a pointer to a function.");
  static_assert(!is_string<T>,
                "WasmPseudoLink: a std::string is in one module's memory and its allocator, so another module cannot "
                "take it. Write wpl::string_view<M> for text in M's memory that is lent for the call.");
  static_assert(!is_vector<T>,
                "WasmPseudoLink: a std::vector is in one module's memory and its allocator, so another module cannot "
                "take it. Write wpl::span<T, M> for elements in M's memory that are lent for the call.");
  static_assert(!(is_std_span<T> && !(own && is_wire_range<T>)),
                "WasmPseudoLink: a std::span does not say whose memory its elements are in (nor may a span here have a "
                "fixed size). Write wpl::span<T, wpl::main> (or wpl::modules::<side>).");
  static_assert(!(is_std_string_view<T> && !(own && is_wire_range<T>)),
                "WasmPseudoLink: a std::string_view does not say whose memory its text is in, and wide text has no "
                "form here. Write wpl::string_view<wpl::main> (or wpl::modules::<side>).");
  static_assert(!is_function_object<std::remove_cvref_t<T>>,
                "WasmPseudoLink: a std::function is an object of one module, which another module cannot call. Write "
                "wpl::function_ptr<R(A...), M>, where M is the module that calls it, and pass the pointer() of a "
                "wpl::callback<R(A...), M>, which the caller makes of its lambda and keeps.");
  static_assert(!is_remote_ref<T>,
                "WasmPseudoLink: a parameter or result is the proxy that *p gives. Write wpl::ptr<T, M> to pass the "
                "place, or T to pass its value.");
  static_assert(!std::is_same_v<T, long double>,
                "WasmPseudoLink: wasm has no value for a long double. Write double, or put it into a struct that is "
                "passed by value.");
  constexpr bool named_above = std::is_reference_v<T> || std::is_pointer_v<T> || is_string<T> || is_vector<T> ||
                               is_std_span<T> || is_std_string_view<T> || is_function_object<T> || is_remote_ref<T> ||
                               std::is_void_v<T> || std::is_same_v<T, long double>;
  if constexpr (!named_above) {
    static_assert(std::is_class_v<T> || std::is_union_v<T> || wire_number<T>,
                  "WasmPseudoLink: wasm has no value for a type of this parameter or result. Write an arithmetic type "
                  "of up to 8 bytes, an enum, wpl::ptr, wpl::span, or a trivially copyable struct.");
    static_assert(std::is_trivially_copyable_v<T>,
                  "WasmPseudoLink: only trivially copyable types can be passed by value to another module: this one's "
                  "copy or destructor would have to run there. Pass a struct of its trivially copyable parts, or "
                  "wpl::ptr or wpl::span to its contents.");
    static_assert(sizeof(T) <= most_bytes_by_value,
                  "WasmPseudoLink: this struct has more than 64 bytes, too many to pass by value. Write wpl::ptr<T, M> "
                  "to it as parameter, and let the caller pass wpl::ptr<T, M> to where a result shall go.");
  }
  return true;
}

/* Checks what a plain function pointer takes or gives. */
template <class T>
consteval bool check_one_value() {
  static_assert(check_wire<T, true>());
  static_assert(is_one_value<T>,
                "WasmPseudoLink: a function pointer takes and gives one wasm value for each parameter: arithmetic "
                "types, enums, wpl::ptr and wpl::function_ptr. Pass wpl::ptr<T, M> to a struct, and for wpl::span and "
                "wpl::string_view a wpl::ptr and a number.");
  return true;
}

/* ---- Functions ---- */

template <class R, class Values>
struct function_over;
template <class R, class... W>
struct function_over<R, std::tuple<W...>> {
  using type = R(W...);
};

template <class F>
struct marshal {
  static_assert(always_false<F>,
                "WasmPseudoLink: this is no function type that can be called from another module. Write it as "
                "result(parameters...), as in double(int, float), without noexcept, const or an open end (...).");
};

/* Calls of R(A...) from module to module: packs in the caller, unpacks in the callee. */
template <class R, class... A>
struct marshal<R(A...)> {
  using values = decltype(std::tuple_cat(std::declval<typename wire<A>::types>()...));
  using signature = typename function_over<typename wire_result<R>::type, values>::type;
  using result = R;

  /* In the caller: call(wasm values...), and copy as in wire_result. Inlined to the call itself for scalars. */
  template <class Call, class Copy>
  static R send(const Call &call, const Copy &copy, A... arguments) {
    if constexpr (std::is_void_v<R>) {
      std::apply(call, std::tuple_cat(wire<A>::pack(arguments)...));
    } else {
      return wire_result<R>::unpack(std::apply(call, std::tuple_cat(wire<A>::pack(arguments)...)), copy);
    }
  }

  /* In the callee: f(A...) for the wasm values of A. */
  template <class Function, class... W>
  static typename wire_result<R>::type receive(Function &&f, W... wasm_values) {
    return spread(f, values(wasm_values...), std::index_sequence_for<A...>{});
  }

 private:
  /* Where the wasm values of parameter n begin. */
  template <std::size_t n>
  [[nodiscard]] static consteval std::size_t first_value() {
    constexpr std::array<std::size_t, sizeof...(A) + 1> counts{wire_count<A>..., 0};
    std::size_t first = 0;
    for (std::size_t i = 0; i < n; ++i) first += counts[i];
    return first;
  }

  template <class T, std::size_t first, std::size_t... I>
  static T unpack(const values &all, std::index_sequence<I...>) {
    return wire<T>::unpack(std::get<first + I>(all)...);
  }

  template <class Function, std::size_t... I>
  static typename wire_result<R>::type spread(Function &&f, [[maybe_unused]] const values &all,
                                              std::index_sequence<I...>) {
    if constexpr (std::is_void_v<R>) {
      f(unpack<A, first_value<I>()>(all, std::make_index_sequence<wire_count<A>>{})...);
    } else {
      return wire_result<R>::pack(f(unpack<A, first_value<I>()>(all, std::make_index_sequence<wire_count<A>>{})...));
    }
  }
};

/* The wasm function type of R(A...). */
template <class F>
using wire_signature = typename marshal<F>::signature;

template <class F, bool own>
struct signature_check : marshal<F> {};
template <class R, class... A, bool own>
struct signature_check<R(A...), own> {
  static constexpr bool passed = check_wire<R, own>() && (check_wire<A, own>() && ...);
};

template <class F>
struct one_value_check : marshal<F> {};
template <class R, class... A>
struct one_value_check<R(A...)> {
  static constexpr bool passed = check_one_value<R>() && (check_one_value<A>() && ...);
};

}  // namespace detail
WPL_NAMESPACE_END

#endif
