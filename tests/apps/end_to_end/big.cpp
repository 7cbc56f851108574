// A main module with more than 2 GiB of memory.
#include "big_side.hpp"

#include <cstdlib>

#define EXPORT extern "C" __attribute__((used, visibility("default")))

static wpl::ptr<std::uint8_t, wpl::modules::big_side> side_address(std::uint32_t address) {
  return wpl::unsafe_ptr<std::uint8_t, wpl::modules::big_side>(address, "the test passes blocks as numbers");
}

EXPORT std::uint8_t *main_block_above_2gib(std::uint32_t size) {
  static void *below = std::malloc(2100u << 20);
  return below ? static_cast<std::uint8_t *>(std::malloc(size)) : nullptr;
}

EXPORT std::uint32_t side_block_above_2gib(std::uint32_t size) { return block_above_2gib(size); }

// Each copy in C and in C++, from main and from the side: `way` 0 to 3 to the side, 4 to 7 to main.
EXPORT std::int32_t copy(std::int32_t way, std::uint32_t side, std::uint8_t *here, std::uint32_t n) {
  const auto address = wpl::detail::own_address(here);
  const auto there = side_address(side);
  switch (way) {
    case 0:
      big_side_mts_memcpy(side, address, n);
      return 1;
    case 1:
      wpl::copy_n(here, n, there);
      return 1;
    case 2:
      return copy_in(there, here, n);
    case 3:
      reinterpret_cast<void (*)(std::uint32_t, std::uint32_t, std::uint32_t)>(
          rb_bridge(rb_dlopen("big_side"), "mts_memcpy:viii"))(side, address, n);
      return 1;
    case 4:
      big_side_stm_memcpy(address, side, n);
      return 1;
    case 5:
      wpl::copy_n(there, n, here);
      return 1;
    case 6:
      return copy_out(here, there, n);
    case 7:
      reinterpret_cast<void (*)(std::uint32_t, std::uint32_t, std::uint32_t)>(
          rb_bridge(rb_dlopen("big_side"), "stm_memcpy:viii"))(address, side, n);
      return 1;
    default:
      return 0;
  }
}

// The sized copies: bytes 1, 2, 4 or 8.
EXPORT void copy_sized(std::int32_t to_side, std::int32_t bytes, std::uint32_t side, std::uint8_t *here) {
  const auto address = wpl::detail::own_address(here);
  switch (bytes) {
    case 1:
      to_side ? big_side_mts_memcpy1(side, address) : big_side_stm_memcpy1(address, side);
      break;
    case 2:
      to_side ? big_side_mts_memcpy2(side, address) : big_side_stm_memcpy2(address, side);
      break;
    case 4:
      to_side ? big_side_mts_memcpy4(side, address) : big_side_stm_memcpy4(address, side);
      break;
    case 8:
      to_side ? big_side_mts_memcpy8(side, address) : big_side_stm_memcpy8(address, side);
      break;
    default:
      break;
  }
}

static std::uint32_t grow(std::int32_t megabytes) {
  return wpl::detail::own_address(std::malloc(static_cast<std::size_t>(megabytes) << 20));
}

EXPORT std::int32_t copy_while_both_grow(std::int32_t megabytes, std::uint32_t side, std::uint8_t *here,
                                         std::uint32_t n) {
  const rb_handle handle = rb_dlopen("big_side");
  const std::uint32_t lent = rb_lend(handle, reinterpret_cast<rb_fn>(grow));
  const std::int32_t right = copy_around(lent, megabytes, side_address(side), here, n);
  return rb_take_back(handle, lent) == 0 ? right : 0;
}

int main() { return 0; }
