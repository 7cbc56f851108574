#ifndef STATS_H
#define STATS_H
#include "stats_api.h"

#include <stdint.h>

/* WPL_PTR(double, main): double * in main, the address as a number elsewhere. */
WPL_EXTERN_C STATS_API double stats_mean(WPL_PTR(const double, main) values, uint32_t n);
WPL_EXTERN_C STATS_API void stats_scale(WPL_PTR(double, main) values, uint32_t n, double factor);

/* Memory of the side: room for n doubles, until the next call. */
WPL_EXTERN_C STATS_API WPL_PTR(double, stats) stats_room(uint32_t n);

/* Calls report(user, done), a function of the side's table, for each of n steps. */
WPL_EXTERN_C STATS_API void stats_work(uint32_t n, WPL_PTR(void, stats) report);
#endif
