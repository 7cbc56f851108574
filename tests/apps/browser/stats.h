#ifndef STATS_H
#define STATS_H

#include "stats_api.h"

/** What stats calls back for each block: its number and its sum. A function pointer of stats's own table. */
typedef void (*stats_on_block)(uint32_t block, int32_t sum);

/** Sums `count` 32-bit integers at `first` in main's memory; `on_block` comes from stats_mts_addFnPtr. */
WPL_EXTERN_C STATS_API int64_t stats_sum(uint32_t first, uint32_t count, uint32_t on_block);

/** Address in stats's memory of a buffer of STATS_BUFFER bytes, which hold 0, 1, 2 ... 255, 0, 1 ... */
WPL_EXTERN_C STATS_API uint32_t stats_buffer(void);

#define STATS_BLOCK 64u
#define STATS_BUFFER 1024u

#endif
