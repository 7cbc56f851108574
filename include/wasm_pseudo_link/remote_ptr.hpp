/*
 * wpl::remote_ptr, a pointer into another module's memory.
 */
#ifndef WASM_PSEUDO_LINK_REMOTE_PTR_HPP
#define WASM_PSEUDO_LINK_REMOTE_PTR_HPP

#include <wasm_pseudo_link/detail/element.hpp>
#include <wasm_pseudo_link/detail/member.hpp>
#include <wasm_pseudo_link/detail/remote_ref.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

WPL_NAMESPACE_BEGIN

namespace detail {

/* U * converts to T *: by added const, to void, or to a base class. */
template <class U, class T>
concept adds_const = std::convertible_to<U (*)[], T (*)[]>;
template <class U, class T>
concept becomes_void = std::is_void_v<T> && std::convertible_to<U *, T *>;
template <class U, class T>
concept pointee_of = !std::same_as<U, T> && (adds_const<U, T> || becomes_void<U, T> || has_base<U, T>);

}  // namespace detail

/**
 * A pointer to a T in module M's memory, for code that is not part of M. Write wpl::ptr<T, M> in declarations that M
 * shares.
 *
 * Used like a T *: *p, p[i], p->*&S::field, ++p, p + n, p - q, comparison, null, conversion to a base class. It is a
 * random-access iterator, so the algorithms of std and std::ranges run in place on M's memory; *p is a proxy
 * (wpl::remote_ref), so `auto &x = *p` does not compile and `auto x = *p` keeps referring to M's memory. For work on a
 * whole range wpl::local_view is faster than element access.
 *
 * T: an arithmetic type, an enum, wpl::ptr, a trivially copyable class, an array of these, or (possibly const) void.
 * The bytes are as M has them: both modules must lay out T alike, which all compilers for wasm32 do.
 *
 * It is one 32-bit integer, trivially copyable, and passed to wasm functions as M's own pointers are. It owns nothing,
 * and M's memory may be freed or M closed while it is held, as with any pointer. Addresses beyond M's memory trap when
 * used. Arithmetic is modulo 2^32 and, as for T *, p - q is a difference_type: two pointers more than 2 GiB apart (in
 * elements of one byte) have none.
 */
template <class T, class M>
class remote_ptr {
  static_assert(!std::is_reference_v<T>,
                "WasmPseudoLink: there is no pointer to a reference. Write wpl::ptr<T, M> with T an object type.");
  static_assert(module_tag<M>,
                "WasmPseudoLink: the second template argument names no module. Write wpl::main, or "
                "wpl::modules::<side> from the header that wasm_generate_api_header makes for the side.");
  static_assert(!M::is_this_module,
                "WasmPseudoLink: this code is part of module M and reaches its memory by plain pointers. Write T *, "
                "or wpl::ptr<T, M> in what other modules compile too.");

 public:
  using element_type = T;
  using value_type = std::remove_cv_t<T>;
  using difference_type = std::make_signed_t<typename M::address_type>;
  using reference = remote_ref<T, M>;
  using pointer = remote_ptr;
  using iterator_category = std::random_access_iterator_tag;
  using iterator_concept = std::random_access_iterator_tag;
  using module_type = M;
  using address_type = typename M::address_type;
  template <class U>
  using rebind = remote_ptr<U, M>;

  /** A null pointer. */
  constexpr remote_ptr() noexcept = default;
  constexpr remote_ptr(std::nullptr_t) noexcept {}  // NOLINT: converts as T * does

  /**
   * From T to const T, from any T to void, and from a derived class to its base, as T * does: a null pointer stays
   * null.
   */
  template <class U>
    requires detail::pointee_of<U, T>
  constexpr remote_ptr(remote_ptr<U, M> other) noexcept : address_(other.local_address()) {  // NOLINT: as above
    if constexpr (detail::has_base<U, T>) {
      if (other) address_ = static_cast<address_type>(address_ + base_distance<T, U>());
    }
  }

