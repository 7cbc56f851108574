// The function that the npm package @jsquash/resize has in its wasm file, as wasm-bindgen passes a &[u8] and returns a
// Vec<u8>.
#pragma once
#include "resizer_api.h"

#include <cstdint>

struct rust_bytes {
  wpl::ptr<std::uint8_t, wpl::modules::resizer> data;
  std::uint32_t size;
};

extern "C" RESIZER_API void resize(wpl::ptr<rust_bytes, wpl::modules::resizer> result,
                                   wpl::ptr<std::uint8_t, wpl::modules::resizer> pixels, std::uint32_t bytes,
                                   std::uint32_t width, std::uint32_t height, std::uint32_t new_width,
                                   std::uint32_t new_height, std::uint32_t filter, std::uint32_t premultiply,
                                   std::uint32_t linear);
