#include "sorter_api.h"

/* Sum of the n numbers at `first` in main's memory. */
SORTER_API int32_t sorter_sum(uint32_t first, uint32_t n);
