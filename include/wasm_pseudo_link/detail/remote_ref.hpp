/*
 * wpl::remote_ref, the proxy reference that *p of a wpl::remote_ptr gives.
 */
#ifndef WASM_PSEUDO_LINK_REMOTE_REF_HPP
#define WASM_PSEUDO_LINK_REMOTE_REF_HPP

#include <wasm_pseudo_link/detail/element.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <tuple>
#include <type_traits>

WPL_NAMESPACE_BEGIN

template <class T, class M>
class remote_ptr;
template <class T, class M>
class remote_ref;

namespace detail {

/* Makes pointers and references of numbers, for these headers; users write wpl::unsafe_ptr. */
struct at_address {
  template <class T, class M>
  [[nodiscard]] static constexpr remote_ptr<T, M> pointer(typename M::address_type a) noexcept {
    remote_ptr<T, M> p;
    p.address_ = a;
    return p;
  }
  template <class T, class M>
  [[nodiscard]] static constexpr remote_ref<T, M> reference(typename M::address_type a) noexcept {
    return remote_ref<T, M>(a);
  }
};

template <class T>
inline constexpr bool is_remote_ptr = false;
template <class T, class M>
inline constexpr bool is_remote_ptr<remote_ptr<T, M>> = true;

template <class T>
inline constexpr bool is_std_array = false;
template <class T, std::size_t N>
inline constexpr bool is_std_array<std::array<T, N>> = true;

/* Whether `n` is none of 0 to size - 1, of whatever integral type. */
template <std::integral I>
[[nodiscard]] constexpr bool is_beyond(I n, std::size_t size) noexcept {
  return static_cast<std::uint64_t>(n) >= size;  // a negative one becomes huge
}

}  // namespace detail

/**
 * Stands for a T in module M's memory: converting it to T reads, assigning to it writes. A temporary as a rule; keep a
 * remote_ptr, or the value, instead. T may be const: then it only reads.
 *
 * A struct's members are reached through the pointer, as p->*&S::field; those of a struct that is itself a member as
 * (&(p->*&S::inner))->*&Inner::field.
 *
 * Cost: each read and each write is one accessor call (one load or store where accessors are inlined) for types of 1,
 * 2, 4 or 8 bytes, two for other sizes up to 16, else one bridge copy. Traps if the address is beyond M's memory,
 * before anything is written.
 */
template <class T, class M>
class remote_ref {
 public:
  using value_type = std::remove_cv_t<T>;
  using address_type = typename M::address_type;

  remote_ref(const remote_ref &) = default;

  /** Reads the value. */
  operator value_type() const { return detail::load<value_type, M>(address_); }  // NOLINT: a reference converts

  /** Reads the value: for `auto v = (*p).value()`, where a conversion has nothing to convert to. */
  [[nodiscard]] value_type value() const { return detail::load<value_type, M>(address_); }

  /** Writes the value. Const, as assignment through a reference leaves the reference itself as it is. */
  const remote_ref &operator=(const value_type &value) const
    requires(!std::is_const_v<T>)
  {
    detail::store<value_type, M>(address_, value);
    return *this;
  }

  /** Writes the other's value, as with a real reference; does not make it refer elsewhere. */
  const remote_ref &operator=(const remote_ref &other) const
    requires(!std::is_const_v<T>)
  {
    return *this = other.value();
  }
  remote_ref &operator=(const remote_ref &other)
    requires(!std::is_const_v<T>)
  {
    *this = other.value();
    return *this;
  }

  /** Where the element is; & says the same, as for a reference. */
  [[nodiscard]] constexpr remote_ptr<T, M> pointer() const noexcept {
    return detail::at_address::pointer<T, M>(address_);
  }
  [[nodiscard]] constexpr remote_ptr<T, M> operator&() const noexcept { return pointer(); }

  /**
   * Of an element that is a pointer into another module: what *, ->*, [] and a condition do with the pointer, read
   * once each time: (p->*&Node::next)->*&Node::value.
   */
  [[nodiscard]] auto operator*() const
    requires detail::is_remote_ptr<value_type>
  {
    return *value();
  }
  template <class P>
    requires detail::is_remote_ptr<value_type>
  [[nodiscard]] auto operator->*(P member) const {
    return value()->*member;
  }
  template <std::integral I>
    requires detail::is_remote_ptr<value_type>
  [[nodiscard]] auto operator[](I n) const {
    return value()[n];
  }
  explicit operator bool() const
    requires detail::is_remote_ptr<value_type>
  {
    return static_cast<bool>(value());
  }

  /** Of an element that is a std::array: its element `n`, alone; beyond the last is a WPL_FAILURE. */
  template <std::integral I>
    requires detail::is_std_array<value_type>
  [[nodiscard]] auto operator[](I n) const {
    using element = typename value_type::value_type;
    if (detail::is_beyond(n, std::tuple_size_v<value_type>)) WPL_FAILURE("wpl: index beyond the end of a std::array");
    const auto offset = static_cast<address_type>(n) * static_cast<address_type>(sizeof(element));
    return detail::at_address::reference<std::conditional_t<std::is_const_v<T>, const element, element>, M>(
        static_cast<address_type>(address_ + offset));
  }

