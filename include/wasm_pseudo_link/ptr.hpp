/*
 * wpl::ptr, the pointer type for declarations that several modules share.
 */
#ifndef WASM_PSEUDO_LINK_PTR_HPP
#define WASM_PSEUDO_LINK_PTR_HPP

#include <wasm_pseudo_link/remote_ptr.hpp>

#include <type_traits>

WPL_NAMESPACE_BEGIN

namespace detail {

template <class T, class M>
struct ptr_to {
  static_assert(module_tag<M>,
                "WasmPseudoLink: the second template argument names no module. Write wpl::main, or "
                "wpl::modules::<side> from the header that wasm_generate_api_header makes for the side.");
  using type = std::conditional_t<M::is_this_module, std::add_pointer_t<T>, remote_ptr<T, M>>;
};

}  // namespace detail

/**
 * A pointer to a T in module M's memory: T * in M itself, wpl::remote_ptr<T, M> in every other module. Both are one
 * wasm i32, so that one declaration fits both sides of a call:
 *
 *     extern "C" SORTER_API void sort_delays(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n);
 */
template <class T, class M>
using ptr = typename detail::ptr_to<T, M>::type;

WPL_NAMESPACE_END

#endif
