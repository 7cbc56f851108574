// Reaches the memory of its static side `reader` element by element, and lends a function that makes its memory grow.
#include <emscripten/em_macros.h>
#include <emscripten/heap.h>
#include <stdint.h>
#include "lazy_reader_api.h"
#include "inner_api.h"
#include "isolated_api.h"
#include "reader_api.h"
#include <wasm_pseudo_link/rb.h>

EMSCRIPTEN_KEEPALIVE int32_t side_get(uint32_t at) { return reader_getI32(at); }
EMSCRIPTEN_KEEPALIVE void side_set(uint32_t at, int32_t value) { reader_setI32(at, value); }
EMSCRIPTEN_KEEPALIVE void side_fetch(uint32_t own, uint32_t at) {
  reader_stm_memcpy8(own, at), reader_stm_memcpy(own + 8, at + 8, 5);
}

READER_API int32_t sum(uint32_t at, int32_t count);
ISOLATED_API int32_t isolated_twice(int32_t value);
EMSCRIPTEN_KEEPALIVE int32_t sum_by_side(uint32_t at) { return isolated_twice(sum(at, 16)); }

INNER_API int32_t inner_triple(int32_t value);
INNER_API int32_t inner_negative(int32_t value);
EMSCRIPTEN_KEEPALIVE int32_t by_inner(int32_t value) {
  int32_t (*volatile negative)(int32_t) = inner_negative;
  return negative(inner_triple(value));
}

/* What a lookup of an internal function ends with. */
EMSCRIPTEN_KEEPALIVE const char *look_up_inner(void) {
  return rb_dlsym(rb_dlopen("inner"), "inner_triple:ii") ? "" : rb_dlerror();
}

EMSCRIPTEN_KEEPALIVE int32_t lazy_get(uint32_t at) { return lazy_reader_getI32(at); }

static int32_t grow(int32_t pages) {
  emscripten_resize_heap(emscripten_get_heap_size() + (uint32_t)pages * 65536);
  return (int32_t)emscripten_get_heap_size();
}
EMSCRIPTEN_KEEPALIVE uint32_t grow_pointer(void) { return (uint32_t)(uintptr_t)grow; }

int main(void) { return 0; }
