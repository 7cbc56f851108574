#include "picture.hpp"
#include "stb_image_api.h"

#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace stb = wpl::api::stb_image;      // the library's functions
using decoder = wpl::modules::stb_image;  // the side, whose memory they work on

// The pixels of a PNG, JPEG, GIF or BMP file as red, green, blue; empty if the file is damaged.
static std::vector<unsigned char> decode(std::span<const unsigned char> bytes) {
  const wpl::buffer<unsigned char, decoder> file(bytes);  // a copy, in the side's memory
  wpl::buffer<int, decoder> info(3);                      // width, height, channels
  const auto size = static_cast<int>(file.size());
  const auto pixels = stb::stbi_load_from_memory(file.data(), size, info.data(), info.data() + 1, info.data() + 2, 3);
  if (const char *failed = rb_call_error()) std::puts(failed);  // it trapped; the side and this app go on
  if (!pixels) return {};
  std::vector<unsigned char> rgb(static_cast<std::size_t>(info[0] * info[1] * 3));
  wpl::copy_n(pixels, rgb.size(), rgb.data());
  stb::stbi_image_free(pixels);
  return rgb;
}

int main() {
  const std::vector<unsigned char> rgb = decode(picture);
  if (rgb != std::vector<unsigned char>{255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255}) return 1;
  std::puts("4 pixels");

  std::vector<unsigned char> damaged(std::begin(picture), std::end(picture));
  damaged[1] = 'X';
  if (!decode(damaged).empty()) return 2;
  std::printf("damaged: %s\n", wpl::to_string(stb::stbi_failure_reason()).c_str());
}
