// What the tests of owned memory share: they also run in the module that the memory belongs to, and look at what is
// left over.
#pragma once

#include "memories.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

// This program as the module that the memory belongs to.
struct here {
  using address_type = std::uintptr_t;
  static constexpr bool is_this_module = true;
  static constexpr bool is_reachable = true;
};

template <class M>
constexpr bool is_loopback = std::is_base_of_v<wpl::testing::loopback<M>, M>;

// Nothing is left allocated in a loopback memory; what is left in the others AddressSanitizer reports.
template <class M>
class heap_test : public testing::Test {
 protected:
  void TearDown() override {
    if constexpr (is_loopback<M>) {
      EXPECT_EQ(M::heap().blocks(), 0u);
      M::heap().limit = std::size_t{1} << 30;
    }
  }
};

template <class List>
struct with_here;
template <class... M>
struct with_here<testing::Types<M...>> {
  using type = testing::Types<M..., here>;
};
