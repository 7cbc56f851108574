#include "main_memory.hpp"
#include "punctuality.hpp"

#include <cstdint>
#include <vector>

namespace {

class Punctuality : public with_main_memory {
 protected:
  std::vector<hour_count> count(const std::vector<float> &time, const std::vector<std::int16_t> &delay) {
    const auto times = put(time);
    const auto delays = put(delay);
    const auto hours = put(std::vector<hour_count>(24, hour_count{-1, -1}));
    count_late_flights(times, delays, static_cast<std::uint32_t>(time.size()), hours);
    return get(hours, 24);
  }
};

TEST_F(Punctuality, counts_flights_by_the_hour_and_late_ones_from_16_minutes_on) {
  const auto hours = count({6.0f, 6.99f, 6.5f, 23.5f}, {16, 15, -4, 300});
  EXPECT_EQ(hours[6].flights, 3);
  EXPECT_EQ(hours[6].late, 1);
  EXPECT_EQ(hours[23].flights, 1);
  EXPECT_EQ(hours[23].late, 1);
}

TEST_F(Punctuality, writes_every_hour_in_one_copy) {
  for (const hour_count &hour : count({}, {})) {
    EXPECT_EQ(hour.flights, 0);
    EXPECT_EQ(hour.late, 0);
  }
  EXPECT_EQ(wpl::main::calls().sets, 0u);
}

TEST_F(Punctuality, hour_24_is_the_first_of_the_day) { EXPECT_EQ(count({24.0f}, {0})[0].flights, 1); }

}  // namespace
