#include "shapes.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

void sort_values(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n) {
  std::ranges::sort(wpl::local_view(first, n));
}

void sort_in_place(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n) { std::sort(first, first + n); }

std::int64_t sum_values(wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n) {
  return std::accumulate(first, first + n, std::int64_t{0});
}

void move_points(wpl::ptr<point, wpl::main> first, std::uint32_t n, double dx) {
  for (std::uint32_t i = 0; i < n; ++i) {
    point p = first[i];
    p.x += dx;
    p.tag += static_cast<std::int32_t>(i);
    first[i] = p;
  }
}

static std::vector<std::int32_t> &buffer() {
  static std::vector<std::int32_t> words;
  return words;
}

wpl::ptr<std::int32_t, wpl::modules::shapes> own_buffer(std::uint32_t n) {
  buffer().assign(n, 0);
  return buffer().data();
}

std::int32_t own_buffer_sum() { return std::accumulate(buffer().begin(), buffer().end(), 0); }

wpl::ptr<std::int32_t, wpl::modules::shapes> next_word(wpl::ptr<std::int32_t, wpl::modules::shapes> p) { return p + 1; }
