#pragma once
#include "shout_api.h"
WPL_EXTERN_C SHOUT_API_AS(init) void shout_init(void);
WPL_EXTERN_C SHOUT_API void shout(uint32_t text);
