#include "stats.h"

#include <stdio.h>

static void report(void *user, uint32_t done) { *(uint32_t *)user += done; }

int main(void) {
  double values[100];
  for (int i = 0; i < 100; ++i) values[i] = i;
  stats_scale(values, 100, 2);
  const double mean = stats_mean(values, 100);

  /* Into the side's memory and back: from main, mts_ (main to side) takes data there. */
  const uint32_t room = stats_room(100);
  stats_mts_memcpy(room, (uint32_t)(uintptr_t)values, sizeof values);
  stats_setF64(room + 8, 0.5);
  stats_stm_memcpy8((uint32_t)(uintptr_t)values, room + 8);

  /* By name: a wrong signature is an error here, not a trap later. */
  const rb_handle stats = rb_dlopen("stats");
  double (*const look)(const double *, uint32_t) =
      (double (*)(const double *, uint32_t))rb_dlsym(stats, "stats_mean:dii");
  if (!look) puts(rb_dlerror());
  if (rb_dlsym(stats, "stats_mean:dif")) return 1;
  puts(rb_dlerror());

  /* A function with a context, lent to the side; taken back when it is no longer needed. */
  uint32_t sum = 0;
  const uint32_t lent = rb_lend_bound(stats, (rb_fn)report, &sum, "vi");
  stats_work(4, lent);
  rb_take_back(stats, lent);
  rb_dlclose(stats);

  printf("mean %g and %g, first %g, sum %u\n", mean, look(values, 100), values[0], sum);
  return mean == 99 && values[0] == 0.5 && sum == 10 ? 0 : 1;
}
