// The other module of the program joined by hand: see glue.cpp. Module.peer is that one.
#include "work.hpp"

#include <emscripten.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

// clang-format off
EM_JS(void, peer_see, (int value), { Module['peer']._glue_see(value); });
// clang-format on

namespace {

std::vector<int> kept;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE int add(int a, int b) { return a + b; }
EMSCRIPTEN_KEEPALIVE void sort(int *first, unsigned n) { std::sort(first, first + n); }
EMSCRIPTEN_KEEPALIVE int sum(const int *first, unsigned n) { return work::sum(first, first + n); }
EMSCRIPTEN_KEEPALIVE unsigned count_a(const char *text, unsigned n) { return work::count_a(std::string_view(text, n)); }
EMSCRIPTEN_KEEPALIVE void keep(const int *first, unsigned n) { kept.assign(first, first + n); }
EMSCRIPTEN_KEEPALIVE void for_each() {
  for (const int value : kept) peer_see(value);
}

EMSCRIPTEN_KEEPALIVE unsigned char *buffer(unsigned size) {
  static unsigned char *bytes;
  static unsigned current;
  if (size != current) {
    std::free(bytes);
    bytes = static_cast<unsigned char *>(std::aligned_alloc(64, (size + 63) / 64 * 64));
    current = size;
  }
  return bytes;
}
}
