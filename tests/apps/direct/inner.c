#include "inner_api.h"

INNER_API int32_t inner_triple(int32_t value);
int32_t inner_triple(int32_t value) { return 3 * value; }

static volatile int32_t sign = -1;

/* Not inlined: main has its address. */
INNER_API int32_t inner_negative(int32_t value);
int32_t inner_negative(int32_t value) { return sign * value; }
