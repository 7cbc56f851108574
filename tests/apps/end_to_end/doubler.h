/* A side that calls another side's API; exports `init`, as counter does. */
#ifndef DOUBLER_H
#define DOUBLER_H

#include "doubler_api.h"

WPL_EXTERN_C DOUBLER_API_AS(init) void doubler_init(int32_t factor);
WPL_EXTERN_C DOUBLER_API int32_t doubler_add(int32_t amount);

/* factor times what main answers. */
WPL_EXTERN_C DOUBLER_API int32_t doubler_ask(int32_t question);

/* The same as of its constructor. */
WPL_EXTERN_C DOUBLER_API int32_t doubler_first_answer(void);

/* The rb_ functions from this side: 0, or the line of the check that failed. */
WPL_EXTERN_C DOUBLER_API int32_t doubler_check_rb(void);

#endif
