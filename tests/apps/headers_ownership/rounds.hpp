// Many short-lived buffers and strings.
#pragma once

#include <wasm_pseudo_link/buffer.hpp>
#include <wasm_pseudo_link/string.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>

// Makes and frees `n` buffers and strings in M's memory, up to three of them at once. Returns by how many bytes the
// places used lie apart: however large n is, a few thousand.
template <class M>
std::uint32_t rounds(std::uint32_t n) {
  std::uint32_t lowest = 0xffff'ffff;
  std::uint32_t highest = 0;
  const auto note = [&](auto pointer) {
    const auto place = std::bit_cast<std::uint32_t>(pointer);
    lowest = std::min(lowest, place);
    highest = std::max(highest, place);
  };
  wpl::buffer<std::int32_t, M> kept;
  for (std::uint32_t i = 0; i < n; i += 2) {
    wpl::buffer<std::int32_t, M> numbers(1 + i % 97);
    note(numbers.data());
    const wpl::string<M> text(std::string_view("a text of some bytes").substr(0, i % 19));
    note(text.c_str());
    if (i % 3 == 0) kept = std::move(numbers);
  }
  return highest - lowest;
}
