// What sanitizers report: functions that the test calls.
#include <emscripten/em_macros.h>
#include <limits.h>
#include <stdlib.h>

extern "C" {
EMSCRIPTEN_KEEPALIVE int32_t read_beyond(int32_t index) {
  const auto block = static_cast<volatile int32_t *>(calloc(4, sizeof(int32_t)));
  const int32_t value = block[index];
  free(const_cast<int32_t *>(block));
  return value;
}
EMSCRIPTEN_KEEPALIVE int32_t overflow(int32_t number) { return number + INT_MAX; }
}

static int32_t special_value() { return 0; }
