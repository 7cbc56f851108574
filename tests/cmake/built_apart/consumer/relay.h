#pragma once
#include "constructor_api.h"
WPL_EXTERN_C CONSTRUCTOR_API void relay(uint32_t from, uint32_t to, uint32_t size);
