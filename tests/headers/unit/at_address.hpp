// Pointers of numbers, for tests.
#pragma once

#include <wasm_pseudo_link/unsafe.hpp>

// at_address<wpl::remote_ptr<T, M>>(a)
template <class P>
constexpr P at_address(typename P::address_type a) {
  return wpl::unsafe_ptr<typename P::element_type, typename P::module_type>(a, "the test chose the address");
}
