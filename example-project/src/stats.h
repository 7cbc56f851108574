/*
 * API of the side `stats`, for C and C++. In C an address in another module's memory is a number, uint32_t: a pointer
 * could be followed by mistake. The comments say whose memory is meant.
 */
#ifndef STATS_H
#define STATS_H

#include "stats_api.h"

#include <stdint.h>

/* The histogram counts steps of 10 minutes; the first begins at -30 and has all that is below, the last all above. */
enum { STATS_BINS = 16, STATS_BIN_MINUTES = 10, STATS_FIRST_MINUTE = -30 };

/* The delays, in minutes, of the flights in one band of distances. Members of fixed size only: all modules then lay it
   out alike. */
typedef struct stats_band {
  int32_t first_mile;
  int32_t end_mile; /* one past the last */
  int32_t flights;
  int32_t quartiles[3];
  int32_t histogram[STATS_BINS];
} stats_band;

WPL_EXTERN_C_BEGIN

/*
 * Describes the delays by bands of distance, and calls on_band once for each band while it runs.
 *
 *   distances, delays   `rows` int16_t each, in main's memory
 *   edges               `bands` + 1 rising int32_t in main's memory: band i has distances from edges[i] to below
 *                       edges[i + 1]
 *   on_band             a function lent to stats, void (uint32_t band, uint32_t user): `band` is the address of a
 *                       stats_band in stats' memory, valid during that call; `user` is handed on
 *
 * Returns 0, or -1 if memory ran out.
 */
STATS_API int stats_by_distance(uint32_t distances, uint32_t delays, uint32_t rows, uint32_t edges, uint32_t bands,
                                uint32_t on_band, uint32_t user);

WPL_EXTERN_C_END

#endif
