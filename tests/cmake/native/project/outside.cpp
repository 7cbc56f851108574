#include "check.hpp"
#include "sorter.hpp"
#include "user.hpp"

#include <type_traits>

static_assert(std::is_same_v<wpl::ptr<int, wpl::modules::sorter>, wpl::remote_ptr<int, wpl::modules::sorter>>);

// Stands in for the sorter.
wpl::ptr<const int, wpl::modules::sorter> sort(wpl::ptr<int, wpl::main> first, unsigned n) {
  CHECK(n == 2);
  const auto kept = wpl::ptr<int, wpl::modules::sorter>() + 7;
  *kept = *first + 1;
  return kept;
}

int main() {
  wpl::main::memory().assign(12, std::byte{0});
  wpl::modules::sorter::memory().assign(32, std::byte{0});
  *(wpl::ptr<int, wpl::main>() + 1) = 41;
  CHECK(smaller() == 42);
}
