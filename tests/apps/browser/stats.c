#include "stats.h"

/* Copies block by block out of main's memory and sums what arrived. */
int64_t stats_sum(uint32_t first, uint32_t count, uint32_t on_block) {
  int64_t total = 0;
  for (uint32_t start = 0; start < count; start += STATS_BLOCK) {
    int32_t block[STATS_BLOCK];
    const uint32_t length = count - start < STATS_BLOCK ? count - start : STATS_BLOCK;
    main_mts_memcpy((uint32_t)(uintptr_t)block, first + 4 * start, 4 * length);
    int32_t sum = 0;
    for (uint32_t i = 0; i < length; ++i) sum += block[i];
    total += sum;
    ((stats_on_block)(uintptr_t)on_block)(start / STATS_BLOCK, sum);
  }
  return total;
}

uint32_t stats_buffer(void) {
  static uint8_t buffer[STATS_BUFFER];
  for (uint32_t i = 0; i < STATS_BUFFER; ++i) buffer[i] = (uint8_t)i;
  return (uint32_t)(uintptr_t)buffer;
}
