#include "summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace {

template <class T>
std::vector<T> copy_of(wpl::remote_span<const T, wpl::main> range) {
  std::vector<T> copy(range.size());
  wpl::copy(range, copy.begin());
  return copy;
}

double quantile(std::vector<double> &values, double part) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

}  // namespace

void summarise(wpl::span<const double, wpl::main> x, wpl::span<const double, wpl::main> y,
               wpl::span<const std::uint32_t, wpl::main> rows, wpl::span<group, wpl::main> groups) {
  const std::vector<double> xs = copy_of(x);
  const std::vector<double> ys = copy_of(y);
  std::vector<std::uint32_t> used = copy_of(rows);
  std::erase_if(used, [&](std::uint32_t row) { return !std::isfinite(xs[row]) || !std::isfinite(ys[row]); });

  double least = 0;
  double most = 0;
  if (!used.empty()) {
    const auto by_x = [&](std::uint32_t a, std::uint32_t b) { return xs[a] < xs[b]; };
    const auto [first, last] = std::minmax_element(used.begin(), used.end(), by_x);
    least = xs[*first];
    most = xs[*last];
  }
  const double step = (most - least) / static_cast<double>(groups.size());

  std::vector<std::vector<double>> members(groups.size());
  for (const std::uint32_t row : used) {
    const double place = step > 0 ? (xs[row] - least) / step : 0;
    members[std::min(static_cast<std::size_t>(place), members.size() - 1)].push_back(ys[row]);
  }
  wpl::local_view result(groups, wpl::write_only);
  for (std::size_t i = 0; i < members.size(); ++i) {
    std::vector<double> &values = members[i];
    result[i] = {least + step * static_cast<double>(i),
                 {quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)},
                 static_cast<double>(values.size())};
  }
}
