#include "sorter.hpp"

#include <algorithm>
#include <type_traits>
#include <vector>

#if !WPL_TESTING || !defined(sorter_EXPORTS)
#error "not compiled as part of the side in a test"
#endif
static_assert(std::is_same_v<wpl::ptr<int, wpl::modules::sorter>, int *>);

wpl::ptr<const int, wpl::modules::sorter> sort(wpl::ptr<int, wpl::main> first, unsigned n) {
  static std::vector<int> kept;
  std::ranges::sort(wpl::local_view(first, n));
  kept.resize(n);
  wpl::copy_n(first, n, kept.begin());
  return kept.data();
}
