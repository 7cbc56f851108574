#include "stats.h"

#include <stdlib.h>

/* Element by element: one accessor call each, a load in the direct file. */
double stats_mean(uint32_t values, uint32_t n) {
  double sum = 0;
  for (uint32_t i = 0; i < n; ++i) sum += main_getF64(values + 8 * i);
  return n ? sum / n : 0;
}

/* In blocks: a copy in, work on own memory, a copy back. From the side, mts_ (main to side) brings data in. */
void stats_scale(uint32_t values, uint32_t n, double factor) {
  double block[64];
  const uint32_t at = (uint32_t)(uintptr_t)block;
  for (uint32_t done = 0; done < n; done += 64) {
    const uint32_t count = n - done < 64 ? n - done : 64;
    main_mts_memcpy(at, values + 8 * done, 8 * count);
    for (uint32_t i = 0; i < count; ++i) block[i] *= factor;
    main_stm_memcpy(values + 8 * done, at, 8 * count);
  }
}

double *stats_room(uint32_t n) {
  static double *room;
  room = realloc(room, n * sizeof *room);
  return room;
}

void stats_work(uint32_t n, void *report) {
  void (*const call)(uint32_t) = (void (*)(uint32_t))(uintptr_t)report;
  for (uint32_t step = 1; step <= n; ++step) call(step);
}
