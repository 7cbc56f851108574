// The local limit: the same work inside the module that has the data.
#include "data.hpp"

#include <emscripten.h>

#include <algorithm>
#include <cstring>

namespace {

/// A call that the compiler cannot look through; only the linker's optimiser can.
[[gnu::noinline]] int add(int a, int b) {
  asm("");
  return a + b;
}

[[gnu::noinline]] int sum(const int *first, const int *last) { return work::sum(first, last); }

void keep_memory() { asm volatile("" ::: "memory"); }

int seen;
[[gnu::noinline]] void see(int value) { seen += value; }
using see_function = void (*)(int);
see_function volatile chosen_see = see;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void local_quicksort(unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    const auto numbers = data::numbers(i);
    work::quicksort(numbers.data(), numbers.data() + numbers.size());
  }
}

EMSCRIPTEN_KEEPALIVE void local_std_sort(unsigned count) {
  for (unsigned i = 0; i < count; ++i) std::ranges::sort(data::numbers(i));
}

EMSCRIPTEN_KEEPALIVE void local_sum(unsigned count) {
  const auto numbers = data::numbers(0);
  for (unsigned i = 0; i < count; ++i) {
    keep_memory();
    data::result = sum(numbers.data(), numbers.data() + numbers.size());
  }
}

EMSCRIPTEN_KEEPALIVE void local_calls(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = add(s, static_cast<int>(i));
  data::result = s;
}

EMSCRIPTEN_KEEPALIVE void local_walk(unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    keep_memory();
    float weight = 0;
    for (work::record &r : data::records()) {
      weight += r.weight;
      r.visits += r.id & 1;
    }
    data::result = static_cast<int>(weight);
  }
}

EMSCRIPTEN_KEEPALIVE void local_texts(unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    unsigned n = 0;
    for (const std::string &text : data::texts()) n += work::count_a(std::string(text));
    data::result = static_cast<int>(n);
  }
}

EMSCRIPTEN_KEEPALIVE void local_callbacks(unsigned count) {
  const auto numbers = data::numbers(0);
  for (unsigned i = 0; i < count; ++i) {
    seen = 0;
    const see_function function = chosen_see;
    for (const int value : numbers) function(value);
    data::result = seen;
  }
}

EMSCRIPTEN_KEEPALIVE void local_copies(unsigned char *to, const unsigned char *from, unsigned size, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    keep_memory();
    std::memcpy(to, from, size);
  }
}
}
