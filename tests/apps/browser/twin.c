/* A second main module that shares the side `sorter` with the first: its file, never its instance. */
#include "sorter.h"

#include <emscripten/emscripten.h>

static int32_t values[3] = {30, 10, 20};

int main(void) {
  sorter_sort((uint32_t)(uintptr_t)values, 3);
  return 0;
}

EMSCRIPTEN_KEEPALIVE int32_t twin_value(uint32_t index) { return values[index]; }
EMSCRIPTEN_KEEPALIVE uint32_t twin_sorter_runs(void) { return sorter_runs(); }