  /** From void back to a type: static_cast<wpl::remote_ptr<T, M>>(p), as for void *. */
  template <class U>
    requires(!std::is_void_v<T> && std::is_void_v<U> && (std::is_const_v<T> || !std::is_const_v<U>))
  constexpr explicit remote_ptr(remote_ptr<U, M> other) noexcept : address_(other.local_address()) {}

  /**
   * From a base class to a derived one: static_cast<wpl::remote_ptr<T, M>>(p), as for plain pointers. Nobody checks
   * that the object is a T.
   */
  template <class U>
    requires(detail::has_base<T, U> && (std::is_const_v<T> || !std::is_const_v<U>))
  constexpr explicit remote_ptr(remote_ptr<U, M> other) noexcept : address_(other.local_address()) {
    if (other) address_ = static_cast<address_type>(address_ - base_distance<U, T>());
  }

  /** Another module's pointer: an error that says so. */
  template <class U, class N>
    requires(!std::same_as<N, M>)
  constexpr remote_ptr(remote_ptr<U, N>) noexcept {  // NOLINT: as above
    static_assert(detail::always_false<U>,
                  "WasmPseudoLink: this pointer is into one module's memory, and a pointer into another module's is "
                  "wanted: an address means nothing in the other memory. Copy the data with wpl::copy, and pass a "
                  "pointer to the copy.");
  }

  /** This module's own pointer: an error that says so. */
  template <class U>
  constexpr remote_ptr(U *) noexcept {  // NOLINT: as above
    static_assert(detail::always_false<U>,
                  "WasmPseudoLink: this is a pointer into this module's own memory, and a pointer into another "
                  "module's is wanted: an address means nothing in the other memory. Copy the data with wpl::copy to "
                  "memory of that module, and pass a pointer to that.");
  }

  /**
   * The address as M itself knows it: a plain number that no longer says whose it is. Back from a number:
   * wpl::unsafe_ptr.
   */
  [[nodiscard]] constexpr address_type local_address() const noexcept { return address_; }

  [[nodiscard]] reference operator*() const
    requires(!std::is_void_v<T>)
  {
    return detail::at_address::reference<T, M>(address_);
  }
  template <std::integral I>
    requires(!std::is_void_v<T>)
  [[nodiscard]] reference operator[](I n) const {
    return *(*this + n);
  }

  /**
   * p->*&S::field: the member `field` of the S at p, or of a base class, as with a plain pointer to S. An array member
   * gives a range of its elements. Write parentheses before [] and ., which bind closer: (p->*&S::values)[2].
   *
   * Cost: none; reading or writing it costs what an element costs.
   */
  template <class F, class C>
    requires(!std::is_void_v<T>)
  [[nodiscard]] auto operator->*(F C::*member) const {
    static_assert(!std::is_function_v<F>,
                  "WasmPseudoLink: a member function runs where its code is, in this module, and its object is in "
                  "another one's memory. Call a function of that module, or read the object first: (*p).value().f().");
    static_assert(std::is_function_v<F> || detail::member_of<F, C, value_type>,
                  "WasmPseudoLink: no member of the class that p points to, nor of a base class of it that is not "
                  "virtual. Convert p first, with static_cast<wpl::ptr<Derived, M>>(p).");
    if constexpr (!std::is_function_v<F> && detail::member_of<F, C, value_type>) {
      F value_type::*const own = member;
      if (own == nullptr) WPL_FAILURE("wpl: ->* with a null pointer to a member");
      const auto offset = static_cast<address_type>(detail::member_offset(own));
      using member_type = std::conditional_t<std::is_const_v<T>, const F, F>;
      return detail::at_address::reference<member_type, M>(static_cast<address_type>(address_ + offset));
    }
  }

  /** Of a static member, which lies in this module: an error that says so. */
  template <class U>
  void operator->*(U *) const {
    static_assert(detail::always_false<U>,
                  "WasmPseudoLink: ->* wants a member of the object in the other module's memory, and this is a "
                  "static member, which each module has of its own. Write S::member for this module's.");
  }

