#include "adder.h"
#include "check.hpp"
#include "sorter.hpp"

#include <array>
#include <string>

int main() {
  std::array<int, 4> values{3, 1, 4, 2};
  wpl::main::memory().assign(64, std::byte{0});
  const auto first = wpl::ptr<int, wpl::main>() + 5;
  wpl::copy(values, first);
  const int *kept = sort(first, 4);
  CHECK(kept[0] == 1 && kept[3] == 4);
  wpl::copy_n(first, 4, values.data());
  CHECK((values == std::array<int, 4>{1, 2, 3, 4}));
  CHECK(wpl::main::calls().copies == 5);
  CHECK(add(20, 22) == 42);

  try {
    sort(first, 20);
    CHECK(!"beyond main's memory");
  } catch (const wpl::testing::failure &error) {
    CHECK(std::string(error.what()).find("out of bounds") != std::string::npos);
  }
}
