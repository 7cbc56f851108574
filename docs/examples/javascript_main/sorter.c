#include <wasm_pseudo_link/main_memory.h>

/* Sorts `count` numbers in main's memory where they are; after(a, b) is 1 if `a` belongs after `b`. */
__attribute__((export_name("sort_floats"))) void sort_floats(uint32_t first, uint32_t count,
                                                             int32_t (*after)(float a, float b)) {
  for (uint32_t gap = count / 2; gap > 0; gap /= 2) {
    for (uint32_t i = gap; i < count; ++i) {
      const float value = main_getF32(first + 4 * i);
      uint32_t j = i;
      for (; j >= gap && after(main_getF32(first + 4 * (j - gap)), value); j -= gap) {
        main_setF32(first + 4 * j, main_getF32(first + 4 * (j - gap)));
      }
      main_setF32(first + 4 * j, value);
    }
  }
}
