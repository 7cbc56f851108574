#include "store.hpp"

#include <cstddef>
#include <vector>

std::uint32_t unit_store_reserve(std::uint32_t size) {
  static std::vector<std::byte> bytes;
  bytes.assign(size, std::byte{0});
  bytes.shrink_to_fit();
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(bytes.data()));
}
