#include "checksum.h"
#include <cstdio>
#include <string>

int main() {
  const std::string text = "123456789";
  const auto crc = crc32_of(text.data(), text.size());  // wasm to wasm; reads this string where it is
  std::printf("%08x\n", static_cast<unsigned>(crc));
  return crc == 0xcbf43926 ? 0 : 1;
}
