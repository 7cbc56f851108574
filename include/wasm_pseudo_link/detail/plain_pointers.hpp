/*
 * Finds plain pointers among the members of a struct, which mean nothing in another module.
 */
#ifndef WASM_PSEUDO_LINK_PLAIN_POINTERS_HPP
#define WASM_PSEUDO_LINK_PLAIN_POINTERS_HPP

#include <wasm_pseudo_link/detail/namespace.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

WPL_NAMESPACE_BEGIN

/**
 * Lets a struct with plain pointers in it cross as a whole, with the reason as value:
 *
 *     template <> inline constexpr const char *wpl::unsafe_plain_pointers<entry> = "text is looked at in main alone";
 *
 * Without it copies, views and elements of such a struct do not compile where the pointers are found: among the first
 * 32 scalars of an aggregate, through its arrays, bases and aggregate members. Not found: those of a class that has
 * constructors or private members, nor of a union's members but the first. The other members can always be reached, by
 * p->*&S::field.
 */
template <class T>
inline constexpr const char *unsafe_plain_pointers = nullptr;

namespace detail {

/*
 * Stand-ins for the values in T{...}. An aggregate cannot be made of one, so the braces of nested aggregates are taken
 * to be left away, and each stands for a scalar (or a class with constructors). A pointer_member fits only where a
 * pointer is wanted.
 */
template <std::size_t>
struct any_member {
  template <class U>
    requires(!std::is_aggregate_v<U>)
  operator U() const;
};
struct pointer_member {
  template <class U>
  operator U *() const;
};

template <class T, class Before>
inline constexpr bool is_pointer_after = false;
template <class T, std::size_t... I>
inline constexpr bool is_pointer_after<T, std::index_sequence<I...>> =
    requires { T{any_member<I>{}..., pointer_member{}}; };

template <class T, class Places>
inline constexpr bool is_pointer_at_one_of = false;
template <class T, std::size_t... I>
inline constexpr bool is_pointer_at_one_of<T, std::index_sequence<I...>> =
    (is_pointer_after<T, std::make_index_sequence<I>> || ...);

/* Whether T, an aggregate but no array, has a plain pointer (to an object or function) among its first 32 scalars. */
template <class T>
inline constexpr bool has_plain_pointer = false;
template <class T>
  requires(std::is_aggregate_v<T> && !std::is_array_v<T>)
inline constexpr bool has_plain_pointer<T> = is_pointer_at_one_of<T, std::make_index_sequence<32>>;

}  // namespace detail
WPL_NAMESPACE_END

#endif
