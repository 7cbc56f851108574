#include "adder_api.h"

/* 2, and the sum of the numbers at `first` in main's memory. */
ADDER_API int32_t add(uint32_t first, int32_t count);
ADDER_API int32_t starts(void);
