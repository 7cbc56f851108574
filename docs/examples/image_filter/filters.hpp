#pragma once
#include "filters_api.h"

#include <cstdint>

struct pixel {
  std::uint8_t r, g, b, a;
  friend bool operator==(const pixel &, const pixel &) = default;
};

// All of the image changes.
FILTERS_FUNCTION(to_gray, void(wpl::span<pixel, wpl::main> image));

// A few pixels change: those at `places`, numbers of pixels.
FILTERS_FUNCTION(mark, void(wpl::span<pixel, wpl::main> image, wpl::span<const std::uint32_t, wpl::main> places));

// Nothing changes: 256 counters of brightness are written.
FILTERS_FUNCTION(histogram, void(wpl::span<const pixel, wpl::main> image, wpl::span<std::uint32_t, wpl::main> counts));
