#include "filters.hpp"

namespace {

std::uint8_t brightness(pixel p) { return static_cast<std::uint8_t>((77 * p.r + 150 * p.g + 29 * p.b) / 256); }

}  // namespace

// A view: one copy in, work at the speed of own memory, one copy back.
void to_gray(wpl::span<pixel, wpl::main> image) {
  for (pixel &p : wpl::local_view(image)) p.r = p.g = p.b = brightness(p);
}

// Element access: nothing else of the image is touched.
void mark(wpl::span<pixel, wpl::main> image, wpl::span<const std::uint32_t, wpl::main> places) {
  for (std::uint32_t place : wpl::local_view(places)) image[place] = pixel{255, 0, 0, 255};
}

// A view that is only read, and one that is only written.
void histogram(wpl::span<const pixel, wpl::main> image, wpl::span<std::uint32_t, wpl::main> counts) {
  const wpl::local_view pixels(image, wpl::read_only);
  wpl::local_view counted(counts, wpl::write_only);  // starts as zeros
  for (pixel p : pixels) ++counted[brightness(p)];
}
