/* The interface in C without a C library. */
#include <stdint.h>

#include "effect_interface.h"

EFFECT_EXPORT int32_t apply(int32_t brightness);
EFFECT_EXPORT double move(int64_t x, int64_t y, int64_t z, int32_t back, int64_t steps);
EFFECT_EXPORT uint32_t sum(uint32_t pixels, uint32_t size);
EFFECT_IMPORT(progress) void progress(int32_t percent);

int32_t apply(int32_t brightness) {
  if (brightness == -1) __builtin_trap();
  progress(7);
  return brightness - 1;
}

double move(int64_t x, int64_t y, int64_t z, int32_t back, int64_t steps) { return (double)(steps >> 40) - back; }

uint32_t sum(uint32_t pixels, uint32_t size) { return pixels ? size : 0; }
