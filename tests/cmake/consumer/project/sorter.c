#include "sorter.h"

int32_t sorter_sum(uint32_t first, uint32_t n) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) sum += main_getI32(first + 4 * i);
  return sum;
}
