// What main and the sides of this test pass to each other.
#pragma once

#include <wasm_pseudo_link/string.hpp>
#include <wasm_pseudo_link/wasm_pseudo_link.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

enum class color : std::uint8_t { red = 1, blue = 200 };
enum class huge : std::int64_t { most = -0x7000000000000000 };

// N bytes, alignment 1: sizes that fill no whole number of wasm values.
template <std::size_t N>
struct bytes {
  std::uint8_t at[N];
  friend bool operator==(const bytes &, const bytes &) = default;
};

template <std::size_t N>
[[nodiscard]] constexpr bytes<N> counted(std::uint8_t first) {
  bytes<N> b{};
  for (std::size_t i = 0; i < N; ++i) b.at[i] = static_cast<std::uint8_t>(first + i);
  return b;
}

// 24 bytes with a hole, and a pointer that knows its module.
struct summary {
  double mean;
  std::int32_t n;
  std::int64_t sum;
  friend bool operator==(const summary &, const summary &) = default;
};
static_assert(sizeof(summary) == 24);

struct job {
  wpl::ptr<const std::int32_t, wpl::main> first;
  std::uint32_t n;
  float factor;
};
static_assert(sizeof(job) == 12);

union bits {
  float f;
  std::uint32_t i;
};
