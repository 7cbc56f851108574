#pragma once
#include "counter_api.h"
/* Also named init in the wasm, as another side's function is in C. */
WPL_EXTERN_C TEXT_COUNTER_API_AS(init) void counter_init(int least);
WPL_EXTERN_C TEXT_COUNTER_API int counter_words_and_letters(uint32_t text);
