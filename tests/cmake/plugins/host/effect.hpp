#pragma once
#include "effect_interface.h"

#include <cstdint>

struct wide_point {
  double x, y, z;
};

EFFECT_INTERFACE {
  EFFECT_FUNCTION(apply, int(int brightness));
  EFFECT_FUNCTION(move, double(wide_point from, bool back, std::int64_t steps));
  EFFECT_FUNCTION(sum, std::uint32_t(wpl::span<const std::uint8_t, wpl::main> pixels));
  EFFECT_OPTIONAL_FUNCTION(quality, int());
  EFFECT_OPTIONAL_FUNCTION(speed, int());
  EFFECT_HOST_FUNCTION(progress, void(int percent));
};
