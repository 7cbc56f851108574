#pragma once
#include "relay_api.h"
WPL_EXTERN_C RELAY_API void relay(uint32_t from, uint32_t to, uint32_t size);
