/* A side with an own state and a function that calls back; exports `init`, as doubler does. */
#ifndef COUNTER_H
#define COUNTER_H

#include "counter_api.h"

WPL_EXTERN_C COUNTER_API_AS(init) void counter_init(int32_t start);
WPL_EXTERN_C COUNTER_API int32_t counter_add(int32_t amount);

/* Calls visitor(depth - 1, user), a function pointer of counter, unless depth is 0. Returns how many calls were nested.
   */
WPL_EXTERN_C COUNTER_API int32_t counter_visit(uint32_t visitor, int32_t depth, uint32_t user);

#endif
