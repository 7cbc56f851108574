/* A lazy side without an API header: found by name at run time. */
#include <emscripten/emscripten.h>
#include <stdlib.h>
#include <wasm_pseudo_link/main_memory.h>

/** 1 in a fresh instance, one more each time. */
EMSCRIPTEN_KEEPALIVE uint32_t plugin_count(void) {
  static uint32_t count;
  return ++count;
}

/** Doubles `count` 32-bit integers at `first` in main's memory. */
EMSCRIPTEN_KEEPALIVE void plugin_double(uint32_t first, uint32_t count) {
  int32_t *local = malloc(4 * count);
  main_mts_memcpy((uint32_t)(uintptr_t)local, first, 4 * count);
  for (uint32_t i = 0; i < count; ++i) local[i] *= 2;
  main_stm_memcpy(first, (uint32_t)(uintptr_t)local, 4 * count);
  free(local);
}

EMSCRIPTEN_KEEPALIVE void plugin_trap(void) { __builtin_trap(); }
