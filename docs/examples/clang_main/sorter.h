#pragma once
#include "sorter_api.h"

/** Sorts `count` numbers in main's memory. */
SORTER_API_AS(sort_numbers) void sort_numbers(WPL_PTR(int32_t, main) first, uint32_t count);
