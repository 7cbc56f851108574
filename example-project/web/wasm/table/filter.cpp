#include "filter.hpp"

std::uint32_t find_rows(wpl::span<const double, wpl::main> values, double least, double most,
                        wpl::span<std::uint32_t, wpl::main> rows) {
  std::uint32_t found = 0;
  for (std::uint32_t row = 0; row < values.size(); ++row) {
    const double value = values[row];
    if (value >= least && value <= most) rows[found++] = row;
  }
  return found;
}
