// The side module of dynamic.cpp.
#include "work.hpp"

#include <emscripten.h>

#include <algorithm>
#include <string>
#include <string_view>

extern "C" {

EMSCRIPTEN_KEEPALIVE void dynamic_quicksort(int *first, unsigned n) { work::quicksort(first, first + n); }
EMSCRIPTEN_KEEPALIVE void dynamic_std_sort(int *first, unsigned n) { std::sort(first, first + n); }
EMSCRIPTEN_KEEPALIVE int dynamic_sum(const int *first, unsigned n) { return work::sum(first, first + n); }
EMSCRIPTEN_KEEPALIVE int dynamic_add(int a, int b) { return a + b; }
EMSCRIPTEN_KEEPALIVE unsigned dynamic_count_a(const char *text, unsigned n) {
  return work::count_a(std::string_view(text, n));
}
EMSCRIPTEN_KEEPALIVE void dynamic_for_each(const int *first, unsigned n, void (*function)(int)) {
  for (unsigned i = 0; i < n; ++i) function(first[i]);
}
}
