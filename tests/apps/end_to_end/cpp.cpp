// A main module in C++20. Each check_ function returns 0, or the line of the check that failed.
#include "counter.h"
#include "shapes.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <vector>

#define CHECK(condition)               \
  do {                                 \
    if (!(condition)) return __LINE__; \
  } while (0)
#define EXPORT extern "C" __attribute__((used, visibility("default")))

static std::vector<std::int16_t> unsorted(std::size_t n) {
  std::vector<std::int16_t> values(n);
  std::uint32_t state = 1;
  for (auto &value : values) value = static_cast<std::int16_t>((state = state * 1664525 + 1013904223) >> 16);
  return values;
}

// wpl::ptr in one declaration: a plain pointer here, main's memory over there.
EXPORT int check_side_works_on_my_memory() {
  auto values = unsorted(5000);
  auto expected = values;
  std::sort(expected.begin(), expected.end());
  const auto sum = std::accumulate(values.begin(), values.end(), std::int64_t{0});
  CHECK(sum_values(values.data(), values.size()) == sum);
  auto copy = values;
  sort_values(values.data(), values.size());
  CHECK(values == expected);
  sort_in_place(copy.data(), copy.size());
  CHECK(copy == expected);
  sort_values(values.data(), 0);

  std::vector<point> points{{1, 2, 10}, {3, 4, 20}, {5, 6, 30}};
  move_points(points.data() + 1, 2, 0.5);
  CHECK(points[0].x == 1 && points[1].x == 3.5 && points[2].x == 5.5);
  CHECK(points[0].tag == 10 && points[1].tag == 20 && points[2].tag == 31 && points[2].y == 6);
  return 0;
}

// wpl::remote_ptr and wpl::copy: the side's memory, from here.
EXPORT int check_i_work_on_side_memory() {
  const std::uint32_t n = 1000;
  wpl::remote_ptr<std::int32_t, wpl::modules::shapes> there = own_buffer(n);
  static_assert(std::is_same_v<decltype(there), wpl::ptr<std::int32_t, wpl::modules::shapes>>);
  CHECK(there && own_buffer_sum() == 0);
  std::vector<std::int32_t> here(n);
  std::iota(here.begin(), here.end(), 1);
  CHECK(wpl::copy(here, there) == there + n);
  CHECK(own_buffer_sum() == 500500);
  there[0] = 1000001;
  *next_word(there) += 10;
  CHECK(own_buffer_sum() == 1500510 && there[1] == 12);
  std::vector<std::int32_t> back(n);
  wpl::copy(there, there + n, back.begin());
  CHECK(back[0] == 1000001 && back[1] == 12 && back[999] == 1000);
  CHECK(std::accumulate(there, there + n, 0) == 1500510);
  std::ranges::sort(wpl::local_view(there, n), std::greater{});
  CHECK(there[0] == 1000001 && there[1] == 1000 && there[999] == 3);
  return 0;
}

EXPORT std::int32_t add(std::int32_t amount) { return counter_add(amount); }

// Reads beyond the end of the side's memory: must trap before anything is written here.
static std::uint8_t untouched[64];
EXPORT std::uint8_t *untouched_bytes() { return untouched; }
EXPORT void copy_from_side_address(std::uint32_t address, std::uint32_t n) {
  std::fill(std::begin(untouched), std::end(untouched), std::uint8_t{0xa5});
  const auto there = wpl::unsafe_ptr<const std::uint8_t, wpl::modules::shapes>(address, "the test wants any address");
  wpl::copy_n(there, n, untouched);
}

int main() {
  std::puts("cpp started");
  return 0;
}
