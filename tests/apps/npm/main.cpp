// Shrinks an image of main's by Rust code in a side, without wasm-bindgen's JavaScript in between.
#include "resizer.hpp"

#include <cstdint>
#include <span>
#include <vector>

#include <emscripten.h>

namespace {

template <class T>
using rust_ptr = wpl::ptr<T, wpl::modules::resizer>;

std::vector<std::uint8_t> image;
std::vector<std::uint8_t> small;

}  // namespace

int main() {}

extern "C" {

EMSCRIPTEN_KEEPALIVE std::uint8_t *new_image(std::uint32_t bytes) { return image.resize(bytes), image.data(); }
EMSCRIPTEN_KEEPALIVE std::uint8_t *small_image() { return small.data(); }

// Returns the number of bytes of the small image.
EMSCRIPTEN_KEEPALIVE std::uint32_t shrink(std::uint32_t width, std::uint32_t height, std::uint32_t filter) {
  // wasm-bindgen's own functions are no API of the module, so that they are looked up.
  static const wpl::module rust = wpl::module::open("resizer");
  static const auto allocate = rust.function<rust_ptr<std::uint8_t>(std::uint32_t, std::uint32_t)>("__wbindgen_malloc");
  static const auto free = rust.function<void(rust_ptr<std::uint8_t>, std::uint32_t, std::uint32_t)>("__wbindgen_free");
  static const auto move_stack = rust.function<rust_ptr<rust_bytes>(std::int32_t)>("__wbindgen_add_to_stack_pointer");
  if (!allocate || !free || !move_stack) return 0;

  const auto size = static_cast<std::uint32_t>(image.size());
  const rust_ptr<rust_bytes> result = move_stack(-16);
  const rust_ptr<std::uint8_t> pixels = allocate(size, 1);  // resize() frees it
  wpl::copy(std::span(image), pixels);
  resize(result, pixels, size, width, height, width / 2, height / 2, filter, 0, 0);

  const rust_bytes made = *result;
  small.resize(made.size);
  wpl::copy_n(made.data, made.size, small.data());
  free(made.data, made.size, 1);
  static_cast<void>(move_stack(16));
  return made.size;
}
}
