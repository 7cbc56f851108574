#include "main_memory.hpp"
#include "sorter.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace {

using delays = std::vector<std::int16_t>;

class Sorter : public with_main_memory {
 protected:
  const delays some{5, -3, 120, 0, -3, 32767, -32768};
};

TEST_F(Sorter, both_ways_sort_mains_range_and_nothing_beside_it) {
  delays expected = some;
  std::ranges::sort(expected.begin() + 1, expected.end() - 1);
  for (const auto sort : {sort_range, sort_elements}) {
    const auto first = put(some);
    sort(first + 1, static_cast<std::uint32_t>(some.size() - 2));
    EXPECT_EQ(get(first, some.size()), expected);
  }
}

TEST_F(Sorter, of_nothing_does_nothing) {
  sort_range(put(delays{}), 0);
  sort_elements(put(delays{}), 0);
  EXPECT_TRUE(
      std::ranges::empty(wpl::span<const std::int16_t, wpl::modules::sorter>(keep_sorted(put(delays{}), 0), 0)));
}

TEST_F(Sorter, keeps_a_sorted_copy_and_leaves_main_as_it_is) {
  const auto first = put(some);
  const std::int16_t *kept = keep_sorted(first, static_cast<std::uint32_t>(some.size()));
  EXPECT_EQ(delays(kept, kept + some.size()), (delays{-32768, -3, -3, 0, 5, 120, 32767}));
  EXPECT_EQ(get(first, some.size()), some);
}

TEST_F(Sorter, range_crosses_in_two_copies_and_elements_one_by_one) {
  sort_range(put(some), 7);
  EXPECT_EQ(wpl::main::calls(), (wpl::testing::loopback_calls{.copies = 2, .bytes = 28}));
  sort_elements(put(some), 7);
  EXPECT_EQ(wpl::main::calls().copies, 0u);
  EXPECT_GT(wpl::main::calls().gets, 7u);
}

TEST_F(Sorter, does_not_go_beyond_mains_memory) {
  const auto first = put(some);
  EXPECT_THROW(sort_range(first, 8), wpl::testing::failure);
  EXPECT_EQ(get(first, some.size()), some) << "a copy that would leave the memory writes nothing";
  EXPECT_THROW(sort_elements(first, 8), wpl::testing::failure);
}

}  // namespace
