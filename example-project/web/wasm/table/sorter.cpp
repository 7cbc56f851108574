#include "sorter.hpp"

#include <algorithm>
#include <cmath>

void order_rows(wpl::span<const double, wpl::main> values, wpl::span<std::uint32_t, wpl::main> rows, bool descending) {
  const wpl::local_view value(values, wpl::read_only);
  wpl::local_view row(rows);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const double x = value[a];
    const double y = value[b];
    if (std::isnan(x) || std::isnan(y)) return std::isnan(x) < std::isnan(y);
    return descending ? x > y : x < y;
  };
  std::stable_sort(row.begin(), row.end(), before);
}
