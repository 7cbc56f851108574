#include "sorter.hpp"

#include <algorithm>
#include <vector>

void sort_range(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n) {
  std::ranges::sort(wpl::local_view(first, n));
}

// A remote pointer is a random-access iterator: this is std::sort on another module's memory.
void sort_elements(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n) { std::sort(first, first + n); }

wpl::ptr<const std::int16_t, wpl::modules::sorter> keep_sorted(wpl::ptr<const std::int16_t, wpl::main> first,
                                                               std::uint32_t n) {
  static std::vector<std::int16_t> kept;
  kept.resize(n);
  wpl::copy_n(first, n, kept.begin());
  std::ranges::sort(kept);
  return kept.data();
}
