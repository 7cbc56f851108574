#include "filters.hpp"

#include <array>
#include <cstdio>
#include <vector>

int main() {
  std::vector<pixel> image(640 * 480, pixel{200, 100, 50, 255});  // main's memory; no pixel is sent anywhere
  to_gray(image);
  mark(image, std::vector<std::uint32_t>{0, 640, 1280});

  std::array<std::uint32_t, 256> counts;
  histogram(image, counts);
  const std::uint8_t gray = image[1].r;
  std::printf("%u pixels of gray %d, %u marks\n", counts[gray], gray, counts[76]);
  return counts[gray] == 640 * 480 - 3 && counts[76] == 3 && image[640] == pixel{255, 0, 0, 255} ? 0 : 1;
}
