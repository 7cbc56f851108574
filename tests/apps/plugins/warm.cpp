#include <cstdio>
#include "tint.hpp"

int tint::apply(int brightness) {
  if (brightness < 0) __builtin_trap();
  tint::progress(50);
  std::printf("warm %d\n", brightness);
  return brightness / 2;
}
