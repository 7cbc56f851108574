#include "punctuality.hpp"

#include <array>

void count_late_flights(wpl::ptr<const float, wpl::main> time, wpl::ptr<const std::int16_t, wpl::main> delay,
                        std::uint32_t n, wpl::ptr<hour_count, wpl::main> hours) {
  const wpl::local_view times(time, n);
  const wpl::local_view delays(delay, n);
  std::array<hour_count, 24> counts{};
  for (std::uint32_t i = 0; i < n; ++i) {
    auto &hour = counts[static_cast<unsigned>(times[i]) % counts.size()];
    ++hour.flights;
    if (delays[i] > 15) ++hour.late;
  }
  wpl::copy(counts, hours);
}
