#include "effect.hpp"

#include <stdexcept>
#include <string>
#include <vector>

// Exceptions inside, memory, the C++ library.
int effect::apply(int brightness) {
  try {
    const std::vector<std::string> texts(10, std::to_string(brightness));
    if (brightness == -1) __builtin_trap();
    effect::progress(static_cast<int>(texts.size()) * 5);
    throw std::out_of_range(texts.back());
  } catch (const std::exception &error) {
    return std::stoi(error.what()) / 2;
  }
}

double effect::move(wide_point from, bool back, std::int64_t steps) {
  return (back ? -1 : 1) * (from.x + from.y + from.z) + static_cast<double>(steps >> 40);
}

std::uint32_t effect::sum(wpl::span<const std::uint8_t, wpl::main>) { return 0; }

int effect::quality() { return 3; }
EFFECT_PROVIDE(quality);
