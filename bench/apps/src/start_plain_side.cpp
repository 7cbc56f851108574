// The other module of start_glue.cpp and of start_dynamic.cpp.
#include <emscripten.h>

#include <algorithm>

extern "C" EMSCRIPTEN_KEEPALIVE void sort_numbers(int *first, unsigned n) { std::sort(first, first + n); }
