// Every way to reach main's memory, each through functions that the tests call from JavaScript. One source, several
// sides.
#include <emscripten/em_macros.h>
#include <stdint.h>
#include <wasm_pseudo_link/main_memory.h>

#define WPL_TEST_ACCESS(letters, type)                                                   \
  EMSCRIPTEN_KEEPALIVE type get_##letters(uint32_t at) { return main_get##letters(at); } \
  EMSCRIPTEN_KEEPALIVE void set_##letters(uint32_t at, type value) { main_set##letters(at, value); }
WPL_TEST_ACCESS(I8, int8_t)
WPL_TEST_ACCESS(I16, int16_t)
WPL_TEST_ACCESS(I32, int32_t)
WPL_TEST_ACCESS(I64, int64_t)
WPL_TEST_ACCESS(F32, float)
WPL_TEST_ACCESS(F64, double)

static unsigned char buffer[64];

/* Main's bytes through the own buffer to another place in main, by copies of every size, twice so that each has two
   callers. */
EMSCRIPTEN_KEEPALIVE void relay(uint32_t to, uint32_t from) {
  const uint32_t own = (uint32_t)(uintptr_t)buffer;
  main_mts_memcpy1(own, from), main_mts_memcpy2(own + 1, from + 1), main_mts_memcpy4(own + 3, from + 3),
      main_mts_memcpy8(own + 7, from + 7);
  main_mts_memcpy(own + 15, from + 15, 17);
  main_stm_memcpy1(to, own), main_stm_memcpy2(to + 1, own + 1), main_stm_memcpy4(to + 3, own + 3),
      main_stm_memcpy8(to + 7, own + 7);
  main_stm_memcpy(to + 15, own + 15, 17);
}
EMSCRIPTEN_KEEPALIVE void relay_back(uint32_t to, uint32_t from) {
  const uint32_t own = (uint32_t)(uintptr_t)buffer;
  main_mts_memcpy8(own, from), main_mts_memcpy4(own + 8, from + 8), main_mts_memcpy2(own + 12, from + 12),
      main_mts_memcpy1(own + 14, from + 14);
  main_stm_memcpy8(to, own), main_stm_memcpy4(to + 8, own + 8), main_stm_memcpy2(to + 12, own + 12),
      main_stm_memcpy1(to + 14, own + 14);
}

/* The same by one copy each way of up to 5000 bytes, anywhere in the own buffer. */
static unsigned char large_buffer[8192];
EMSCRIPTEN_KEEPALIVE void relay_large(uint32_t to, uint32_t from, uint32_t size, uint32_t offset) {
  const uint32_t own = (uint32_t)(uintptr_t)large_buffer + offset;
  main_mts_memcpy(own, from, size);
  main_stm_memcpy(to, own, size);
}

EMSCRIPTEN_KEEPALIVE int32_t sum(uint32_t at, int32_t count) {
  int32_t result = 0;
  for (int32_t index = 0; index < count; index += 1) result += main_getI32(at + 4 * (uint32_t)index);
  return result;
}

/* Calls main in the middle, which makes main's memory grow. */
EMSCRIPTEN_KEEPALIVE int32_t sum_while_growing(uint32_t at, uint32_t grow) {
  int32_t (*const function)(int32_t) = (int32_t (*)(int32_t))main_mts_addFnPtr(grow);
  const int32_t before = main_getI32(at);
  const uint32_t end = (uint32_t)function(1);
  main_setI32(end - 4, before);
  return before + main_getI32(end - 4);
}
