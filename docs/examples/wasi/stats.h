#pragma once
#include "stats_api.h"

/** The median of the numbers in a text of `size` bytes in main's memory, separated by white space; NaN without any. */
WPL_EXTERN_C STATS_API double median_of(WPL_PTR(const char, main) text, uint32_t size);
