// Types that C++ and C# have in common; Script.cs names this header.
#pragma once

#include <cstdint>

struct point {
  float x;
  float y;
  double z;
};

struct request {
  int a;
  int b;
  int sum;
};

enum class color : std::int16_t { red = 1, blue = 2 };
