/* C99 and malloc: works on copies in its own memory, and hands each result out through the function it was lent. */
#include "stats.h"

#include <stdlib.h>
#include <string.h>

typedef void (*band_function)(const stats_band *band, uint32_t user);

/* How often each delay occurs: quartiles and histogram come from this, without sorting. */
typedef struct {
  uint32_t times[1 << 16];
} delay_counts;

/* A copy of `n` numbers in main's memory, to be freed; NULL if memory ran out. */
static int16_t *copy_of_main(uint32_t address, uint32_t n) {
  int16_t *copy = malloc(n * sizeof *copy);
  if (copy) main_mts_memcpy((uint32_t)copy, address, (uint32_t)(n * sizeof *copy));
  return copy;
}

static int bin_of(int delay) {
  const int bin = (delay - STATS_FIRST_MINUTE) / STATS_BIN_MINUTES;
  return bin < 0 ? 0 : bin >= STATS_BINS ? STATS_BINS - 1 : bin;
}

static void describe(stats_band *band, const delay_counts *counts) {
  uint64_t passed = 0;
  int quartile = 0;
  for (int delay = INT16_MIN; delay <= INT16_MAX; ++delay) {
    const uint32_t times = counts->times[delay - INT16_MIN];
    passed += times;
    while (quartile < 3 && passed > (uint64_t)band->flights * (quartile + 1) / 4) band->quartiles[quartile++] = delay;
    band->histogram[bin_of(delay)] += (int32_t)times;
  }
}

int stats_by_distance(uint32_t distances, uint32_t delays, uint32_t rows, uint32_t edges, uint32_t bands,
                      uint32_t on_band, uint32_t user) {
  const band_function call = (band_function)on_band; /* the function is main's, the pointer is this module's */
  int16_t *distance = copy_of_main(distances, rows);
  int16_t *delay = copy_of_main(delays, rows);
  delay_counts *counts = malloc(sizeof *counts);
  const int complete = distance && delay && counts;

  for (uint32_t i = 0; complete && i < bands; ++i) {
    /* Single numbers of main's are read where they are. */
    stats_band band = {.first_mile = main_getI32(edges + 4 * i), .end_mile = main_getI32(edges + 4 * i + 4)};
    memset(counts, 0, sizeof *counts);
    for (uint32_t row = 0; row < rows; ++row) {
      if (distance[row] < band.first_mile || distance[row] >= band.end_mile) continue;
      ++counts->times[delay[row] - INT16_MIN];
      ++band.flights;
    }
    describe(&band, counts);
    call(&band, user);
  }

  free(counts);
  free(delay);
  free(distance);
  return complete ? 0 : -1;
}
