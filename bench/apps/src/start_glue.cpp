// start.cpp joined to another plain module by hand-written JavaScript.
#include "start.hpp"

#include <emscripten.h>

// clang-format off
EM_JS(void, peer_sort, (int *first, unsigned n), {
  const { peer } = Module;
  const bytes = n * 4;
  const there = peer._malloc(bytes);
  peer.HEAPU8.set(HEAPU8.subarray(first, first + bytes), there);
  peer._sort_numbers(there, n);
  HEAPU8.set(peer.HEAPU8.subarray(there, there + bytes), first);
  peer._free(there);
});
// clang-format on

void sort_elsewhere(int *first, unsigned n) { peer_sort(first, n); }
