#pragma once
#include "gravity_api.h"

#include <cstdint>

// Both modules lay it out alike: fixed-width types, no plain pointers inside.
struct body {
  double mass;
  double position[3];
  double speed[3];
  char name[200];
};

struct box {
  float low, high;
};

GRAVITY_FUNCTION(fall, void(wpl::ptr<body, wpl::main> body, double seconds));
GRAVITY_FUNCTION(heights, box(wpl::span<const body, wpl::main> bodies));
