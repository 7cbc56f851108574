#include "sorter.h"
#include <stdlib.h>

static int compare(const void *a, const void *b) {
  return (*(int32_t *)a > *(int32_t *)b) - (*(int32_t *)a < *(int32_t *)b);
}

void sort_numbers(uint32_t first, uint32_t count) {
  int32_t *const own = malloc(count * sizeof(int32_t));
  main_mts_memcpy((uint32_t)own, first, count * sizeof(int32_t));
  qsort(own, count, sizeof(int32_t), compare);
  main_stm_memcpy(first, (uint32_t)own, count * sizeof(int32_t));
  free(own);
}
