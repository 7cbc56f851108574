#include "sorter.hpp"
#include <algorithm>
#include <iostream>
#include <vector>

int main() {
  std::vector<std::int16_t> delays = {30, -5, 12};
  sort_delays(delays.data(), delays.size());  // wasm to wasm; sorts in place, in this vector
  for (int delay : delays) std::cout << delay << '\n';
  return std::ranges::is_sorted(delays) ? 0 : 1;
}
