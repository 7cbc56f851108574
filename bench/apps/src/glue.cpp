// Peer: a program of two plain modules, joined by hand-written JavaScript that copies through HEAPU8. This module has
// the data, Module.peer is the other one.
#include "data.hpp"

#include <emscripten.h>

// clang-format off
EM_JS(int, peer_add, (int a, int b), { return Module['peer']._add(a, b); });
EM_JS(void, peer_sort, (int *first, unsigned n), {
  const { peer } = Module;
  const bytes = n * 4;
  const there = peer._malloc(bytes);
  peer.HEAPU8.set(HEAPU8.subarray(first, first + bytes), there);
  peer._sort(there, n);
  HEAPU8.set(peer.HEAPU8.subarray(there, there + bytes), first);
  peer._free(there);
});
EM_JS(int, peer_sum, (const int *first, unsigned n), {
  const { peer } = Module;
  const bytes = n * 4;
  const there = peer._malloc(bytes);
  peer.HEAPU8.set(HEAPU8.subarray(first, first + bytes), there);
  const sum = peer._sum(there, n);
  peer._free(there);
  return sum;
});
EM_JS(unsigned, peer_count_a, (const char *text, unsigned n), {
  const { peer } = Module;
  const there = peer._malloc(n);
  peer.HEAPU8.set(HEAPU8.subarray(text, text + n), there);
  const count = peer._count_a(there, n);
  peer._free(there);
  return count;
});
EM_JS(void, peer_copy_in, (unsigned to, unsigned from, unsigned size), {
  Module['peer'].HEAPU8.set(HEAPU8.subarray(from, from + size), to);
});
EM_JS(void, peer_copy_out, (unsigned to, unsigned from, unsigned size), {
  HEAPU8.set(Module['peer'].HEAPU8.subarray(from, from + size), to);
});
EM_JS(void, peer_for_each, (), { Module['peer']._for_each(); });
// clang-format on

namespace {
int seen;
}

extern "C" {

EMSCRIPTEN_KEEPALIVE void glue_sort(unsigned count) {
  for (unsigned i = 0; i < count; ++i) peer_sort(data::numbers(i).data(), data::numbers(i).size());
}
EMSCRIPTEN_KEEPALIVE void glue_sum(unsigned count) {
  for (unsigned i = 0; i < count; ++i) data::result = peer_sum(data::numbers(0).data(), data::numbers(0).size());
}
EMSCRIPTEN_KEEPALIVE void glue_calls(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = peer_add(s, static_cast<int>(i));
  data::result = s;
}
EMSCRIPTEN_KEEPALIVE void glue_texts(unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    unsigned n = 0;
    for (const std::string &text : data::texts()) n += peer_count_a(text.data(), text.size());
    data::result = static_cast<int>(n);
  }
}
EMSCRIPTEN_KEEPALIVE void glue_copies_in(unsigned to, unsigned from, unsigned size, unsigned count) {
  for (unsigned i = 0; i < count; ++i) peer_copy_in(to, from, size);
}
EMSCRIPTEN_KEEPALIVE void glue_copies_out(unsigned to, unsigned from, unsigned size, unsigned count) {
  for (unsigned i = 0; i < count; ++i) peer_copy_out(to, from, size);
}
/// What the other module calls for each number.
EMSCRIPTEN_KEEPALIVE void glue_see(int value) { seen += value; }
EMSCRIPTEN_KEEPALIVE void glue_callbacks(unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    seen = 0;
    peer_for_each();
    data::result = seen;
  }
}
}
