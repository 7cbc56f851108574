#ifndef SORTER_H
#define SORTER_H

#include "sorter_api.h"

/** Sorts `count` 32-bit integers at `first` in main's memory, in place. */
WPL_EXTERN_C SORTER_API void sorter_sort(uint32_t first, uint32_t count);

/** How often this instance has sorted. */
WPL_EXTERN_C SORTER_API uint32_t sorter_runs(void);

#endif
