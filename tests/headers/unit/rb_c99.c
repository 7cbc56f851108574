/* The C interface as C99 code uses it. */
#include <wasm_pseudo_link/main_memory.h>
#include <wasm_pseudo_link/memory.h>
#include <wasm_pseudo_link/rb.h>

#include <string.h>

#include "rb_c99.h"

WPL_DECLARE_MEMORY(sorter)

void c99_set_bridge(rb_bridge_fn bridge) { rb_set_bridge(bridge); }

const char *c99_dlerror(void) { return rb_dlerror(); }

int c99_call_by_name(int value) {
  typedef int32_t (*add_one_fn)(int32_t);
  const rb_handle handle = rb_dlopen("sorter");
  const add_one_fn add_one = (add_one_fn)rb_dlsym(handle, "add_one:ii");
  const int result = add_one ? add_one(value) : -1;
  return rb_dlclose(handle) == 0 ? result : -2;
}

int32_t c99_get_and_set(uint32_t address, int32_t value) {
  const int32_t before = sorter_getI32(address);
  sorter_setI32(address, value);
  return before;
}

void c99_copy(uint32_t dest, uint32_t src, uint32_t size) {
  sorter_mts_memcpy(dest, src, size);
  sorter_stm_memcpy4(src, dest);
}

double c99_all_elements(uint32_t address) {
  sorter_setI8(address, -1);
  sorter_setI16(address + 1, -2);
  sorter_setI64(address + 3, -4);
  sorter_setF32(address + 11, 0.5f);
  sorter_setF64(address + 15, 0.25);
  return sorter_getI8(address) + sorter_getI16(address + 1) + (double)sorter_getI64(address + 3) +
         (double)sorter_getF32(address + 11) + sorter_getF64(address + 15);
}

/* WPL_PTR in C: an array of negative size where the type is not the one that this kind of module passes. */
#define IS_SAME(name, type, expected) typedef char name[__builtin_types_compatible_p(type, expected) ? 1 : -1]
#if defined(WPL_MAIN_MODULE)
IS_SAME(ptr_into_main, WPL_PTR(const int16_t, main), const int16_t *);
#else
IS_SAME(ptr_into_main, WPL_PTR(const int16_t, main), uint32_t);
#endif
IS_SAME(ptr_into_sorter, WPL_PTR(int16_t, sorter), uint32_t);
#define mine_EXPORTS 1
IS_SAME(ptr_into_own, WPL_PTR(int16_t, mine), int16_t *);