  /**
   * p->field: an error that says what to write instead, as there is no S here whose field it could be. The signature
   * alone is fine: std::reverse_iterator and others look at it.
   */
  const value_type *operator->() const
    requires(!std::is_void_v<T>)
  {
    static_assert(detail::always_false<T>,
                  "WasmPseudoLink: p->field cannot reach into another module's memory. Write p->*&S::field, with S "
                  "the struct's name; it works for plain pointers too.");
    return nullptr;
  }

  constexpr explicit operator bool() const noexcept { return address_ != 0; }

  constexpr remote_ptr &operator++() noexcept { return *this += 1; }
  constexpr remote_ptr &operator--() noexcept { return *this -= 1; }
  constexpr remote_ptr operator++(int) noexcept {
    const remote_ptr before = *this;
    ++*this;
    return before;
  }
  constexpr remote_ptr operator--(int) noexcept {
    const remote_ptr before = *this;
    --*this;
    return before;
  }
  template <std::integral I>
  constexpr remote_ptr &operator+=(I n) noexcept {
    address_ = static_cast<address_type>(address_ + bytes(n));
    return *this;
  }
  template <std::integral I>
  constexpr remote_ptr &operator-=(I n) noexcept {
    address_ = static_cast<address_type>(address_ - bytes(n));
    return *this;
  }
  template <std::integral I>
  [[nodiscard]] friend constexpr remote_ptr operator+(remote_ptr p, I n) noexcept {
    return p += n;
  }
  template <std::integral I>
  [[nodiscard]] friend constexpr remote_ptr operator+(I n, remote_ptr p) noexcept {
    return p += n;
  }
  template <std::integral I>
  [[nodiscard]] friend constexpr remote_ptr operator-(remote_ptr p, I n) noexcept {
    return p -= n;
  }
  [[nodiscard]] friend constexpr difference_type operator-(remote_ptr a, remote_ptr b) noexcept {
    return static_cast<difference_type>(a.address_ - b.address_) / static_cast<difference_type>(sizeof(T));
  }

  friend constexpr bool operator==(remote_ptr, remote_ptr) noexcept = default;
  friend constexpr std::strong_ordering operator<=>(remote_ptr, remote_ptr) noexcept = default;
  friend constexpr bool operator==(remote_ptr p, std::nullptr_t) noexcept { return p.address_ == 0; }

  friend auto iter_move(remote_ptr p)
    requires(!std::is_void_v<T> && !std::is_array_v<T>)
  {
    return (*p).value();
  }
  friend void iter_swap(remote_ptr a, remote_ptr b)
    requires(!std::is_void_v<T> && !std::is_array_v<T> && !std::is_const_v<T>)
  {
    swap(*a, *b);
  }

 private:
  friend struct detail::at_address;

  template <class B, class D>
  static address_type base_distance() noexcept {
    return static_cast<address_type>(detail::base_offset<B, D>());
  }
  template <std::integral I>
  static constexpr address_type bytes(I n) noexcept {
    return static_cast<address_type>(static_cast<address_type>(n) * static_cast<address_type>(sizeof(T)));
  }

  address_type address_ = 0;
};

/** Pointers into two memories: an error that says so. */
template <class T, class M, class U, class N>
  requires(!std::same_as<M, N>)
constexpr bool operator==(remote_ptr<T, M>, remote_ptr<U, N>) noexcept {
  static_assert(detail::always_false<T>,
                "WasmPseudoLink: pointers into two different memories cannot be compared: equal addresses there are "
                "not the same place. Compare the values, or the results of local_address() if you mean the numbers.");
  return false;
}
template <class T, class M, class U, class N>
  requires(!std::same_as<M, N>)
constexpr std::strong_ordering operator<=>(remote_ptr<T, M>, remote_ptr<U, N>) noexcept {
  static_assert(detail::always_false<T>,
                "WasmPseudoLink: pointers into two different memories cannot be compared: equal addresses there are "
                "not the same place. Compare the values, or the results of local_address() if you mean the numbers.");
  return std::strong_ordering::equal;
}

WPL_NAMESPACE_END

#endif
