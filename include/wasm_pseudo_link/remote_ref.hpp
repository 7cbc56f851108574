/*
 * wpl::remote_ref, the proxy reference that *p of a wpl::remote_ptr gives.
 */
#ifndef WASM_PSEUDO_LINK_REMOTE_REF_HPP
#define WASM_PSEUDO_LINK_REMOTE_REF_HPP

#include <wasm_pseudo_link/element.hpp>

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

}  // namespace detail

/**
 * Stands for a T in module M's memory: converting it to T reads, assigning to it writes. A temporary as a rule; keep a
 * remote_ptr, or the value, instead. T may be const: then it only reads.
 *
 * Cost: each read and each write is one accessor call (one load or store where accessors are inlined) for types of 1,
 * 2, 4 or 8 bytes, else one bridge copy. Traps if the address is beyond M's memory.
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

  /** Where the element is. */
  [[nodiscard]] constexpr remote_ptr<T, M> pointer() const noexcept {
    return detail::at_address::pointer<T, M>(address_);
  }

  /** Compound assignments: one read and one write. */
  template <class V> const remote_ref &operator+=(const V &v) const { return *this = as_value(value() + v); }
  template <class V> const remote_ref &operator-=(const V &v) const { return *this = as_value(value() - v); }
  template <class V> const remote_ref &operator*=(const V &v) const { return *this = as_value(value() * v); }
  template <class V> const remote_ref &operator/=(const V &v) const { return *this = as_value(value() / v); }
  template <class V> const remote_ref &operator%=(const V &v) const { return *this = as_value(value() % v); }
  template <class V> const remote_ref &operator&=(const V &v) const { return *this = as_value(value() & v); }
  template <class V> const remote_ref &operator|=(const V &v) const { return *this = as_value(value() | v); }
  template <class V> const remote_ref &operator^=(const V &v) const { return *this = as_value(value() ^ v); }
  template <class V> const remote_ref &operator<<=(const V &v) const { return *this = as_value(value() << v); }
  template <class V> const remote_ref &operator>>=(const V &v) const { return *this = as_value(value() >> v); }
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

WPL_NAMESPACE_END

#endif
