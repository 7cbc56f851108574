// What the main module's files share: the flights, by columns.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

struct flight_columns {
  std::vector<std::int16_t> delay;     // minutes
  std::vector<std::int16_t> distance;  // miles
  std::vector<float> departure;        // hour of the day
};
extern flight_columns flights;

/// Distances by which the flights are divided into bands, in miles.
inline constexpr std::array<std::int32_t, 8> band_edges = {0, 250, 500, 750, 1000, 1500, 2000, 10000};

/// A fresh copy of the first delays, to be sorted.
std::vector<std::int16_t> &unsorted(std::uint32_t rows);