  /** Compound assignments: one read and one write. */
  template <class V>
  const remote_ref &operator+=(const V &v) const {
    return *this = as_value(value() + v);
  }
  template <class V>
  const remote_ref &operator-=(const V &v) const {
    return *this = as_value(value() - v);
  }
  template <class V>
  const remote_ref &operator*=(const V &v) const {
    return *this = as_value(value() * v);
  }
  template <class V>
  const remote_ref &operator/=(const V &v) const {
    return *this = as_value(value() / v);
  }
  template <class V>
  const remote_ref &operator%=(const V &v) const {
    return *this = as_value(value() % v);
  }
  template <class V>
  const remote_ref &operator&=(const V &v) const {
    return *this = as_value(value() & v);
  }
  template <class V>
  const remote_ref &operator|=(const V &v) const {
    return *this = as_value(value() | v);
  }
  template <class V>
  const remote_ref &operator^=(const V &v) const {
    return *this = as_value(value() ^ v);
  }
  template <class V>
  const remote_ref &operator<<=(const V &v) const {
    return *this = as_value(value() << v);
  }
  template <class V>
  const remote_ref &operator>>=(const V &v) const {
    return *this = as_value(value() >> v);
  }
  const remote_ref &operator++() const { return *this += value_type{1}; }
  const remote_ref &operator--() const { return *this -= value_type{1}; }
  value_type operator++(int) const {
    const value_type before = value();
    *this = as_value(before + value_type{1});
    return before;
  }
  value_type operator--(int) const {
    const value_type before = value();
    *this = as_value(before - value_type{1});
    return before;
  }

  /** Exchange the values, not what the references refer to. */
  friend void swap(remote_ref a, remote_ref b) {
    const value_type value = a.value();
    a = b.value();
    b = value;
  }
  friend void swap(remote_ref a, value_type &b) {
    const value_type value = a.value();
    a = b;
    b = value;
  }
  friend void swap(value_type &a, remote_ref b) { swap(b, a); }

 private:
  friend struct detail::at_address;

  constexpr explicit remote_ref(address_type a) noexcept : address_(a) {}

  template <class V>
  static constexpr value_type as_value(const V &v) {
    return static_cast<value_type>(v);
  }

  address_type address_;
};

/**
 * Stands for an array in module M's memory: p->*&S::field of an array member. A range of its elements; like an array it
 * converts to a pointer to the first. [] is checked, as of wpl::span. Elements that are arrays give the same again.
 *
 * Cost: none but for what is done with its elements.
 */
template <class T, std::size_t N, class M>
class remote_ref<T[N], M> {
 public:
  using element_type = T;
  using value_type = std::remove_cv_t<T>;
  using size_type = std::size_t;
  using reference = remote_ref<T, M>;
  using iterator = remote_ptr<T, M>;
  using address_type = typename M::address_type;

  remote_ref(const remote_ref &) = default;
  remote_ref &operator=(const remote_ref &) = delete;  // as arrays; wpl::copy copies the elements

  [[nodiscard]] static constexpr std::size_t size() noexcept { return N; }
  [[nodiscard]] static constexpr bool empty() noexcept { return false; }
  [[nodiscard]] constexpr iterator data() const noexcept { return detail::at_address::pointer<T, M>(address_); }
  [[nodiscard]] constexpr iterator begin() const noexcept { return data(); }
  [[nodiscard]] constexpr iterator end() const noexcept { return data() + N; }

  /** Element `n`; beyond the last is a WPL_FAILURE. */
  template <std::integral I>
  [[nodiscard]] reference operator[](I n) const {
    if (detail::is_beyond(n, N)) WPL_FAILURE("wpl: index beyond the end of an array member");
    return data()[n];
  }

  /** A pointer to the first element. */
  constexpr operator remote_ptr<T, M>() const noexcept { return data(); }  // NOLINT: converts as an array does
  constexpr operator remote_ptr<const T, M>() const noexcept               // NOLINT: as above
    requires(!std::is_const_v<T>)
  {
    return data();
  }
  [[nodiscard]] reference operator*() const { return *data(); }
  template <std::integral I>
  [[nodiscard]] friend constexpr iterator operator+(remote_ref array, I n) noexcept {
    return array.data() + n;
  }

  /** Where the whole array is; & says the same. */
  [[nodiscard]] constexpr remote_ptr<T[N], M> pointer() const noexcept {
    return detail::at_address::pointer<T[N], M>(address_);
  }
  [[nodiscard]] constexpr remote_ptr<T[N], M> operator&() const noexcept { return pointer(); }

 private:
  friend struct detail::at_address;

  constexpr explicit remote_ref(address_type a) noexcept : address_(a) {}

  address_type address_;
};

WPL_NAMESPACE_END

template <class T, std::size_t N, class M>
inline constexpr bool std::ranges::enable_borrowed_range<wpl::remote_ref<T[N], M>> = true;

#endif
