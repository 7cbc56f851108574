#include "sorter.h"

static uint32_t runs;

/* Shell sort over main's memory, element by element through the accessor. */
void sorter_sort(uint32_t first, uint32_t count) {
  runs += 1;
  for (uint32_t gap = count / 2; gap > 0; gap /= 2) {
    for (uint32_t i = gap; i < count; ++i) {
      const int32_t value = main_getI32(first + 4 * i);
      uint32_t j = i;
      for (; j >= gap && main_getI32(first + 4 * (j - gap)) > value; j -= gap) {
        main_setI32(first + 4 * j, main_getI32(first + 4 * (j - gap)));
      }
      main_setI32(first + 4 * j, value);
    }
  }
}

uint32_t sorter_runs(void) { return runs; }
