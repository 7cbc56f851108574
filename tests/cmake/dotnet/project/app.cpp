#include "relay.hpp"
#include "script_api.h"
#include "words_api.h"
#include <cstdint>
#include <cstdio>
#include <vector>

int main() {
  std::vector<std::int16_t> delays{3, 1, 2};
  sort_delays(delays);
  std::printf("%d %d %d\n", delays[0], delays[1], delays[2]);
  std::printf("%d %d %d\n", twice(21), four_times(3), turned(point{1, 2}).x);
  std::printf("%s %c\n", wpl::to_string(greeting()).c_str(), char(*greeting().begin()));
  wpl::module::open_async("words", [](wpl::module words) {
    auto separator = words.function<int()>("separator");
    std::printf("%c\n", separator ? separator() : '?');
  });
}
