#include "effect.hpp"

int effect::apply(int brightness) {
  if (brightness < 0) __builtin_trap();
  effect::progress(50);
  return brightness / 2;
}

int effect::quality() { return 3; }
EFFECT_PROVIDE(quality);
