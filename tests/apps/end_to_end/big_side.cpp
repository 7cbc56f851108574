// A side with more than 2 GiB of memory.
#include "big_side.hpp"

#include <cstdlib>

std::uint32_t block_above_2gib(std::uint32_t size) {
  // Takes what lies below, untouched, so that the next block lies above.
  static void *below = std::malloc(2100u << 20);
  void *const block = below ? std::malloc(size) : nullptr;
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(block));
}

std::int32_t copy_in(std::uint8_t *dest, wpl::ptr<const std::uint8_t, wpl::main> src, std::uint32_t n) {
  wpl::copy_n(src, n, dest);
  return 1;
}

std::int32_t copy_out(wpl::ptr<std::uint8_t, wpl::main> dest, const std::uint8_t *src, std::uint32_t n) {
  wpl::copy_n(src, n, dest);
  return 1;
}

std::int32_t copy_around(std::uint32_t grow, std::int32_t megabytes, std::uint8_t *own,
                         wpl::ptr<std::uint8_t, wpl::main> main_bytes, std::uint32_t n) {
  main_mts_memcpy(wpl::detail::own_address(own), main_bytes.local_address(), n);
  // Main's memory grows in the callback, then this module's own.
  const auto main_block = reinterpret_cast<std::uint32_t (*)(std::int32_t)>(grow)(megabytes);
  auto *const own_block = static_cast<std::uint8_t *>(std::malloc(static_cast<std::size_t>(megabytes) << 20));
  if (!main_block || !own_block) return 0;
  const auto last = (static_cast<std::uint32_t>(megabytes) << 20) - n;
  // Into the new part of this memory, and from there into the new part of main's.
  main_mts_memcpy(wpl::detail::own_address(own_block + last), main_bytes.local_address(), n);
  main_stm_memcpy(main_block + last, wpl::detail::own_address(own_block + last), n);
  std::int32_t equal = 1;
  for (std::uint32_t i = 0; i < n; ++i) equal &= static_cast<std::uint8_t>(main_getI8(main_block + last + i)) == own[i];
  std::free(own_block);
  return equal;
}
